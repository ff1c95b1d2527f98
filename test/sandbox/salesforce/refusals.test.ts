import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startSalesforce({ now: () => Date.parse('2026-11-24T09:10:11Z') });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const DEAL = { Name: 'Fabrikam', StageName: 'Prospecting', CloseDate: '2026-12-31' };
describe('refusals of a new opportunity', () => {
  test.each([
    {
      case: 'required fields, all at once',
      sent: { Name: null, StageName: '' },
      errors: [
        {
          errorCode: 'REQUIRED_FIELD_MISSING',
          message: 'Required fields are missing: [Name, StageName]',
          fields: ['Name', 'StageName'],
        },
      ],
    },
    {
      case: 'a text too long',
      sent: { PC_Engagement_Id__c: 'x'.repeat(65) },
      errors: [
        {
          errorCode: 'STRING_TOO_LONG',
          message: `Engagement Id: data value too large: ${'x'.repeat(65)} (max length=64)`,
          fields: ['PC_Engagement_Id__c'],
        },
      ],
    },
    {
      case: 'a value outside a restricted picklist',
      sent: { PC_Decision__c: 'Perhaps' },
      errors: [
        {
          errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          message: 'Answer to Microsoft: bad value for restricted picklist field: Perhaps',
          fields: ['PC_Decision__c'],
        },
      ],
    },
    {
      case: 'an amount with more than 16 whole digits',
      sent: { Amount: '12345678901234567' },
      errors: [
        {
          errorCode: 'NUMBER_OUTSIDE_VALID_RANGE',
          message: 'Amount: value outside of valid range on numeric field: 12345678901234567',
          fields: ['Amount'],
        },
      ],
    },
    {
      case: 'an unknown field',
      sent: { Nope__c: 1 },
      errors: [
        {
          errorCode: 'INVALID_FIELD',
          message: "No such column 'Nope__c' on sobject of type Opportunity",
        },
      ],
    },
    {
      case: 'the currency of an org that has but one',
      sent: { CurrencyIsoCode: 'USD' },
      errors: [
        {
          errorCode: 'INVALID_FIELD',
          message: "No such column 'CurrencyIsoCode' on sobject of type Opportunity",
        },
      ],
    },
    {
      case: 'a read-only field',
      sent: { IsWon: true },
      errors: [
        {
          errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
          message:
            'Unable to create/update fields: IsWon. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
          fields: ['IsWon'],
        },
      ],
    },
    {
      case: 'a day that no calendar has',
      sent: { CloseDate: '2026-02-30' },
      errors: [
        {
          errorCode: 'JSON_PARSER_ERROR',
          message:
            'Cannot deserialize instance of date from VALUE_STRING value "2026-02-30" or request may be missing a required field at [line:1, column:2]',
        },
      ],
    },
    {
      case: 'no id',
      sent: { AccountId: 'nobody' },
      errors: [
        {
          errorCode: 'MALFORMED_ID',
          message: 'Account ID: id value of incorrect type: nobody',
          fields: ['AccountId'],
        },
      ],
    },
    {
      case: 'an id of another object',
      sent: { AccountId: '0065500000KPywjAAD' },
      errors: [
        {
          errorCode: 'FIELD_INTEGRITY_EXCEPTION',
          message: 'Account ID: id value of incorrect type: 0065500000KPywjAAD',
          fields: ['AccountId'],
        },
      ],
    },
    {
      case: 'an id of nothing',
      sent: { AccountId: '0017e00001W4GYRAA3' },
      errors: [
        {
          errorCode: 'INVALID_CROSS_REFERENCE_KEY',
          message: 'invalid cross reference id',
          fields: [],
        },
      ],
    },
    {
      case: 'a parent key that no account has',
      sent: { Account: { PC_Customer_Key__c: 'K9' } },
      errors: [
        {
          errorCode: 'INVALID_FIELD',
          message:
            'Foreign key external ID: K9 not found for field PC_Customer_Key__c in entity Account',
          fields: [],
        },
      ],
    },
    {
      case: 'two wrong values, both told',
      sent: { PC_Decision__c: 'Perhaps', PC_Settle__c: 'Maybe' },
      errors: [
        {
          errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          message: 'Answer to Microsoft: bad value for restricted picklist field: Perhaps',
          fields: ['PC_Decision__c'],
        },
        {
          errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          message: 'Settle: bad value for restricted picklist field: Maybe',
          fields: ['PC_Settle__c'],
        },
      ],
    },
  ])('$case', async ({ sent, errors }) => {
    const reply = await caller.call('POST', '/sobjects/Opportunity', {
      body: { ...DEAL, ...sent },
    });
    expect({ status: reply.status, body: reply.body }).toEqual({ status: 400, body: errors });
    expect(sandbox.org.rows('Opportunity')).toEqual([]);
  });
});
