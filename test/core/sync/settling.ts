import type { CrmFields } from '#core/ports/crm-system.ts';
import type { AtomBase, Conflict, Link, PendingOperation } from '#core/sync/link.ts';
import { settlePending } from '#core/sync/settle-pending.ts';
import { contextOf, keyOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';

export const context = contextOf();
export const NOTES = keyOf(context, 'notes');
export const VALUE = keyOf(context, 'value');
export const DATE = keyOf(context, 'closeDate');
export const RESPOND = keyOf(context, 'respondBy');
export const row = (value: string | null): CrmFields => ({ PC_Notes__c: value });
export const before = viewsOf('received', context, { notes: 'old' });
export const link = linkInStep(before, context);
export const old: AtomBase = { partner: 'old', crm: row('old') };

/** The link, and how its one pending write came out, once both sides have been read. */
export const settled = (pending: PendingOperation, views = before, change: Partial<Link> = {}) => {
  const { link: next, outcomes } = settlePending(
    { ...link, ...change, pending: [pending] },
    views,
    context,
  );
  return { next, outcome: outcomes[0]?.outcome };
};

export const conflictOf = (
  key: string,
  partner: Conflict['partner'],
  crm: CrmFields,
): Conflict => ({
  key,
  partner,
  crm,
  openedAt: context.now,
});

export interface Case {
  readonly case: string;
  readonly edits: Parameters<typeof edited>[1];
  readonly base: AtomBase;
  readonly conflicts: readonly Conflict[];
  readonly outcome: string;
}
