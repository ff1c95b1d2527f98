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

const deal = (name: string | null, key?: string): object => ({
  attributes: { type: 'Opportunity' },
  Name: name,
  StageName: 'Prospecting',
  CloseDate: '2026-12-31',
  ...(key === undefined ? {} : { PC_Referral_Id__c: key }),
});
const send = (method: string, records: readonly object[], allOrNone = false): Promise<Reply> =>
  caller.call(method, '/composite/sobjects', { body: { allOrNone, records } });
const ids = (): readonly unknown[] => sandbox.org.rows('Opportunity').map((row) => row['Id']);

const upsert = (records: readonly object[], field = 'PC_Referral_Id__c'): Promise<Reply> =>
  caller.call('PATCH', `/composite/sobjects/Opportunity/${field}`, { body: { records } });

describe('rows upserted together', () => {
  test('say which were created', async () => {
    await send('POST', [deal('a', 'R1')]);
    expect((await upsert([deal('b', 'r1'), deal('c', 'R2'), deal('d')])).body).toMatchObject([
      { id: ids()[0], success: true, created: false },
      { id: ids()[1], success: true, created: true },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ]);
  });

  test('with one key twice both fail', async () => {
    expect((await upsert([deal('a', 'R1'), deal('b', 'r1')])).body).toMatchObject([
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ]);
    expect(ids()).toEqual([]);
  });

  test('refuse an id beside the key', async () => {
    const { body } = await upsert([{ ...deal('a', 'R1'), Id: '0065500000KPywjAAD' }]);
    expect(body).toMatchObject([{ errors: [{ statusCode: 'INVALID_FIELD', fields: ['Id'] }] }]);
  });

  test('refuse a key that several rows share', async () => {
    for (const LastName of ['Doe', 'Roe']) {
      await caller.create('Contact', { LastName, Email: 'jo@fabrikam.example' });
    }
    const records = [{ LastName: 'Poe', Email: 'jo@fabrikam.example' }];
    const reply = await caller.call('PATCH', '/composite/sobjects/Contact/Email', {
      body: { records },
    });
    expect(reply.body).toMatchObject([{ errors: [{ statusCode: 'DUPLICATE_EXTERNAL_ID' }] }]);
  });

  test('by Id change the row that is there', async () => {
    await send('POST', [deal('a')]);
    const [id] = ids();
    expect((await upsert([{ Id: id, NextStep: 'Call' }], 'Id')).body).toEqual([
      { id, success: true, errors: [], created: false },
    ]);
    expect(sandbox.org.row(String(id))).toMatchObject({ NextStep: 'Call' });
  });

  test('by Id create where there is none', async () => {
    const { body } = await upsert([{ ...deal('a'), Id: null }], 'Id');
    expect(body).toEqual([{ id: ids()[0], success: true, errors: [], created: true }]);
  });
});
