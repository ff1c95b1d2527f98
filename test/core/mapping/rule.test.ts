import { describe, expect, test } from '@jest/globals';
import { mappedFields, ruleKey, type Rule } from '#core/mapping/rule.ts';
import { SHIPPED } from '#test/support/context-of.ts';

const RULE: Rule = {
  lead: 'notes',
  crm: 'PC_Notes__c',
  direction: 'both',
  when: 'always',
  conflict: 'merge',
  onLink: 'ask',
};

describe('a base belongs to lead path, CRM field and transform', () => {
  test.each<[string, Partial<Rule>]>([
    ['the lead path', { lead: 'name' }],
    ['the CRM field', { crm: 'Description' }],
    ['a transform', { transform: { kind: 'clip', length: 5 } }],
  ])('changing %s starts anew', (_case, change) => {
    expect(ruleKey({ ...RULE, ...change })).not.toBe(ruleKey(RULE));
  });

  test.each<[string, Partial<Rule>]>([
    ['the direction', { direction: 'toCrm' }],
    ['the policy', { conflict: 'partner' }],
    ['when it applies', { when: ['won'] }],
    ['the policy at linking', { onLink: 'crm' }],
    ['the placeholder', { placeholder: { kind: 'daysAfterCreation', days: 5 } }],
  ])('changing %s keeps it', (_case, change) => {
    expect(ruleKey({ ...RULE, ...change })).toBe(ruleKey(RULE));
  });

  test('two lengths of one clip are two transforms', () => {
    const keys = [5, 6].map((length) => ruleKey({ ...RULE, transform: { kind: 'clip', length } }));
    expect(new Set(keys).size).toBe(2);
  });

  test('an amount and its currency are one place', () => {
    expect(ruleKey({ ...RULE, lead: 'value', crm: { amount: 'A', currency: 'C' } })).toBe(
      'value|A+C|',
    );
  });
});

test('a mapping reads its rules, constants, stages and own fields, each once', () => {
  const fields = mappedFields(SHIPPED);
  expect([...fields].toSorted()).toEqual([
    'Amount',
    'CloseDate',
    'CurrencyIsoCode',
    'ForecastCategoryName',
    'LeadSource',
    'Name',
    'PC_Campaign_Id__c',
    'PC_Contact_By__c',
    'PC_Contact_Requested__c',
    'PC_Decision__c',
    'PC_Engagement_Id__c',
    'PC_Favorite__c',
    'PC_MSX_Id__c',
    'PC_Needs__c',
    'PC_Notes__c',
    'PC_Reason__c',
    'PC_Referral_Id__c',
    'PC_Referral_Kind__c',
    'PC_Referral_Link__c',
    'PC_Referral_Stage__c',
    'PC_Respond_By__c',
    'PC_Settle__c',
    'PC_Sync_Message__c',
    'PC_Sync_Status__c',
    'StageName',
  ]);
});
