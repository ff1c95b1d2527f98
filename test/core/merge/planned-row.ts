import { plan, type Views } from '#core/merge/plan.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import type { Link } from '#core/sync/link.ts';
import { contextOf } from '#test/support/context-of.ts';

const context = contextOf();

/** What goes to the CRM next, and what is told meanwhile. */
export const nextOnRow = (link: Link, views: Views, using: PlanContext = context) => {
  const { operations, link: after, uses, planned } = plan(link, views, using);
  const operation = operations.find((one) => one.side === 'crm');
  return {
    fields: operation?.side === 'crm' ? operation.fields : null,
    stageBase: operation?.side === 'crm' ? operation.stageBase : null,
    atoms: Object.keys(operation?.atoms ?? {}),
    told: after.notes.map((note) => note.key),
    refused: after.refused,
    uses,
    keys: planned.crm,
  };
};

export const DATA = { notes: 'theirs', campaignId: 'c-1' };
