import { describe, expect, test } from '@jest/globals';
import { WIDTH } from './box.ts';
import { closingTable } from './closing-table.ts';
import type { SeenOpportunity, SeenReferral } from './sight.ts';
import { isAllGood, judge } from './verdict.ts';

const referral = (partial: Partial<SeenReferral> = {}): SeenReferral => ({
  id: 'a-1',
  name: 'Adatum: cloud migration',
  status: 'Active',
  substatus: 'Accepted',
  statusReason: '',
  externalReferenceId: '006A',
  customerProfile: { name: 'Adatum' },
  details: {
    dealValue: 48_000,
    currency: 'USD',
    closingDateTime: '2027-01-09T12:00:00Z',
    notes: 'one\ntwo',
  },
  ...partial,
});

const opportunity = (partial: Partial<SeenOpportunity> = {}): SeenOpportunity => ({
  Id: '006A',
  StageName: 'Qualification',
  IsClosed: false,
  IsWon: false,
  Amount: 48_000,
  CurrencyIsoCode: 'USD',
  CloseDate: '2027-01-09',
  Owner: { Name: 'Carla Mendes' },
  Tasks: [],
  PC_Referral_Id__c: 'a-1',
  PC_Referral_Kind__c: 'coSell',
  PC_Referral_Stage__c: 'Accepted',
  PC_Decision__c: '',
  PC_Reason__c: '',
  PC_Notes__c: 'one\ntwo',
  PC_Settle__c: '',
  PC_Sync_Status__c: 'Synced',
  PC_Sync_Message__c: 'In step with Partner Center.',
  ...partial,
});

const closed = { IsClosed: true, StageName: 'Closed Lost' };
const placeholder = {
  PC_Sync_Status__c: 'Waiting',
  PC_Sync_Message__c: 'Close date was filled in by the sync and has not been sent to Microsoft.',
};

describe('the closing verdict', () => {
  test.each([
    { case: 'all alike', partner: {}, crm: {}, isGood: true, words: 'in step' },
    {
      case: 'won on both sides',
      partner: { substatus: 'Won' },
      crm: { IsClosed: true, IsWon: true },
      isGood: true,
      words: 'in step',
    },
    {
      case: 'expired and closed',
      partner: { substatus: 'Expired' },
      crm: closed,
      isGood: true,
      words: 'in step',
    },
    {
      case: 'accepted there, lost here',
      partner: {},
      crm: closed,
      isGood: false,
      words: 'NOT IN STEP: Stage is Accepted in Partner Center, Closed Lost in Salesforce',
    },
    {
      case: 'won there, lost here',
      partner: { substatus: 'Won' },
      crm: closed,
      isGood: false,
      words: 'NOT IN STEP: Stage is Won in Partner Center, Closed Lost in Salesforce',
    },
    {
      case: 'another value',
      partner: {},
      crm: { Amount: 99_000 },
      isGood: false,
      words:
        'NOT IN STEP: Estimated deal value is 48,000 USD in Partner Center, 99,000 USD in Salesforce',
    },
    {
      case: 'another currency',
      partner: {},
      crm: { CurrencyIsoCode: 'BRL' },
      isGood: false,
      words:
        'NOT IN STEP: Estimated deal value is 48,000 USD in Partner Center, 48,000 BRL in Salesforce',
    },
    {
      case: 'no CRM id',
      partner: { externalReferenceId: '' },
      crm: {},
      isGood: false,
      words: 'NOT IN STEP: CRM ID is (empty) in Partner Center, 006A in Salesforce',
    },
    {
      case: 'another close date that the record tells of',
      partner: {},
      crm: { CloseDate: '2027-02-23', ...placeholder },
      isGood: true,
      words: `open: ${placeholder.PC_Sync_Message__c}`,
    },
    {
      case: 'other notes, while the record tells of the date only',
      partner: {},
      crm: { CloseDate: '2027-02-23', PC_Notes__c: '', ...placeholder },
      isGood: false,
      words:
        'NOT IN STEP: Notes shared with Microsoft is one\ntwo in Partner Center, (empty) in Salesforce',
    },
    {
      case: 'a message about it on a record that calls itself synced',
      partner: {},
      crm: { CloseDate: '2027-02-23', ...placeholder, PC_Sync_Status__c: 'Synced' },
      isGood: false,
      words: 'NOT IN STEP: Close date is 2027-01-09 in Partner Center, 2027-02-23 in Salesforce',
    },
  ])('$case', ({ partner, crm, isGood, words }) => {
    const sight = { referrals: [referral(partner)], opportunities: [opportunity(crm)] };
    expect(judge(sight).map((found) => [found.isGood, found.words])).toEqual([[isGood, words]]);
    expect(isAllGood(sight)).toBe(isGood);
  });

  test('a lead without an opportunity, one with two, and an opportunity of no lead', () => {
    const sight = {
      referrals: [referral(), referral({ id: 'b-2' })],
      opportunities: [
        opportunity({ PC_Referral_Id__c: 'B-2' }),
        opportunity({ PC_Referral_Id__c: 'b-2' }),
      ],
    };
    expect(judge(sight).map(({ opportunities, words }) => [opportunities, words])).toEqual([
      [0, 'NO OPPORTUNITY'],
      [2, 'DUPLICATE'],
    ]);
    const stray = opportunity({ Id: '006Z', PC_Referral_Id__c: '' });
    expect(isAllGood({ referrals: [referral()], opportunities: [opportunity(), stray] })).toBe(
      false,
    );
  });
});

test('the table fits the width; only its last column runs on', () => {
  const [verdict] = judge({
    referrals: [referral()],
    opportunities: [opportunity({ CloseDate: '2027-02-23', ...placeholder })],
  });
  const lines = closingTable(verdict === undefined ? [] : [verdict]);
  expect(lines).toEqual([
    'Lead    Stage     Salesforce     CRM ID  Opps  In step?',
    '─'.repeat(WIDTH),
    'Adatum  Accepted  Qualification  006A    1     open: Close date was filled in by the sync and has',
    `${' '.repeat(47)}not been sent to Microsoft.`,
  ]);
});
