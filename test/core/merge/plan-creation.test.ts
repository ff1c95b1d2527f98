import { describe, expect, test } from '@jest/globals';
import type { Stage } from '#core/lead/stage.ts';
import { planCreation } from '#core/merge/plan-creation.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { withField } from '#test/core/mapping/standard-org.ts';
import { contextOf, keyOf } from '#test/support/context-of.ts';
import { linkOf } from '#test/support/link-of.ts';
import { REFERRAL, partnerViewOf } from '#test/support/views-of.ts';
import { context, created, shown } from './created.ts';

test('a new row says what the referral says, what the CRM wants besides, and what we tell', () => {
  expect(created('received').fields).toEqual({
    Name: 'Contoso rollout',
    Amount: '12000',
    CurrencyIsoCode: 'USD',
    CloseDate: '2027-01-31',
    PC_Notes__c: 'Call Ana.\nShe knows the budget.',
    PC_Referral_Kind__c: 'coSell',
    PC_Respond_By__c: '2026-12-08T00:00:00.000Z',
    PC_Contact_Requested__c: false,
    PC_Favorite__c: false,
    PC_Engagement_Id__c: 'engagement-1',
    PC_Needs__c: 'Azure; Migration',
    LeadSource: 'Partner Referral',
    StageName: 'Prospecting',
    ForecastCategoryName: 'Omitted',
    PC_Referral_Id__c: REFERRAL,
    PC_Referral_Link__c: 'https://partner.example/referral',
    PC_Referral_Stage__c: 'Received',
    PC_Sync_Status__c: 'Synced',
    PC_Sync_Message__c: 'synced',
  });
});

test('what it says is what the sides will have agreed on', () => {
  const { atoms, notes } = created('received');
  expect([atoms[keyOf(context, 'value')], atoms[keyOf(context, 'campaignId')], notes]).toEqual([
    {
      before: null,
      after: { Amount: '12000', CurrencyIsoCode: 'USD' },
      counterpart: { amount: '12000', currency: 'USD' },
    },
    undefined,
    [],
  ]);
});

describe('stage and reason', () => {
  test.each<{ stage: Stage; reason?: string; is: CrmFields }>([
    { stage: 'received', is: { StageName: 'Prospecting', ForecastCategoryName: 'Omitted' } },
    { stage: 'accepted', is: { StageName: 'Qualification' } },
    { stage: 'won', reason: 'Others', is: { StageName: 'Closed Won' } },
    { stage: 'lost', reason: 'Others', is: { StageName: 'Closed Lost', PC_Reason__c: 'Others' } },
    {
      stage: 'declined',
      reason: 'Not a customer',
      is: { StageName: 'Closed Lost', PC_Reason__c: 'Not a customer' },
    },
    { stage: 'expired', reason: 'Anything', is: { StageName: 'Closed Lost' } },
    { stage: 'expired', is: { StageName: 'Closed Lost' } },
  ])('of a lead $stage with the reason $reason', ({ stage, reason, is }) => {
    const { fields } = created(stage, {}, reason === undefined ? {} : { reason });
    expect(shown(fields, ['StageName', 'ForecastCategoryName', 'PC_Reason__c'])).toEqual(is);
  });
});

describe('a placeholder', () => {
  const DATE = keyOf(context, 'closeDate');

  test('fills what the CRM requires and the referral lacks, marked, and is told', () => {
    const { fields, atoms, notes } = created('received', { closeDate: null });
    expect([fields['CloseDate'], atoms[DATE], notes, fields['PC_Sync_Status__c']]).toEqual([
      '2027-02-22',
      { before: null, after: { CloseDate: '2027-02-22' }, counterpart: null, isPlaceholder: true },
      [{ key: 'wait.placeholder', values: { field: 'closeDate' } }],
      'Waiting',
    ]);
  });

  test.each<Stage>(['won', 'expired'])('waits for nobody on a lead %s', (stage) => {
    const { fields, notes } = created(stage, { closeDate: null });
    expect([fields['CloseDate'], notes]).toEqual(['2027-02-22', []]);
  });

  test.each([
    { case: 'customer and kind', name: 'Contoso Ltd', is: 'Contoso Ltd – kind.coSell' },
    {
      case: 'a name with what a pattern would mean',
      name: "$& $1 $' {kind}",
      is: "$& $1 $' {kind} – kind.coSell",
    },
    { case: 'no customer: the referral’s id', name: null, is: `${REFERRAL} – kind.coSell` },
  ])('names the deal after $case', ({ name, is }) => {
    const { fields, notes } = created('received', { name: null, 'customer.name': name });
    expect([fields['Name'], notes]).toEqual([is, []]);
  });

  test('is cut to what the field takes', () => {
    const { fields } = created('received', { name: null, 'customer.name': 'x'.repeat(200) });
    expect(fields['Name']).toBe('x'.repeat(120));
  });

  test('is not used where the referral has a value', () => {
    expect(created('received').atoms[DATE]).toEqual({
      before: null,
      after: { CloseDate: '2027-01-31' },
      counterpart: '2027-01-31',
    });
  });

  test('is not used where the value is unknown', () => {
    const { closeDate: _, ...fields } = partnerViewOf('received').fields;
    const partner = { ...partnerViewOf('received'), fields };
    const { fields: row, atoms } = planCreation(linkOf(), partner, context);
    expect([row['CloseDate'], atoms[DATE]]).toEqual([undefined, undefined]);
  });
});

test('a text that is shortened at creation is marked lossy and told', () => {
  const metadata = withField(context.metadata, 'PC_Notes__c', { length: 4 });
  const { atoms, notes } = created(
    'received',
    { notes: 'long text' },
    { using: contextOf({ metadata }) },
  );
  expect([atoms[keyOf(context, 'notes')], notes]).toEqual([
    { before: null, after: { PC_Notes__c: 'long' }, counterpart: 'long text', isLossy: true },
    [{ key: 'note.shortened', values: { field: 'notes' } }],
  ]);
});

test('what stands until a replay is told on the new row', () => {
  const link = linkOf({ lasting: [{ key: 'action.ownerUnknown', values: {} }] });
  const { fields } = created('received', {}, { link });
  expect(shown(fields, ['PC_Sync_Status__c', 'PC_Sync_Message__c'])).toEqual({
    PC_Sync_Status__c: 'Action needed',
    PC_Sync_Message__c: 'action.ownerUnknown',
  });
});
