import type { DeepPartial, PartnerCenterSandbox, Referral } from '#test/sandbox/partner-center.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number, now: number): string =>
  `${new Date(now + days * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`;

interface Deal {
  readonly customer: string;
  readonly country: string;
  readonly kind: 'customerInquiry' | 'marketingQualified' | 'salesQualified' | 'coSell';
  readonly isAccepted?: true;
  readonly value?: number;
  /** Days from now; left out, Microsoft names no date. */
  readonly closesIn?: number;
  readonly notes: string;
}

const KINDS: Readonly<Record<Deal['kind'], DeepPartial<Referral>>> = {
  customerInquiry: { type: 'Independent', qualification: 'Direct' },
  marketingQualified: { type: 'Independent', qualification: 'MarketingQualified' },
  salesQualified: { type: 'Independent', qualification: 'SalesQualified' },
  coSell: { type: 'Shared', qualification: 'SalesQualified' },
};

const domainOf = (customer: string): string =>
  `${customer.toLowerCase().replaceAll(/[^a-z]/g, '')}.example`;

const toReferral = (deal: Deal, now: number): DeepPartial<Referral> => ({
  ...KINDS[deal.kind],
  name: `${deal.customer}: cloud migration`,
  status: deal.isAccepted === true ? 'Active' : 'New',
  substatus: deal.isAccepted === true ? 'Accepted' : 'Received',
  customerProfile: {
    name: deal.customer,
    address: { addressLine1: '', city: '', postalCode: '', country: deal.country },
    team: [
      {
        firstName: 'Robin',
        lastName: 'Counts',
        email: `robin@${domainOf(deal.customer)}`,
        phoneNumber: null,
      },
    ],
  },
  details: {
    notes: deal.notes,
    dealValue: deal.value ?? null,
    currency: deal.value === undefined ? null : 'USD',
    closingDateTime: deal.closesIn === undefined ? null : inDays(deal.closesIn, now),
  },
});

/** The leads of the day by customer, those that are there when it begins. */
export const DEALS = {
  adatum: {
    customer: 'Adatum',
    country: 'GB',
    kind: 'customerInquiry',
    closesIn: 45,
    notes: 'Wants to move 40 servers.',
  },
  lucerne: {
    customer: 'Lucerne',
    country: 'BR',
    kind: 'marketingQualified',
    value: 12_000,
    notes: 'Answered the backup campaign.',
  },
  fabrikam: {
    customer: 'Fabrikam',
    country: 'US',
    kind: 'salesQualified',
    value: 30_000,
    closesIn: 60,
    notes: 'Asks for a price list.',
  },
  woodgrove: {
    customer: 'Woodgrove',
    country: 'US',
    kind: 'coSell',
    isAccepted: true,
    value: 90_000,
    closesIn: 90,
    notes: 'Data platform, phase 1.',
  },
  litware: {
    customer: 'Litware',
    country: 'GB',
    kind: 'coSell',
    isAccepted: true,
    value: 25_000,
    closesIn: 30,
    notes: 'Budget to be confirmed.',
  },
  proseware: {
    customer: 'Proseware',
    country: 'BR',
    kind: 'coSell',
    isAccepted: true,
    value: 60_000,
    closesIn: 15,
    notes: 'Contract under review.',
  },
  wingtip: {
    customer: 'Wingtip',
    country: 'US',
    kind: 'salesQualified',
    isAccepted: true,
    value: 18_000,
    closesIn: 20,
    notes: 'Compares three offers.',
  },
  alpine: {
    customer: 'Alpine',
    country: 'BR',
    kind: 'marketingQualified',
    value: 8_000,
    closesIn: 40,
    notes: 'Nobody has called back.',
  },
} as const satisfies Readonly<Record<string, Deal>>;
export type DealName = keyof typeof DEALS;

/** Comes while the worker dies. */
const LATE: Deal = {
  customer: 'Trey',
  country: 'GB',
  kind: 'marketingQualified',
  value: 44_000,
  closesIn: 50,
  notes: 'Came in the very second.',
};

export const addDeal = (partner: PartnerCenterSandbox, name: DealName, now: number): string =>
  partner.addReferral(toReferral(DEALS[name], now));

export const addLateDeal = (partner: PartnerCenterSandbox, now: number): string =>
  partner.addReferral(toReferral(LATE, now));
