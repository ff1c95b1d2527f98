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
describe('the unique external id', () => {
  test('refuses a second row whatever its case, and names the first', async () => {
    const id = await caller.create('Opportunity', { ...DEAL, PC_Referral_Id__c: 'ref-1' });
    const body = { ...DEAL, PC_Referral_Id__c: 'REF-1' };
    const reply = await caller.call('POST', '/sobjects/Opportunity', { body });
    expect({ status: reply.status, body: reply.body }).toEqual({
      status: 400,
      body: [
        {
          errorCode: 'DUPLICATE_VALUE',
          message: `duplicate value found: PC_Referral_Id__c duplicates value on record with id: ${id}`,
          fields: [],
        },
      ],
    });
  });

  test.each([
    { binBlocksUnique: false, status: 201 },
    { binBlocksUnique: true, status: 400 },
  ])('of a row in the bin blocks: $binBlocksUnique', async ({ binBlocksUnique, status }) => {
    sandbox.switches.binBlocksUnique = binBlocksUnique;
    const id = await caller.create('Opportunity', { ...DEAL, PC_Referral_Id__c: 'ref-1' });
    await caller.call('DELETE', `/sobjects/Opportunity/${id}`);
    const body = { ...DEAL, PC_Referral_Id__c: 'ref-1' };
    expect((await caller.call('POST', '/sobjects/Opportunity', { body })).status).toBe(status);
  });
});
