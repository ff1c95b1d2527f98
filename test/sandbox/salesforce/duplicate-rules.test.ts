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

describe('duplicate rules', () => {
  const ACCOUNT = { Name: 'Fabrikam', BillingPostalCode: '01310' };
  const CONTACT = { FirstName: 'Jo', LastName: 'Doe', Email: 'jo@fabrikam.example' };

  test.each([
    { object: 'Account', first: ACCOUNT, second: { ...ACCOUNT, Name: 'fabrikam' } },
    { object: 'Contact', first: CONTACT, second: { ...CONTACT, Email: 'JO@fabrikam.example' } },
  ])('refuse a second $object, unless told to save', async ({ object, first, second }) => {
    const id = await caller.create(object, first);
    expect(await caller.call('POST', `/sobjects/${object}`, { body: second })).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'DUPLICATES_DETECTED',
          message: 'Use one of these records?',
          duplicateResult: {
            allowSave: true,
            matchResults: [{ entityType: object, matchRecords: [{ record: { Id: id } }] }],
          },
        },
      ],
    });
    const headers = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
    const saved = await caller.call('POST', `/sobjects/${object}`, { body: second, headers });
    expect(saved.status).toBe(201);
  });

  test.each([
    { case: 'block whatever the header says', duplicateRules: 'block', status: 400 },
    { case: 'are off', duplicateRules: 'off', status: 201 },
  ] as const)('$case', async ({ duplicateRules, status }) => {
    sandbox.switches.duplicateRules = duplicateRules;
    await caller.create('Account', ACCOUNT);
    const headers = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
    const reply = await caller.call('POST', '/sobjects/Account', { body: ACCOUNT, headers });
    expect(reply.status).toBe(status);
  });

  test('answer 300 where the org does', async () => {
    sandbox.switches.duplicateAlertStatus = 300;
    await caller.create('Account', ACCOUNT);
    expect((await caller.call('POST', '/sobjects/Account', { body: ACCOUNT })).status).toBe(300);
  });

  test('let two accounts share a name in two places', async () => {
    await caller.create('Account', ACCOUNT);
    await caller.create('Account', { Name: 'Fabrikam', BillingPostalCode: '90210' });
    expect(sandbox.org.rows('Account')).toHaveLength(2);
  });
});
