import type { LeadValue } from '#core/lead/lead.ts';
import type { AtomPlan } from '#core/merge/atom-plan.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { AtomBase } from '#core/sync/link.ts';

/** The notes as the row shows them. */
export const crm = (value: string | null): CrmFields => ({ PC_Notes__c: value });

export const atomBase = (partner: LeadValue | null, shown: string | null): AtomBase => ({
  partner,
  crm: crm(shown),
});

export const toCrm = (after: string | null, counterpart: LeadValue | null): AtomPlan => ({
  kind: 'toCrm',
  after: crm(after),
  counterpart,
  isLossy: false,
});

export const toPartner = (after: LeadValue | null, counterpart: string | null): AtomPlan => ({
  kind: 'toPartner',
  after,
  counterpart: crm(counterpart),
  isLossy: false,
  isJoin: false,
});

export const conflict = (partner: LeadValue | null, shown: string | null): AtomPlan => ({
  kind: 'conflict',
  partner,
  crm: crm(shown),
});

export const noted = (key: string, field = 'notes'): AtomPlan => ({
  kind: 'note',
  note: { key, values: { field } },
});

/** Both sides keep what they show, and say why. */
export const apart = (partner: LeadValue | null, shown: string | null, key: string): AtomPlan => ({
  kind: 'agree',
  base: atomBase(partner, shown),
  note: { key, values: { field: 'notes' } },
});
