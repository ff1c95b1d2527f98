import { referralId } from '#core/lead/ids.ts';
import type { LinkFilter, StoredLink } from '#core/ports/store.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { findLead } from './find-lead.ts';
import { leadDetail, tellLead } from './lead-detail.ts';
import { nameOf, sentencesOf, wordOf } from './link-words.ts';
import { onlyTenant, withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson } from './output.ts';
import { cut, table } from './table.ts';
import type { Toolbox } from './toolbox.ts';

const NAME_WIDTH = 40;
const HEAD = ['LEAD', 'NAME', 'CUSTOMER', 'STAGE', 'IS', 'CRM RECORD', 'CHANGED'];

export interface LeadsFlags extends Flags {
  readonly json?: boolean;
  readonly state?: NonNullable<LinkFilter['state']>;
  readonly search?: string;
  readonly needsPerson?: boolean;
  readonly limit: number;
  /** Last lead of the page before. */
  readonly after?: string;
}

const filterOf = (flags: LeadsFlags): LinkFilter => ({
  ...(flags.state === undefined ? {} : { state: flags.state }),
  ...(flags.search === undefined ? {} : { search: flags.search }),
  ...(flags.needsPerson === true ? { needsPerson: true } : {}),
});

const rowOf = (stored: StoredLink, { say, show }: Tenant): string[] => {
  const { link } = stored;
  const shown = link.seen.partner;
  return [
    link.referral,
    cut(nameOf(link), NAME_WIDTH),
    cut(shown?.fields['customer.name'] ?? '', NAME_WIDTH),
    shown === null ? '' : say({ key: `stage.${shown.stage}`, values: {} }),
    wordOf(stored),
    link.opportunity ?? '',
    show(link.updatedAt),
  ];
};

const jsonOf = (stored: StoredLink, { say }: Tenant): unknown => {
  const { link } = stored;
  return {
    referral: link.referral,
    opportunity: link.opportunity,
    name: nameOf(link),
    customer: link.seen.partner?.fields['customer.name'] ?? null,
    stage: link.seen.partner?.stage ?? null,
    is: wordOf(stored),
    says: sentencesOf(link, say),
    updatedAt: link.updatedAt,
  };
};

export const leadsListVerb = async (toolbox: Toolbox, flags: LeadsFlags): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const { output } = toolbox;
    const pages = await Promise.all(
      tenants.map(async (tenant) => {
        const { limit, after } = flags;
        const found = await tenant.store.links.list(tenant.id, filterOf(flags), {
          limit,
          ...(after === undefined ? {} : { after: referralId(after) }),
        });
        const next = found.length < limit ? null : (found.at(-1)?.link.referral ?? null);
        return { tenant, found, next };
      }),
    );
    if (flags.json === true) {
      const entries = pages.map(({ tenant, found, next }) => [
        tenant.id,
        { leads: found.map((stored) => jsonOf(stored, tenant)), next },
      ]);
      writeJson(output, Object.fromEntries(entries));
      return EXIT.done;
    }
    for (const { tenant, found, next } of pages) {
      if (tenants.length > 1) output.line(`${tenant.id}:`);
      const rows = found.map((stored) => rowOf(stored, tenant));
      if (rows.length === 0) output.line('No leads.');
      else for (const line of table([HEAD, ...rows])) output.line(line);
      if (next !== null) output.line(`More: --after ${next}`);
    }
    return EXIT.done;
  });

export const leadsShowVerb = async (
  toolbox: Toolbox,
  lead: string,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const tenant = onlyTenant(opened);
    const detail = await leadDetail(tenant, await findLead(tenant, lead));
    if (flags.json === true) writeJson(toolbox.output, detail);
    else tellLead(toolbox.output, detail, tenant);
    return EXIT.done;
  });
