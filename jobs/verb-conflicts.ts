import type { ReferralId } from '#core/lead/ids.ts';
import type { Conflict, Choice, Link } from '#core/sync/link.ts';
import { eachLink } from './each-link.ts';
import { EXIT, UsageError, worst, type ExitCode } from './exit.ts';
import { findLead } from './find-lead.ts';
import { layRequest } from './lay-request.ts';
import { nameOf } from './link-words.ts';
import { noteAudit } from './note-audit.ts';
import { onlyTenant, withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson } from './output.ts';
import { table } from './table.ts';
import type { Toolbox } from './toolbox.ts';
import { fieldWord, leadPathOf, valueText } from './value-text.ts';
import { followCycle, tellCycle } from './verb-sync.ts';

interface Listed {
  readonly lead: ReferralId;
  readonly name: string;
  readonly conflict: Conflict;
}

const listConflicts = async ({ store, id }: Tenant): Promise<Listed[]> => {
  const listed: Listed[] = [];
  for await (const { link } of eachLink(store, id, { hasConflict: true })) {
    for (const conflict of link.conflicts) {
      listed.push({ lead: link.referral, name: nameOf(link), conflict });
    }
  }
  return listed;
};

const rowOf = ({ lead, name, conflict }: Listed, { say, show }: Tenant): string[] => [
  lead,
  name,
  `${fieldWord(conflict.key, say)} (${leadPathOf(conflict.key)})`,
  valueText(conflict.partner, show),
  valueText(conflict.crm, show),
  show(conflict.openedAt),
];

export const conflictsListVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const { output } = toolbox;
    const found = await Promise.all(
      tenants.map(async (tenant) => ({ tenant, listed: await listConflicts(tenant) })),
    );
    if (flags.json === true) {
      const entries = found.map(({ tenant, listed }) => [
        tenant.id,
        listed.map(({ lead, name, conflict }) => ({
          lead,
          name,
          field: leadPathOf(conflict.key),
          ...conflict,
        })),
      ]);
      writeJson(output, Object.fromEntries(entries));
      return EXIT.done;
    }
    for (const { tenant, listed } of found) {
      if (tenants.length > 1) output.line(`${tenant.id}:`);
      if (listed.length === 0) output.line('No field differs.');
      const head = ['LEAD', 'NAME', 'FIELD', 'PARTNER CENTER', 'CRM', 'SINCE'];
      const rows = listed.map((entry) => rowOf(entry, tenant));
      if (rows.length > 0) for (const line of table([head, ...rows])) output.line(line);
    }
    return EXIT.done;
  });

/** A field is named by its path in the lead, by the CRM's name for it, or by the whole mapping key. */
const isNamed = (conflict: Conflict, field: string): boolean => {
  const [path = '', place = ''] = conflict.key.split('|');
  return [conflict.key, path, place, ...place.split('+')].includes(field);
};

const conflictsToSettle = (link: Link, field: string | undefined): readonly Conflict[] => {
  const chosen = link.conflicts.filter(
    (conflict) => field === undefined || isNamed(conflict, field),
  );
  if (chosen.length > 0) return chosen;
  const open = link.conflicts.map(({ key }) => leadPathOf(key)).join(', ');
  throw new UsageError(
    field === undefined || open === ''
      ? `No field of “${nameOf(link)}” differs.`
      : `“${field}” does not differ. These do: ${open}.`,
  );
};

/** Settles on the condition that both sides still show what the person was shown. */
export const conflictsSettleVerb = async (
  toolbox: Toolbox,
  named: { readonly lead: string; readonly field: string | undefined },
  flags: Flags & { readonly keep: Choice },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const { output, person } = toolbox;
    const tenant = onlyTenant(opened);
    const { link } = await findLead(tenant, named.lead);
    const chosen = conflictsToSettle(link, named.field);
    for (const conflict of chosen) {
      const { key } = conflict;
      const ifPartner = JSON.stringify(conflict.partner);
      const ifCrm = JSON.stringify(conflict.crm);
      const laid = await layRequest(tenant, link.referral, (now) => {
        const open = now.conflicts.find((entry) => entry.key === key);
        const isAsShown =
          open !== undefined &&
          JSON.stringify(open.partner) === ifPartner &&
          JSON.stringify(open.crm) === ifCrm;
        return isAsShown
          ? { kind: 'settle', key, choice: flags.keep, ifPartner, ifCrm, by: person }
          : undefined;
      });
      if (laid === 'changed') {
        output.problem(`${fieldWord(key, tenant.say)} has changed meanwhile: look again.`);
        return EXIT.person;
      }
      await noteAudit(toolbox, tenant, {
        verb: 'settle',
        subject: `${link.referral} ${key} keep ${flags.keep}`,
      });
    }
    const { end, exit } = await followCycle(toolbox, tenant);
    tellCycle(output, tenant, end);
    const after = (await tenant.store.links.find(tenant.id, link.referral))?.link.conflicts ?? [];
    const open = chosen.filter(({ key }) => after.some((conflict) => conflict.key === key));
    if (open.length === 0) return exit;
    const fields = open.map(({ key }) => fieldWord(key, tenant.say)).join(', ');
    output.problem(
      tenant.settings.mode === 'observe'
        ? `${fields}: noted. While the tenant observes nothing is written; the first live cycle settles it.`
        : `${fields}: not settled yet. If a value has changed meanwhile, look again and settle anew.`,
    );
    return worst([exit, EXIT.person]);
  });
