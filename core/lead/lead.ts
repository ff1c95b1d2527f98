import type { Day, Instant } from './instant.ts';

/** An amount is decimal text, never a float; the currency is ISO 4217. They move together or not at all. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** A person on either side, compared by e-mail. */
export interface Member {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export const KINDS = [
  'customerInquiry',
  'marketingQualified',
  'salesQualified',
  'coSell',
  'partnerDeal',
] as const;
export type Kind = (typeof KINDS)[number];

/** The neutral lead, flat: one key per path a mapping rule can name. */
export interface LeadTypes {
  kind: Kind;
  name: string;
  value: Money;
  closeDate: Day;
  notes: string;
  crmId: string;
  campaignId: string;
  /** Percent as text, `10` to `100`; sent to Partner Center only. */
  salesStage: string;
  'customer.name': string;
  'customer.size': string;
  'customer.duns': string;
  'customer.addressLine1': string;
  'customer.addressLine2': string;
  'customer.city': string;
  'customer.state': string;
  'customer.postalCode': string;
  /** ISO 3166 alpha-2. */
  'customer.country': string;
  contacts: readonly Member[];
  team: readonly Member[];
  /** Products, services, industries and solutions together, as one list. */
  needs: readonly string[];
  'needs.products': readonly string[];
  'needs.services': readonly string[];
  'needs.industries': readonly string[];
  solutions: readonly string[];
  assistance: string;
  consentToShare: boolean;
  engagementId: string;
  msxId: string;
  registration: string;
  favorite: boolean;
  customerRequestedContact: boolean;
  /** Created + 72 h when the customer asked to be contacted; empty once answered (reference PC §10.4). */
  contactBy: Instant;
  /** Partner Center's own expiration date; empty once answered (reference PC §10.3: read it, never compute it). */
  respondBy: Instant;
  quality: string;
  isSpam: boolean;
  source: string;
  callToAction: string;
  location: string;
  createdAt: Instant;
  acceptedAt: Instant;
  closedAt: Instant;
}

export type LeadPath = keyof LeadTypes;
export type LeadValue = LeadTypes[LeadPath];

/** What a side shows of a lead: `null` is empty, a missing key is unknown. Unknown is never a change and is never written. */
export type LeadFields = { readonly [Path in LeadPath]?: LeadTypes[Path] | null };

/** Every path, so that a settings file that names another is refused. */
export const LEAD_PATHS = [
  'kind',
  'name',
  'value',
  'closeDate',
  'notes',
  'crmId',
  'campaignId',
  'salesStage',
  'customer.name',
  'customer.size',
  'customer.duns',
  'customer.addressLine1',
  'customer.addressLine2',
  'customer.city',
  'customer.state',
  'customer.postalCode',
  'customer.country',
  'contacts',
  'team',
  'needs',
  'needs.products',
  'needs.services',
  'needs.industries',
  'solutions',
  'assistance',
  'consentToShare',
  'engagementId',
  'msxId',
  'registration',
  'favorite',
  'customerRequestedContact',
  'contactBy',
  'respondBy',
  'quality',
  'isSpam',
  'source',
  'callToAction',
  'location',
  'createdAt',
  'acceptedAt',
  'closedAt',
] as const satisfies readonly LeadPath[];
