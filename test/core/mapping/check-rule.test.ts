import { describe, expect, test } from '@jest/globals';
import type { Rule } from '#core/mapping/rule.ts';
import { standardOrg, withField, withoutField } from './standard-org.ts';
import { shipped, told, withRule } from './told.ts';

const org = standardOrg();

const UNKNOWN = "does not exist, or the sync's user may not see it.";
const READ_ONLY = "cannot be written by the sync's user.";

describe('a field that the mapping names', () => {
  test.each([
    [
      'is unknown or hidden',
      withoutField(org, 'CloseDate'),
      `blocks rules[2].crm: CloseDate ${UNKNOWN}`,
    ],
    [
      'is half of an amount and hidden',
      withoutField(org, 'CurrencyIsoCode'),
      `blocks rules[1].crm.currency: CurrencyIsoCode ${UNKNOWN}`,
    ],
    [
      'is hidden, and a constant',
      withoutField(org, 'LeadSource'),
      `blocks constants[0]: LeadSource ${UNKNOWN}`,
    ],
    [
      'is hidden, and for received leads',
      withoutField(org, 'ForecastCategoryName'),
      `blocks stages.whileReceived.ForecastCategoryName: ForecastCategoryName ${UNKNOWN}`,
    ],
    [
      'is hidden, and the stage',
      withoutField(org, 'StageName'),
      `blocks stages.field: StageName ${UNKNOWN}`,
    ],
    [
      'is read-only',
      withField(org, 'Amount', { isUpdateable: false }),
      `blocks rules[1].crm.amount: Amount ${READ_ONLY}`,
    ],
    [
      'cannot be set at creation',
      withField(org, 'PC_Notes__c', { isCreateable: false }),
      `blocks rules[3].crm: PC_Notes__c ${READ_ONLY}`,
    ],
    [
      'is of another type',
      withField(org, 'PC_Favorite__c', { type: 'text' }),
      'blocks rules[9].crm: PC_Favorite__c is of type text; this needs boolean.',
    ],
    [
      'is a list of links for a currency',
      withField(org, 'CurrencyIsoCode', { type: 'boolean' }),
      'blocks rules[1].crm.currency: CurrencyIsoCode is of type boolean; this needs picklist, text, reference.',
    ],
    [
      'is too short for what may come',
      withField(org, 'PC_Notes__c', { length: 255 }),
      'warns rules[3].crm: PC_Notes__c takes 255 characters; up to 10000 are to be expected.',
    ],
    [
      'is shorter than its clip',
      withField(org, 'Name', { length: 80 }),
      'warns rules[0].crm: Name takes 80 characters; up to 120 are to be expected.',
    ],
    [
      'lacks a kind of lead',
      withField(org, 'PC_Referral_Kind__c', { values: [] }),
      expect.stringMatching(
        /^blocks rules\[5\]\.crm: The list of PC_Referral_Kind__c lacks the value “customerInquiry”/,
      ),
    ],
    [
      'lacks a constant, in an open list',
      withField(org, 'LeadSource', { values: [] }),
      'warns constants[0]: The list of LeadSource lacks the value “Partner Referral”.',
    ],
    [
      'lacks what marks a received lead',
      withField(org, 'ForecastCategoryName', { values: [] }),
      'blocks stages.whileReceived.ForecastCategoryName: The list of ForecastCategoryName lacks the value “Omitted”.',
    ],
    [
      'is a checkbox for a text',
      withField(org, 'LeadSource', { type: 'boolean' }),
      'blocks constants[0]: LeadSource is of type boolean; this needs text, longText, picklist, date, instant, reference.',
    ],
  ])('%s', (_case, metadata, first) => expect(told(metadata)[0]).toEqual(first));

  test('may be read-only when it is only read', () => {
    const metadata = withField(org, 'CloseDate', { isUpdateable: false, isCreateable: false });
    expect(told(metadata, withRule('closeDate', { direction: 'toPartner' }))).toEqual([]);
  });

  test('may be fixed after creation when it is only written then', () => {
    expect(told(withField(org, 'Name', { isUpdateable: false }))).toEqual([]);
  });

  test('need not be creatable when it is written at an ending only', () => {
    const metadata = withField(org, 'PC_MSX_Id__c', { isCreateable: false });
    expect(told(metadata, withRule('msxId', { when: ['won'] }))).toEqual([]);
  });

  test('may be a number for the sales stage', () => {
    const rule: Rule = {
      lead: 'salesStage',
      crm: 'Probability',
      direction: 'toPartner',
      when: ['accepted'],
      conflict: 'crm',
      onLink: 'crm',
    };
    const metadata = withField(org, 'Probability', { type: 'number', isUpdateable: false });
    expect(told(metadata, { ...shipped, rules: [...shipped.rules, rule] })).toEqual([]);
  });

  test('is checked for every value that a table writes, each once', () => {
    const entries = { coSell: 'Partner', partnerDeal: 'Partner', salesQualified: 'Sales' };
    const transform = { kind: 'table', entries, otherwise: 'Other' } as const;
    const field = {
      type: 'picklist',
      isRestricted: true,
      values: [{ value: 'Sales', label: 'Vendas' }],
    } as const;
    const metadata = withField(org, 'PC_Referral_Kind__c', field);
    expect(told(metadata, withRule('kind', { transform }))).toEqual([
      'blocks rules[5].crm: The list of PC_Referral_Kind__c lacks the value “Partner”.',
      'blocks rules[5].crm: The list of PC_Referral_Kind__c lacks the value “Other”.',
    ]);
    const text = withField(org, 'PC_Referral_Kind__c', { type: 'text', length: 6 });
    expect(told(text, withRule('kind', { transform }))).toEqual([
      'blocks rules[5].crm: PC_Referral_Kind__c takes 6 characters; up to 7 are to be expected.',
    ]);
  });
});

test('an org without any currency takes no amount', () => {
  expect(told({ ...org, currencies: [] })).toEqual([
    'blocks rules[1].crm.currency: The CRM names no currency, so no amount can be written.',
  ]);
});
