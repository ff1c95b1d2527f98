import { operationId, runId } from '#core/lead/ids.ts';
import type { Views } from '#core/merge/plan.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { PendingAtom, PendingOperation } from '#core/sync/link.ts';

type Atoms = Readonly<Record<string, PendingAtom>>;

const COMMON = {
  id: operationId('operation-1'),
  run: runId('run-1'),
  purpose: 'sync',
  kind: 'patch',
} as const;

/** A patch of the referral, saved before it is sent against these views. */
export const partnerPending = (
  atoms: Atoms,
  views: Views,
  stage?: PendingOperation['stage'],
): PendingOperation => ({
  ...COMMON,
  side: 'partner',
  ifVersion: views.partner.version,
  atoms,
  ...(stage === undefined ? {} : { stage }),
});

/** A patch of the row, its own fields with it, saved before it is sent against these views. */
export const crmPending = (atoms: Atoms, views: Views, own: CrmFields = {}): PendingOperation => ({
  ...COMMON,
  side: 'crm',
  ifVersion: views.crm.version,
  atoms,
  fields: Object.assign({}, ...Object.values(atoms).map(({ after }) => after), own) as CrmFields,
});
