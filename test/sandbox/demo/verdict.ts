import { opportunitiesOf } from './sight.ts';
import type { SeenOpportunity, SeenReferral, Sight } from './sight.ts';

export interface LeadVerdict {
  readonly lead: string;
  /** As Partner Center has it, then as the CRM does. */
  readonly stage: string;
  readonly crmStage: string;
  readonly crmId: string;
  readonly opportunities: number;
  /** In step, or apart for a reason that the seller reads on the record. */
  readonly isGood: boolean;
  readonly words: string;
}

interface Difference {
  /** As Sync Message names the field. */
  readonly label: string;
  readonly partner: string;
  readonly crm: string;
}

/** What an opportunity must look like for each substatus. */
const STAGES: Readonly<Record<string, (row: SeenOpportunity) => boolean>> = {
  Pending: (row) => row.StageName === 'Prospecting',
  Received: (row) => row.StageName === 'Prospecting',
  Accepted: (row) => !row.IsClosed && row.StageName !== 'Prospecting',
  Won: (row) => row.IsWon,
  Lost: (row) => row.IsClosed && !row.IsWon,
  Declined: (row) => row.IsClosed && !row.IsWon,
  Expired: (row) => row.IsClosed && !row.IsWon,
};

export const money = (amount: number | null | undefined, currency: string): string =>
  amount === null || amount === undefined
    ? ''
    : `${new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(amount)} ${currency}`;

const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();

const differences = (referral: SeenReferral, row: SeenOpportunity): Difference[] => {
  const { details } = referral;
  const isStageAlike = STAGES[referral.substatus]?.(row) ?? false;
  const all: readonly Difference[] = [
    ...(isStageAlike ? [] : [{ label: 'Stage', partner: referral.substatus, crm: row.StageName }]),
    { label: 'CRM ID', partner: referral.externalReferenceId, crm: row.Id },
    {
      label: 'Estimated deal value',
      partner: money(details.dealValue, details.currency),
      crm: money(row.Amount, row.CurrencyIsoCode),
    },
    { label: 'Close date', partner: details.closingDateTime.slice(0, 10), crm: row.CloseDate },
    {
      label: 'Notes shared with Microsoft',
      partner: plain(details.notes),
      crm: plain(row.PC_Notes__c),
    },
  ];
  return all.filter(({ partner, crm }) => partner !== crm);
};

const isTold = (row: SeenOpportunity, { label }: Difference): boolean =>
  row.PC_Sync_Status__c !== 'Synced' && row.PC_Sync_Message__c.includes(label);

const shown = (text: string): string => (text === '' ? '(empty)' : text);

const judgeOne = (sight: Sight, referral: SeenReferral): LeadVerdict => {
  const rows = opportunitiesOf(sight, referral.id);
  const [row] = rows;
  const facts = {
    lead: referral.customerProfile.name,
    stage: referral.substatus === 'Pending' ? 'Received' : referral.substatus,
    crmStage: row?.StageName ?? '',
    crmId: referral.externalReferenceId,
    opportunities: rows.length,
  };
  if (row === undefined) return { ...facts, isGood: false, words: 'NO OPPORTUNITY' };
  if (rows.length > 1) return { ...facts, isGood: false, words: 'DUPLICATE' };
  const apart = differences(referral, row);
  const untold = apart.find((each) => !isTold(row, each));
  if (untold !== undefined) {
    const { label, partner, crm } = untold;
    const words = `NOT IN STEP: ${label} is ${shown(partner)} in Partner Center, ${shown(crm)} in Salesforce`;
    return { ...facts, isGood: false, words };
  }
  return {
    ...facts,
    isGood: true,
    words: apart.length === 0 ? 'in step' : `open: ${row.PC_Sync_Message__c}`,
  };
};

/** Every lead, judged by nothing but what the two systems show. */
export const judge = (sight: Sight): LeadVerdict[] =>
  sight.referrals.map((referral) => judgeOne(sight, referral));

/** Opportunities that carry the id of no lead. */
export const strays = ({ referrals, opportunities }: Sight): number =>
  opportunities.filter(
    (row) => !referrals.some(({ id }) => id === row.PC_Referral_Id__c.toLowerCase()),
  ).length;

export const isAllGood = (sight: Sight): boolean =>
  strays(sight) === 0 && judge(sight).every(({ isGood }) => isGood);
