import type { LeadFields } from '#core/lead/lead.ts';
import type { Stage } from '#core/lead/stage.ts';
import { planCreation } from '#core/merge/plan-creation.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { Link } from '#core/sync/link.ts';
import { contextOf } from '#test/support/context-of.ts';
import { linkOf } from '#test/support/link-of.ts';
import { partnerViewOf } from '#test/support/views-of.ts';

export const context = contextOf();

/** The plan for a new row of a lead at this stage. */
export const created = (
  stage: Stage,
  fields: LeadFields = {},
  options: { readonly link?: Link; readonly using?: PlanContext; readonly reason?: string } = {},
) => {
  const { link = linkOf(), using = context, reason = null } = options;
  return planCreation(link, partnerViewOf(stage, fields, { reason }), using);
};

/** Of a row, the named fields that it was given. */
export const shown = (fields: CrmFields, names: readonly string[]): CrmFields =>
  Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
