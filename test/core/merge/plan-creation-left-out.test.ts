import { describe, expect, test } from '@jest/globals';
import { canonical } from '#core/merge/plan-atoms.ts';
import { planCreation } from '#core/merge/plan-creation.ts';
import { withField } from '#test/core/mapping/standard-org.ts';
import { NOW, SHIPPED, contextOf, keyOf, withRules } from '#test/support/context-of.ts';
import { linkOf } from '#test/support/link-of.ts';
import { REFERRAL, partnerViewOf } from '#test/support/views-of.ts';
import { context, created, shown } from './created.ts';

describe('what stays out of a new row', () => {
  test('a value that the CRM cannot say, told', () => {
    const { fields, notes } = created('received', { value: { amount: '1', currency: 'JPY' } });
    expect([
      shown(fields, ['Amount', 'CurrencyIsoCode']),
      notes,
      fields['PC_Sync_Status__c'],
    ]).toEqual([{}, [{ key: 'action.currency', values: { currency: 'JPY' } }], 'Action needed']);
  });

  test('a value that it has refused, told', () => {
    const NOTES = keyOf(context, 'notes');
    const refusal = {
      key: NOTES,
      side: 'crm' as const,
      value: canonical({ PC_Notes__c: 'x' }),
      mappingVersion: SHIPPED.version,
      words: 'no',
      at: NOW,
    };
    const link = linkOf({ refused: [refusal] });
    const plans = ['x', 'y'].map((notes) => created('received', { notes }, { link }));
    expect(
      plans.map(({ fields, notes }) => [fields['PC_Notes__c'], notes.map(({ key }) => key)]),
    ).toEqual([
      [undefined, ['action.refused']],
      ['y', []],
    ]);
  });

  test('a field that cannot be given at creation', () => {
    const metadata = withField(context.metadata, 'LeadSource', { isCreateable: false });
    expect(
      created('received', {}, { using: contextOf({ metadata }) }).fields['LeadSource'],
    ).toBeUndefined();
  });

  test('a field that is not there', () => {
    const metadata = { ...context.metadata, fields: new Map(context.metadata.fields) };
    metadata.fields.delete('ForecastCategoryName');
    const { fields } = created('received', {}, { using: contextOf({ metadata }) });
    expect([fields['ForecastCategoryName'], fields['StageName']]).toEqual([
      undefined,
      'Prospecting',
    ]);
  });

  test.each([
    { case: 'of another stage', rule: { when: ['accepted'] as const } },
    { case: 'towards Partner Center', rule: { direction: 'toPartner' as const } },
  ])('a rule $case', ({ rule }) => {
    const using = contextOf({ mapping: withRules({ notes: rule }) });
    expect(created('received', {}, { using }).fields['PC_Notes__c']).toBeUndefined();
  });

  test('all that is not needed, after a refusal that blames nothing', () => {
    const { fields } = planCreation(linkOf(), partnerViewOf('received'), context, { isBare: true });
    expect(
      shown(fields, [
        'Name',
        'CloseDate',
        'Amount',
        'PC_Notes__c',
        'PC_Referral_Id__c',
        'StageName',
      ]),
    ).toEqual({
      Name: 'Contoso rollout',
      CloseDate: '2027-01-31',
      PC_Referral_Id__c: REFERRAL,
      StageName: 'Prospecting',
    });
  });
});
