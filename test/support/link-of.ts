import { tenantId } from '#core/lead/ids.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import { ownFieldsToWrite } from '#core/merge/own-fields.ts';
import { stageBaseOf, stageShown, type Views } from '#core/merge/plan.ts';
import type { AtomBase, Link } from '#core/sync/link.ts';
import { REFERRAL } from './views-of.ts';

/** A referral that has no opportunity yet. */
export const linkOf = (change: Partial<Link> = {}): Link => ({
  tenant: tenantId('contoso'),
  referral: REFERRAL,
  engagementId: 'engagement-1',
  opportunity: null,
  version: 1,
  linkedAt: null,
  state: { kind: 'live' },
  seen: { partner: null, crm: null, sibling: null },
  base: {},
  stageBase: null,
  start: null,
  pending: [],
  conflicts: [],
  refused: [],
  move: null,
  notes: [],
  told: {},
  toldConflicts: {},
  customerId: null,
  contactId: null,
  task: 'none',
  lasting: [],
  requests: [],
  planned: null,
  schedule: { kind: 'settled' },
  updatedAt: '2026-11-24T08:10:00.000Z',
  ...change,
});

/** The base in which the sides agree as they are shown. */
export const baseOf = (views: Views, context: PlanContext): Record<string, AtomBase> =>
  Object.fromEntries(
    context.codecs.flatMap((codec): [string, AtomBase][] => {
      const partner = views.partner.fields[codec.rule.lead];
      const crm = codec.read(views.crm.fields);
      if (partner === undefined || crm === undefined || codec.rule.when === 'onCreate') return [];
      const said = codec.toCrm(partner);
      const isLossy = said.kind === 'fields' && said.isLossy;
      return [[codec.key, { partner, crm, ...(isLossy ? { isLossy: true } : {}) }]];
    }),
  );

/** A link whose sides show what was agreed on, and whose row has been told so: its plan is quiet. */
export const linkInStep = (
  views: Views,
  context: PlanContext,
  change: Partial<Link> = {},
): Link => {
  const shown = stageShown(views.crm, context.mapping);
  const link = linkOf({
    opportunity: views.crm.id,
    linkedAt: '2026-11-24T08:10:00.000Z',
    seen: { partner: views.partner, crm: views.crm, sibling: null },
    base: baseOf(views, context),
    stageBase: stageBaseOf(views.partner, shown),
    start: { ownerId: shown.ownerId, stageValue: shown.stageValue, answer: shown.answer },
    ...change,
  });
  const told = ownFieldsToWrite({ ...link, told: {} }, views, [], context);
  return { ...link, told: change.told ?? told };
};
