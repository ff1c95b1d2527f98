import { opportunityId, referralId } from '#core/lead/ids.ts';
import type { LeadFields } from '#core/lead/lead.ts';
import type { Stage } from '#core/lead/stage.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import type { Views } from '#core/merge/plan.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';

export const REFERRAL = referralId('00000000-0000-4000-8000-000000000001');
export const OPPORTUNITY = opportunityId('006000000000001AAA');
export const OWNER = '005000000000001AAA';
const READ_AT = '2026-11-24T08:59:59.000Z';

/** A co-sell deal with everything that an acceptance needs. */
export const LEAD = {
  kind: 'coSell',
  name: 'Contoso rollout',
  value: { amount: '12000', currency: 'USD' },
  closeDate: '2027-01-31',
  notes: 'Call Ana.\nShe knows the budget.',
  crmId: OPPORTUNITY,
  campaignId: null,
  respondBy: '2026-12-08T00:00:00.000Z',
  contactBy: null,
  customerRequestedContact: false,
  favorite: false,
  engagementId: 'engagement-1',
  msxId: null,
  needs: ['Azure', 'Migration'],
  createdAt: '2026-11-24T08:00:00.000Z',
  closedAt: null,
  'customer.name': 'Contoso Ltd',
} as const satisfies LeadFields;

export const partnerViewOf = (
  stage: Stage,
  fields: LeadFields = {},
  change: Partial<Omit<PartnerView, 'fields' | 'stage'>> = {},
): PartnerView => ({
  id: REFERRAL,
  engagementId: 'engagement-1',
  organizationId: 'organization-1',
  isIndependent: false,
  version: '"p1"',
  updatedAt: '2026-11-24T08:00:00.000Z',
  readAt: READ_AT,
  reason: null,
  ...change,
  stage,
  fields: { ...LEAD, ...fields },
});

/** The row that says what a referral says, stage included, with nothing in the seller's own fields. */
export const rowOf = (partner: PartnerView, context: PlanContext): CrmFields => {
  const { own, stages } = context.mapping;
  const group =
    partner.stage === 'declined' || partner.stage === 'expired' ? 'lost' : partner.stage;
  const said = context.codecs.map((codec) => codec.toCrm(partner.fields[codec.rule.lead] ?? null));
  return Object.assign(
    Object.fromEntries(Object.values(own).map((name) => [name, null])),
    { CurrencyIsoCode: 'USD', [own.referralId]: partner.id },
    ...said.map((atom) => (atom.kind === 'fields' ? atom.fields : {})),
    { [stages.field]: stages[group][0] },
  ) as CrmFields;
};

export const crmViewOf = (fields: CrmFields, change: Partial<CrmView> = {}): CrmView => ({
  id: OPPORTUNITY,
  version: 'c1',
  createdAt: '2026-11-24T08:10:00.000Z',
  modifiedAt: '2026-11-24T08:10:00.000Z',
  readAt: READ_AT,
  isDeleted: false,
  closure: 'open',
  ownerId: OWNER,
  modifiedByUs: true,
  ...change,
  fields,
});

/** Both sides in step at this stage. */
export const viewsOf = (stage: Stage, context: PlanContext, fields: LeadFields = {}): Views => {
  const partner = partnerViewOf(stage, fields);
  const closure =
    stage === 'won' ? 'won' : stage === 'received' || stage === 'accepted' ? 'open' : 'lost';
  return { partner, crm: crmViewOf(rowOf(partner, context), { closure }) };
};

/** The views after somebody edited one side or both; versions move with the edits. */
export const edited = (
  views: Views,
  edits: {
    readonly partner?: LeadFields;
    readonly partnerView?: Partial<Omit<PartnerView, 'fields'>>;
    readonly crm?: CrmFields;
    readonly crmView?: Partial<Omit<CrmView, 'fields'>>;
  },
): Views => {
  const isPartner = edits.partner !== undefined || edits.partnerView !== undefined;
  const isCrm = edits.crm !== undefined || edits.crmView !== undefined;
  return {
    partner: {
      ...views.partner,
      ...(isPartner ? { version: '"p2"' } : {}),
      ...edits.partnerView,
      fields: { ...views.partner.fields, ...edits.partner },
    },
    crm: {
      ...views.crm,
      ...(isCrm ? { version: 'c2', modifiedByUs: false } : {}),
      ...edits.crmView,
      fields: { ...views.crm.fields, ...edits.crm },
    },
  };
};
