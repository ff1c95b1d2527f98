import { plan, type Views } from '#core/merge/plan.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import type { Link } from '#core/sync/link.ts';
import { contextOf, keyOf } from '#test/support/context-of.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { viewsOf } from '#test/support/views-of.ts';

const NO_GRACE = policyOf({ limits: { closeGraceMinutes: 0 } });
/** The settings without a grace: what is decided is sent at once. */
export const context = contextOf({ policy: NO_GRACE });
export const ALONE = { ...context, isOneByOne: { partner: true, crm: false } };
export const NOTES = keyOf(context, 'notes');
export const DATE = keyOf(context, 'closeDate');

export const received = viewsOf('received', context);
export const accepted = viewsOf('accepted', context);

/** What goes to Partner Center next, and what is told meanwhile. */
export const next = (link: Link, views: Views, using: PlanContext = context) => {
  const { operations, link: after, uses } = plan(link, views, using);
  const operation = operations.find((one) => one.side === 'partner');
  return {
    change: operation?.side === 'partner' ? operation.change : null,
    isIrreversible: operation?.side === 'partner' && operation.isIrreversible,
    told: after.notes.map((note) => note.key),
    refused: after.refused,
    uses,
  };
};

export const ACCEPT = { StageName: 'Prospecting', PC_Decision__c: 'Accept' };
export const WON = { crm: { StageName: 'Closed Won' }, crmView: { closure: 'won' } } as const;
