import type { Harness } from './harness.ts';

/** What the seller reads on the record. */
export interface Seller {
  readonly stage: unknown;
  /** Amount and currency; null while there is no amount. */
  readonly value: string | null;
  readonly closeDate: unknown;
  readonly notes: unknown;
  readonly answer: unknown;
  readonly reason: unknown;
  readonly settle: unknown;
  readonly referral: unknown;
  readonly status: unknown;
  readonly message: unknown;
}

/** What the portal shows of the lead. */
export interface Portal {
  readonly stage: string;
  readonly reason: string | null;
  readonly value: string | null;
  readonly closes: string | null;
  readonly notes: string | null;
  /** `ours`: it names the opportunity. */
  readonly crmId: string | null;
}

const money = (amount: unknown, currency: unknown): string | null => {
  if (amount === null || amount === undefined) return null;
  return [amount, currency].map((part) => JSON.stringify(part).replaceAll('"', '')).join(' ');
};

export const seller = (harness: Harness, id: string): Seller => {
  const row = harness.opportunity(id);
  return {
    stage: row['StageName'],
    value: money(row['Amount'], row['CurrencyIsoCode']),
    closeDate: row['CloseDate'],
    notes: row['PC_Notes__c'],
    answer: row['PC_Decision__c'],
    reason: row['PC_Reason__c'],
    settle: row['PC_Settle__c'],
    referral: row['PC_Referral_Stage__c'],
    status: row['PC_Sync_Status__c'],
    message: row['PC_Sync_Message__c'],
  };
};

export const portal = (harness: Harness, id: string): Portal => {
  const document = harness.partner.referral(id);
  const { details } = document;
  const crmId = document.externalReferenceId ?? null;
  const isOurs = harness.opportunities(id).some((row) => row['Id'] === crmId);
  return {
    stage: document.substatus,
    reason: document.statusReason ?? null,
    value: money(details.dealValue, details.currency),
    closes: details.closingDateTime ?? null,
    notes: details.notes ?? null,
    crmId: isOurs ? 'ours' : crmId,
  };
};

/** Both sides at once. */
export const shown = (
  harness: Harness,
  id: string,
): { readonly seller: Seller; readonly portal: Portal } => ({
  seller: seller(harness, id),
  portal: portal(harness, id),
});

/** How the standard lead of `lead.ts` looks once it has arrived. */
export const ARRIVED: { readonly seller: Seller; readonly portal: Portal } = {
  seller: {
    stage: 'Prospecting',
    value: '18500 GBP',
    closeDate: '2027-01-31',
    notes: 'Wants a backup.',
    answer: null,
    reason: null,
    settle: null,
    referral: 'Received',
    status: 'Synced',
    message: 'In step with Partner Center.',
  },
  portal: {
    stage: 'Received',
    reason: null,
    value: '18500 GBP',
    closes: '2027-01-31T00:00:00Z',
    notes: 'Wants a backup.',
    crmId: 'ours',
  },
};

/** The same with what a story has changed. */
export const like = (
  before: { readonly seller: Seller; readonly portal: Portal },
  change: { readonly seller?: Partial<Seller>; readonly portal?: Partial<Portal> },
): { readonly seller: Seller; readonly portal: Portal } => ({
  seller: { ...before.seller, ...change.seller },
  portal: { ...before.portal, ...change.portal },
});

/** And once it was accepted without an answer here. */
export const AT_WORK = like(ARRIVED, {
  seller: { stage: 'Qualification', referral: 'Accepted' },
  portal: { stage: 'Accepted' },
});

/** How many records of each kind the CRM holds. */
export const counts = (
  harness: Harness,
): Readonly<Record<'accounts' | 'contacts' | 'opportunities' | 'tasks', number>> => {
  const count = (object: string): number => harness.crm.org.rows(object).length;
  return {
    accounts: count('Account'),
    contacts: count('Contact'),
    opportunities: count('Opportunity'),
    tasks: count('Task'),
  };
};
