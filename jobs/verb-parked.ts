import type { ReferralId } from '#core/lead/ids.ts';
import type { Link } from '#core/sync/link.ts';
import { eachLink } from './each-link.ts';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { findLead } from './find-lead.ts';
import { layRequest } from './lay-request.ts';
import { nameOf } from './link-words.ts';
import { noteAudit } from './note-audit.ts';
import { onlyTenant, withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson } from './output.ts';
import { table } from './table.ts';
import type { Toolbox } from './toolbox.ts';
import { fieldWord, leadPathOf, sideWord } from './value-text.ts';
import { followCycle, tellCycle } from './verb-sync.ts';

interface Listed {
  readonly lead: ReferralId;
  readonly name: string;
  /** A mapping key; null: the whole lead was not understood. */
  readonly key: string | null;
  readonly side: 'partner' | 'crm';
  readonly words: string;
  readonly at: string;
}

const listedOf = (link: Link): Listed[] => {
  const lead = { lead: link.referral, name: nameOf(link) };
  const refused = link.refused.map(({ key, side, words, at }) => ({
    ...lead,
    key,
    side,
    words,
    at,
  }));
  if (link.state.kind !== 'parked') return refused;
  const { path, at } = link.state;
  return [
    ...refused,
    { ...lead, key: null, side: 'partner', words: `not understood: ${path}`, at },
  ];
};

/** Refused values and leads set aside, each once. */
const listParked = async ({ store, id }: Tenant): Promise<Listed[]> => {
  const listed: Listed[] = [];
  for await (const { link } of eachLink(store, id, { needsPerson: true })) {
    listed.push(...listedOf(link));
  }
  return listed;
};

const rowOf = ({ lead, name, key, side, words, at }: Listed, { say, show }: Tenant): string[] => [
  lead,
  name,
  key === null ? 'the whole lead' : fieldWord(key, say),
  sideWord(side, say),
  words,
  show(at),
];

export const parkedListVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const { output } = toolbox;
    const found = await Promise.all(
      tenants.map(async (tenant) => ({ tenant, listed: await listParked(tenant) })),
    );
    if (flags.json === true) {
      const entries = found.map(({ tenant, listed }) => [
        tenant.id,
        listed.map((entry) => ({
          ...entry,
          field: entry.key === null ? null : leadPathOf(entry.key),
        })),
      ]);
      writeJson(output, Object.fromEntries(entries));
      return EXIT.done;
    }
    for (const { tenant, listed } of found) {
      if (tenants.length > 1) output.line(`${tenant.id}:`);
      if (listed.length === 0) output.line('Nothing was refused.');
      const head = ['LEAD', 'NAME', 'FIELD', 'REFUSED BY', 'WORDS', 'SINCE'];
      const rows = listed.map((entry) => rowOf(entry, tenant));
      if (rows.length > 0) for (const line of table([head, ...rows])) output.line(line);
    }
    return EXIT.done;
  });

const toReplay = async (
  tenant: Tenant,
  named: { readonly lead: string | undefined; readonly all: boolean },
): Promise<readonly ReferralId[]> => {
  if (named.lead !== undefined) return [(await findLead(tenant, named.lead)).link.referral];
  if (!named.all) throw new UsageError('Name a lead, or give --all. See: lead-sync parked list');
  return [...new Set((await listParked(tenant)).map(({ lead }) => lead))];
};

/** Tries again what was refused or set aside, now that its cause may be gone. */
export const parkedReplayVerb = async (
  toolbox: Toolbox,
  lead: string | undefined,
  flags: Flags & { readonly all?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const { output, person } = toolbox;
    const tenant = onlyTenant(opened);
    const leads = await toReplay(tenant, { lead, all: flags.all === true });
    if (leads.length === 0) {
      output.line('Nothing was refused.');
      return EXIT.done;
    }
    for (const referral of leads) {
      await layRequest(tenant, referral, () => ({ kind: 'replay', by: person }));
      await noteAudit(toolbox, tenant, { verb: 'replay', subject: referral });
    }
    const { end, exit } = await followCycle(toolbox, tenant);
    tellCycle(output, tenant, end);
    return exit;
  });
