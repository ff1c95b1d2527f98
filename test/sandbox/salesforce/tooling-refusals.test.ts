import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startSalesforce({
    now: () => Date.parse('2026-11-24T09:10:11Z'),
    provisioned: false,
  });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const FIELD_PATH = '/tooling/sobjects/CustomField';
const make = (FullName: string, Metadata: object): Promise<Reply> =>
  caller.call('POST', FIELD_PATH, { body: { FullName, Metadata } });
const KEY = {
  label: 'Referral Id',
  type: 'Text',
  length: 36,
  unique: true,
  caseSensitive: false,
  externalId: true,
};
test.each([
  {
    case: 'a second one of the name',
    name: 'Opportunity.PC_Referral_Id__c',
    metadata: KEY,
    code: 'DUPLICATE_DEVELOPER_NAME',
  },
  {
    case: 'a text without length',
    name: 'Opportunity.X__c',
    metadata: { label: 'X', type: 'Text' },
    code: 'FIELD_INTEGRITY_EXCEPTION',
  },
  {
    case: 'a text of 256',
    name: 'Opportunity.X__c',
    metadata: { ...KEY, length: 256 },
    code: 'FIELD_INTEGRITY_EXCEPTION',
  },
  {
    case: 'an unknown type',
    name: 'Opportunity.X__c',
    metadata: { label: 'X', type: 'Colour' },
    code: 'FIELD_INTEGRITY_EXCEPTION',
  },
  {
    case: 'a label of 41',
    name: 'Opportunity.X__c',
    metadata: { ...KEY, label: 'x'.repeat(41) },
    code: 'STRING_TOO_LONG',
  },
  {
    case: 'an unknown object',
    name: 'Nope.X__c',
    metadata: KEY,
    code: 'INVALID_CROSS_REFERENCE_KEY',
  },
  {
    case: 'a name without its ending',
    name: 'Opportunity.X',
    metadata: KEY,
    code: 'INVALID_CROSS_REFERENCE_KEY',
  },
])('a custom field is refused: $case', async ({ name, metadata, code }) => {
  await make('Opportunity.PC_Referral_Id__c', KEY);
  expect(await make(name, metadata)).toMatchObject({ status: 400, body: [{ errorCode: code }] });
});
