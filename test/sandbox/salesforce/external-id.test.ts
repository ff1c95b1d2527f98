import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startSalesforce({ now: () => Date.parse('2026-11-24T09:10:11Z') });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const DEAL = { Name: 'Fabrikam', StageName: 'Prospecting', CloseDate: '2026-12-31' };
const upsert = (value: string, body: object = DEAL): Promise<Reply> =>
  caller.call('PATCH', `/sobjects/Opportunity/PC_Referral_Id__c/${encodeURIComponent(value)}`, {
    body,
  });

describe('an upsert', () => {
  test('creates, then overwrites, whatever the case of the key', async () => {
    const created = await upsert('ref/1?');
    const id = (created.body as { id: string }).id;
    expect({ status: created.status, body: created.body }).toEqual({
      status: 201,
      body: { id, success: true, errors: [], created: true },
    });
    const updated = await upsert('REF/1?', { NextStep: 'Call' });
    expect({ status: updated.status, body: updated.body }).toEqual({
      status: 200,
      body: { id, success: true, errors: [], created: false },
    });
    expect(sandbox.org.row(id)).toMatchObject({ PC_Referral_Id__c: 'ref/1?', NextStep: 'Call' });
  });

  test('answers 204 without a body where the org does', async () => {
    sandbox.switches.upsertUpdate = 'empty';
    await upsert('R1');
    expect(await upsert('R1', { NextStep: 'Call' })).toMatchObject({
      status: 204,
      body: undefined,
    });
  });

  test('of several matches writes nothing and lists them', async () => {
    const contacts = [
      await caller.create('Contact', { LastName: 'Doe', Email: 'jo@fabrikam.example' }),
      await caller.create('Contact', { LastName: 'Roe', Email: 'jo@fabrikam.example' }),
    ];
    const path = '/sobjects/Contact/Email/jo@fabrikam.example';
    const reply = await caller.call('PATCH', path, { body: { Title: 'CTO' } });
    expect({ status: reply.status, body: reply.body }).toEqual({
      status: 300,
      body: contacts.map((id) => `/services/data/v67.0/sobjects/Contact/${id}`),
    });
    expect(sandbox.org.rows('Contact').map((row) => row['Title'])).toEqual([null, null]);
  });

  test.each([
    { name: 'Id', value: '0065500000KPywjAAD' },
    { name: 'PC_Referral_Id__c', value: 'R1' },
  ])('refuses $name in the body', async ({ name, value }) => {
    expect(await upsert('R1', { ...DEAL, [name]: value })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD', fields: [name] }],
    });
  });

  test('by a field that is no key', async () => {
    const reply = await caller.call('PATCH', '/sobjects/Opportunity/NextStep/Call', { body: DEAL });
    expect({ status: reply.status, body: reply.body }).toEqual({
      status: 404,
      body: [
        {
          errorCode: 'NOT_FOUND',
          message: 'Provided external ID field does not exist or is not accessible: NextStep',
        },
      ],
    });
  });

  test('that may only update does not create', async () => {
    const path = '/sobjects/Opportunity/PC_Referral_Id__c/R1?updateOnly=true';
    expect((await caller.call('PATCH', path, { body: DEAL })).status).toBe(404);
    expect(sandbox.org.rows('Opportunity')).toEqual([]);
  });
});

test('a row reads and dies by its key', async () => {
  const id = await caller.create('Opportunity', { ...DEAL, PC_Referral_Id__c: 'R1' });
  const path = '/sobjects/Opportunity/PC_Referral_Id__c/r1';
  expect((await caller.call('GET', `${path}?fields=Name`)).body).toEqual({
    attributes: { type: 'Opportunity', url: `/services/data/v67.0/sobjects/Opportunity/${id}` },
    Id: id,
    Name: 'Fabrikam',
  });
  expect((await caller.call('DELETE', path)).status).toBe(204);
  expect((await caller.call('GET', path)).status).toBe(404);
});
