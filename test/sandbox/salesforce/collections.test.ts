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

const MISSING = {
  success: false,
  errors: [
    {
      statusCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [Name]',
      fields: ['Name'],
    },
  ],
};
const ROLLED_BACK = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

describe('rows created together', () => {
  test('answer in order inside a 200, and cost one call', async () => {
    const reply = await send('POST', [deal('a'), deal(null), deal('c')]);
    const [first, second] = ids();
    expect({ status: reply.status, body: reply.body }).toEqual({
      status: 200,
      body: [
        { id: first, success: true, errors: [] },
        MISSING,
        { id: second, success: true, errors: [] },
      ],
    });
    expect(sandbox.usage().used).toBe(1);
  });

  test('all or none: one wrong row takes the others back', async () => {
    const { body } = await send('POST', [deal('a'), deal(null)], true);
    expect(body).toEqual([{ ...ROLLED_BACK, id: expect.any(String) }, MISSING]);
    expect(ids()).toEqual([]);
  });

  test('are at most 200', async () => {
    const reply = await send(
      'POST',
      Array.from({ length: 201 }, () => deal('a')),
    );
    expect(reply.status).toBe(400);
    expect(ids()).toEqual([]);
  });

  test('need a type that exists', async () => {
    expect((await send('POST', [{ attributes: { type: 'Nope' }, Name: 'a' }])).body).toMatchObject([
      { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
    ]);
  });
});

describe('rows changed together', () => {
  test('are each found by id, dead or alive', async () => {
    await send('POST', [deal('a'), deal('b')]);
    const [first, second] = ids() as [string, string];
    sandbox.org.delete(second);
    const attributes = { type: 'Opportunity' };
    const { body } = await send('PATCH', [
      { attributes, id: first, NextStep: 'Call' },
      { attributes, Id: second, NextStep: 'Call' },
      { attributes, id: '0065500000KPywjAAD', NextStep: 'Call' },
      { attributes, NextStep: 'Call' },
    ]);
    expect(body).toMatchObject([
      { id: first, success: true },
      { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
      { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ]);
    expect(sandbox.org.row(first)).toMatchObject({ NextStep: 'Call' });
  });

  test('all or none restores what had been changed', async () => {
    await send('POST', [deal('a', 'R1'), deal('b', 'R2')]);
    const [first, second] = ids() as [string, string];
    const { body } = await send(
      'PATCH',
      [
        { id: first, PC_Referral_Id__c: 'R3' },
        { id: second, CloseDate: null },
      ],
      true,
    );
    expect(body).toMatchObject([
      { ...ROLLED_BACK, id: first },
      { errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    ]);
    expect(await caller.ids("SELECT Id FROM Opportunity WHERE PC_Referral_Id__c = 'R1'")).toEqual([
      first,
    ]);
    expect(await caller.ids("SELECT Id FROM Opportunity WHERE PC_Referral_Id__c = 'R3'")).toEqual(
      [],
    );
  });
});

test('rows deleted together, the strange one told', async () => {
  await send('POST', [deal('a'), deal('b')]);
  const [first, second] = ids() as [string, string];
  const path = `/composite/sobjects?ids=${first},0065500000KPywjAAD&allOrNone=`;
  expect((await caller.call('DELETE', `${path}true`)).body).toMatchObject([
    { ...ROLLED_BACK, id: first },
    { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
  ]);
  expect(ids()).toEqual([first, second]);
  expect((await caller.call('DELETE', `${path}false`)).body).toMatchObject([
    { id: first, success: true },
    { success: false },
  ]);
  expect(ids()).toEqual([second]);
});

describe('rows retrieved together', () => {
  test('leave a null for what is missing, in the bin or invisible', async () => {
    await send('POST', [deal('a'), deal('b'), deal('c')]);
    const [first, second, third] = ids() as [string, string, string];
    sandbox.org.delete(second);
    sandbox.org.setShared(third, false);
    const body = { ids: [first, second, third, '0065500000KPywjAAD'], fields: ['Name'] };
    expect((await caller.call('POST', '/composite/sobjects/Opportunity', { body })).body).toEqual([
      {
        attributes: {
          type: 'Opportunity',
          url: `/services/data/v67.0/sobjects/Opportunity/${first}`,
        },
        Id: first,
        Name: 'a',
      },
      null,
      null,
      null,
    ]);
  });

  test('answer a GET too', async () => {
    await send('POST', [deal('a')]);
    const path = `/composite/sobjects/Opportunity?ids=${String(ids()[0])}&fields=Name,StageName`;
    expect((await caller.call('GET', path)).body).toMatchObject([
      { Name: 'a', StageName: 'Prospecting' },
    ]);
  });
});
