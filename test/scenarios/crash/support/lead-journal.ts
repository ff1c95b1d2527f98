import type { Harness } from '#test/scenarios/support/harness.ts';

/** What both sides show of one lead, as far as people's edits and stages go. */
export type Shown = Readonly<Record<string, unknown>>;

/** The opportunity's id in the referral differs from run to run: ours, none, or somebody else's. */
const whose = (id: string | null, ours: unknown): string =>
  id === null ? 'none' : id === ours ? 'ours' : `other ${id}`;

const partnerShows = (harness: Harness, referral: string, opportunity: unknown): Shown => {
  const { status, substatus, statusReason, details, ...rest } = harness.partner.referral(referral);
  return {
    'partner.stage': `${status} ${substatus}`,
    'partner.reason': statusReason ?? null,
    'partner.value': details.dealValue ?? null,
    'partner.currency': details.currency ?? null,
    'partner.closeDate': details.closingDateTime ?? null,
    'partner.notes': details.notes ?? null,
    'partner.campaignId': rest.campaignId ?? null,
    'partner.crmId': whose(rest.externalReferenceId ?? null, opportunity),
  };
};

const CRM_FIELDS = [
  'Amount',
  'CurrencyIsoCode',
  'CloseDate',
  'PC_Notes__c',
  'PC_Campaign_Id__c',
  'StageName',
  'PC_Decision__c',
  'PC_Reason__c',
  'PC_Settle__c',
  'OwnerId',
];

const crmShows = (row: Readonly<Record<string, unknown>> | undefined): Shown =>
  Object.fromEntries(CRM_FIELDS.map((name) => [`crm.${name}`, row?.[name] ?? null]));

/** One lead under watch: who changed what on either side, as the stand-ins hold it. */
export interface LeadJournal {
  readonly referral: string;
  /** Changes nobody but the worker can have made, each `field: before → after`, in their order. */
  readonly changes: readonly string[];
  /** What has changed since the last look was done by the worker. */
  look(): void;
  /** A person's hand on either side. */
  person(act: () => void): void;
  shown(): Shown;
}

export const createLeadJournal = (harness: Harness, referral: string): LeadJournal => {
  const changes: string[] = [];
  let rowId: string | undefined;

  const row = (): Readonly<Record<string, unknown>> | undefined => {
    rowId ??= harness.opportunities(referral)[0]?.['Id'] as string | undefined;
    return rowId === undefined ? undefined : harness.crm.org.row(rowId);
  };
  const shown = (): Shown => {
    const opportunity = row();
    return { ...crmShows(opportunity), ...partnerShows(harness, referral, opportunity?.['Id']) };
  };

  let last = shown();
  const look = (): void => {
    const now = shown();
    for (const [field, value] of Object.entries(now)) {
      const before = last[field];
      if (before === value) continue;
      changes.push(`${field}: ${String(before)} → ${String(value)}`);
    }
    last = now;
  };
  return {
    referral,
    changes,
    look,
    person: (act) => {
      look();
      act();
      last = shown();
    },
    shown,
  };
};
