import type { Operation } from '#core/merge/operation.ts';
import type { Foreseen } from '#core/sync/observe.ts';
import { nameOf } from './link-words.ts';
import type { Tenant } from './open-tenants.ts';
import { fieldWord, sideWord, valueText } from './value-text.ts';

/** One field that a live cycle would write. */
export interface ForeseenChange {
  readonly side: 'partner' | 'crm';
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface ForeseenLead {
  readonly referral: string;
  readonly name: string;
  readonly creates: boolean;
  readonly changes: readonly ForeseenChange[];
}

const changesOf = (
  operation: Operation,
  { link }: Foreseen,
  { say, show }: Tenant,
): ForeseenChange[] => {
  const { side } = operation;
  if (side === 'crm') {
    return Object.entries(operation.fields).map(([field, after]) => ({
      side,
      field,
      before: valueText(link.seen.crm === null ? null : link.seen.crm.fields[field], show),
      after: valueText(after, show),
    }));
  }
  const atoms = Object.entries(operation.atoms).map(([key, { before, after }]) => ({
    side,
    field: fieldWord(key, say),
    before: valueText(before, show),
    after: valueText(after, show),
  }));
  const { stage } = operation.change;
  if (stage === undefined) return atoms;
  const from = link.seen.partner?.stage ?? '';
  const move = {
    side,
    field: fieldWord('stage', say),
    before: say({ key: `stage.${from}`, values: {} }),
    after: say({ key: `stage.${stage.to}`, values: {} }),
  };
  return [...atoms, move];
};

export const leadOf = (foreseen: Foreseen, tenant: Tenant): ForeseenLead => ({
  referral: foreseen.link.referral,
  name: nameOf(foreseen.link),
  creates: foreseen.planned?.creates === true,
  changes: foreseen.operations.flatMap((operation) => changesOf(operation, foreseen, tenant)),
});

/** `lead · side · field: before → after`, one line per field. */
export const linesOf = (lead: ForeseenLead, { say }: Tenant): string[] => {
  const who = `${lead.name} (${lead.referral})`;
  return [
    ...(lead.creates ? [`${who} · ${sideWord('crm', say)} · a new opportunity`] : []),
    ...lead.changes.map(
      ({ side, field, before, after }) =>
        `${who} · ${sideWord(side, say)} · ${field}: ${before} → ${after}`,
    ),
  ].map((line) => line.replaceAll(/\s*\n\s*/g, ' / '));
};
