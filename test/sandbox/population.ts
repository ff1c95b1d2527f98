import { blankReferral } from './partner-center/blank.ts';
import { microsoftHalf } from './partner-center/fill.ts';
import { below, chance, guid, pick, type Random } from './partner-center/random.ts';
import { copyOf, type Referral } from './partner-center/referral.ts';
import { parseStamp, tagOf } from './partner-center/stamp.ts';
import { MICROSOFT } from './partner-center/vocabulary.ts';
import { ORGANIZATION_ID, type PartnerCenterSandbox } from './partner-center.ts';
import { livedSo } from './population/life.ts';
import { customerProfile, details, orNothing, person } from './population/parts.ts';
import { randomAt } from './population/seeded.ts';
import { companyName, dealName } from './population/words.ts';

export interface PopulationOptions {
  readonly seed: number;
  /** Unix ms: nothing in it is younger. */
  readonly now: number;
  readonly organizationId?: string;
}

export interface Population {
  /** Built anew on each call, always the same for the same index. */
  referral(index: number): Referral;
}

/** One after the other, so that any stretch of 20 holds all kinds. */
const KINDS = [
  'inquiry',
  'inquiry',
  'marketing',
  'sales',
  'fromMicrosoft',
  'ownCoSell',
  'microsoftHalf',
  'inquiry',
  'marketing',
  'sales',
  'inquiry',
  'privateDeal',
  'inquiry',
  'marketing',
  'sales',
  'spam',
  'inquiry',
  'fromPartner',
  'partnerLed',
  'sales',
] as const;
type Kind = (typeof KINDS)[number];

const kindAt = (index: number): Kind => KINDS[index % KINDS.length] as Kind;

const OWN_KINDS: readonly Kind[] = ['ownCoSell', 'privateDeal', 'partnerLed'];
const SHARED_KINDS: readonly Kind[] = [
  'ownCoSell',
  'fromMicrosoft',
  'fromPartner',
  'microsoftHalf',
];

const QUALIFICATION: Readonly<Record<Kind, string>> = {
  inquiry: 'Direct',
  spam: 'Direct',
  marketing: 'MarketingQualified',
  sales: 'SalesQualified',
  fromMicrosoft: 'SalesQualified',
  fromPartner: 'SalesQualified',
  ownCoSell: 'SalesQualified',
  microsoftHalf: 'SalesQualified',
  partnerLed: 'SalesQualified',
  privateDeal: 'None',
};

const PARTNER = {
  organizationId: 'b1f0c8de-55a4-4a0e-9a57-0c7f3a1e2d44',
  organizationName: 'Fourth Coffee',
};

const inviterOf = (kind: Kind, random: Random, organizationId: string) => {
  if (OWN_KINDS.includes(kind))
    return { organizationId, organizationName: 'Contoso Cloud Services' };
  if (kind === 'fromPartner') return PARTNER;
  const isNameless = kind === 'inquiry' && chance(random, 0.2);
  return isNameless ? null : { organizationId: MICROSOFT, organizationName: 'Microsoft' };
};

const SALES_STAGES = [null, null, '10', '40', '100', 'Develop'] as const;
const CRM_IDS = ['ACC-778', 'opportunity 12 & 13', '006Qy00000Kd3LpIAJ'] as const;

const build = (index: number, options: Required<PopulationOptions>): Referral => {
  const random = randomAt(options.seed, index);
  // Drawn first: at the same place of every stream, where no two streams are alike.
  const [id, engagementId] = [guid(random), guid(random)];
  const kind = kindAt(index);
  const isOwn = OWN_KINDS.includes(kind);
  const isShared = SHARED_KINDS.includes(kind);
  const life = livedSo(random, { index, now: options.now, isOwn });
  const company = companyName(random);
  const isNamed = kind !== 'inquiry' || life.status !== 'New';
  const document: Referral = {
    ...blankReferral(),
    id,
    engagementId,
    organizationId: options.organizationId,
    organizationName: 'Contoso Cloud Services',
    name: isNamed ? dealName(random, company) : null,
    qualification: QUALIFICATION[kind],
    type: isShared ? 'Shared' : 'Independent',
    ...life,
    eTag: tagOf(index + 1, parseStamp(life.updatedDateTime) ?? 0),
    favorite: chance(random, 0.1),
    isSpam: kind === 'spam',
    direction: isOwn && chance(random, 0.6) ? 'Outgoing' : 'Incoming',
    mpnId: pick(random, ['5551001', '5551001', '5551002']),
    salesStage: life.status === 'New' ? null : pick(random, SALES_STAGES),
    callToAction: kind === 'inquiry' ? pick(random, [null, 'Contact me']) : null,
    target: isShared
      ? [{ type: 'SolutionProfile', id: 'SOL-15974-MQF' }]
      : [{ type: 'BusinessProfileLocation', id: 'a41d7c92-6f3b-4b0e-8e15-2d9c07b35f64' }],
    customerProfile: customerProfile(random, company),
    details: details(random, options.now),
    team:
      life.status === 'New'
        ? []
        : Array.from({ length: below(random, 3) }, () => person(random, 'contoso.example')),
  };
  const inviteContext = {
    ...orNothing(random, 'notes', 'Customer asked for a partner close by.'),
    assistanceRequestCode: kind === 'ownCoSell' ? 'ProofOfConceptOrDemo' : 'Unknown',
    invitedMpnId: null,
    invitedBy: inviterOf(kind, random, options.organizationId),
  };
  document.inviteContext = inviteContext;
  document.consent.consentToShareReferralWithMicrosoftSellers = isShared || kind === 'partnerLed';
  delete document.externalReferenceId;
  delete document.campaignId;
  const isKnownToCrm = life.status !== 'New' && chance(random, 0.1);
  const crmId = isKnownToCrm ? `${pick(random, CRM_IDS)}-${index}` : null;
  Object.assign(document, orNothing(random, 'externalReferenceId', crmId));
  Object.assign(document, orNothing(random, 'campaignId', `FY27-${below(random, 50)}`));
  return document;
};

/** Microsoft's answer to the deal before it, in the same engagement. */
const buildHalf = (index: number, options: Required<PopulationOptions>): Referral => {
  const own = build(index - 1, options);
  const document = build(index, options);
  const shared = copyOf(microsoftHalf(own)) as Partial<Referral>;
  const msxId = document.status === 'New' ? null : `7-3EXAMPLE${index}`;
  return { ...document, ...shared, trackingInfo: { microsoftMsxId: msxId } };
};

/** Referrals of all kinds and stages, with all the awkwardness observed or feared; nothing kept in memory. */
export const createPopulation = (options: PopulationOptions): Population => {
  const full = { organizationId: ORGANIZATION_ID, ...options };
  return {
    referral: (index) =>
      kindAt(index) === 'microsoftHalf' ? buildHalf(index, full) : build(index, full),
  };
};

/** Puts the first `count` of a population there. */
export const populate = (
  sandbox: Pick<PartnerCenterSandbox, 'load' | 'organizationId'>,
  options: PopulationOptions & { readonly count: number },
): Population => {
  const population = createPopulation({ organizationId: sandbox.organizationId, ...options });
  sandbox.load(options.count, (index) => population.referral(index));
  return population;
};
