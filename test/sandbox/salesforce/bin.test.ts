import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

const DAY_MS = 86_400_000;
let now = 0;
let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:10:11Z');
  sandbox = await startSalesforce({ now: () => now });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const DEAL = { Name: 'Fabrikam', StageName: 'Prospecting', CloseDate: '2026-12-31' };
const SELECT = 'SELECT Id, IsDeleted FROM Opportunity';
const shown = async (): Promise<unknown> => {
  const { body } = await caller.queryAll(SELECT);
  return (body as { records: readonly { IsDeleted: boolean }[] }).records.map(
    (row) => row.IsDeleted,
  );
};

describe('a deleted row', () => {
  test('leaves query, stays in queryAll, and cannot be deleted twice', async () => {
    const id = await caller.create('Opportunity', DEAL);
    now += 60_000;
    expect(await caller.call('DELETE', `/sobjects/Opportunity/${id}`)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await caller.ids(SELECT)).toEqual([]);
    expect(await shown()).toEqual([true]);
    expect(sandbox.org.row(id)).toMatchObject({
      IsDeleted: true,
      SystemModstamp: '2026-11-24T09:11:11.000+0000',
      LastModifiedDate: '2026-11-24T09:11:11.000+0000',
    });
    const again = await caller.call('DELETE', `/sobjects/Opportunity/${id}`);
    expect({ status: again.status, body: again.body }).toEqual({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }],
    });
  });

  test('moves SystemModstamp alone where the org does so', async () => {
    sandbox.switches.deleteMovesLastModified = false;
    const id = await caller.create('Opportunity', DEAL);
    now += 60_000;
    sandbox.org.delete(id);
    expect(sandbox.org.row(id)).toMatchObject({
      SystemModstamp: '2026-11-24T09:11:11.000+0000',
      LastModifiedDate: '2026-11-24T09:10:11.000+0000',
    });
  });

  test.each(['NOT_FOUND', 'ENTITY_IS_DELETED'] as const)('reads as %s', async (binRow) => {
    sandbox.switches.binRow = binRow;
    const id = await caller.create('Opportunity', DEAL);
    sandbox.org.delete(id);
    expect(await caller.call('GET', `/sobjects/Opportunity/${id}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: binRow }],
    });
  });

  test('refuses a change', async () => {
    const id = await caller.create('Opportunity', DEAL);
    sandbox.org.delete(id);
    const patch = { body: { NextStep: 'Call' } };
    expect(await caller.call('PATCH', `/sobjects/Opportunity/${id}`, patch)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED' }],
    });
  });

  test('comes back with its id and what went with it', async () => {
    const contact = await caller.create('Contact', { LastName: 'Doe' });
    const id = await caller.create('Opportunity', { ...DEAL, ContactId: contact });
    sandbox.org.delete(id);
    expect(sandbox.org.rows('OpportunityContactRole')).toEqual([]);
    now += 60_000;
    sandbox.org.undelete(id);
    expect(await caller.ids(SELECT)).toEqual([id]);
    expect(sandbox.org.row(id)).toMatchObject({
      IsDeleted: false,
      ContactId: contact,
      SystemModstamp: '2026-11-24T09:11:11.000+0000',
    });
  });

  test('cannot come back once its unique value is taken', async () => {
    const id = await caller.create('Opportunity', { ...DEAL, PC_Referral_Id__c: 'R1' });
    sandbox.org.delete(id);
    await caller.create('Opportunity', { ...DEAL, PC_Referral_Id__c: 'R1' });
    expect(() => sandbox.org.undelete(id)).toThrow('DUPLICATE_VALUE');
  });

  test('leaves no trace after fifteen days', async () => {
    const id = await caller.create('Opportunity', DEAL);
    sandbox.org.delete(id);
    now += 15 * DAY_MS;
    caller = await createCaller(sandbox);
    expect(await shown()).toEqual([true]);
    now += 1000;
    expect(await shown()).toEqual([]);
  });

  test('a contact role deleted by itself is in no bin', async () => {
    const contact = await caller.create('Contact', { LastName: 'Doe' });
    await caller.create('Opportunity', { ...DEAL, ContactId: contact });
    const [role] = await caller.ids('SELECT Id FROM OpportunityContactRole');
    await caller.call('DELETE', `/sobjects/OpportunityContactRole/${String(role)}`);
    expect((await caller.queryAll('SELECT Id FROM OpportunityContactRole')).body).toMatchObject({
      totalSize: 0,
    });
  });
});

test.each([
  { unknownIdOnPatch: 'NOT_FOUND', status: 404 },
  { unknownIdOnPatch: 'INVALID_CROSS_REFERENCE_KEY', status: 400 },
] as const)('an unknown id is $unknownIdOnPatch', async ({ unknownIdOnPatch, status }) => {
  sandbox.switches.unknownIdOnPatch = unknownIdOnPatch;
  const path = '/sobjects/Opportunity/0065500000KPywjAAD';
  expect(await caller.call('PATCH', path, { body: { NextStep: 'Call' } })).toMatchObject({
    status,
    body: [{ errorCode: unknownIdOnPatch }],
  });
});

test('the loser of a merge names its master, and its rows follow', async () => {
  const master = await caller.create('Account', { Name: 'Fabrikam' });
  const loser = await caller.create('Account', { Name: 'Fabrikam Ltd', PC_Customer_Key__c: 'K1' });
  const deal = await caller.create('Opportunity', { ...DEAL, AccountId: loser });
  now += 60_000;
  sandbox.org.mergeAccounts(master, loser);
  expect(
    (
      await caller.queryAll(
        "SELECT Id, MasterRecordId FROM Account WHERE PC_Customer_Key__c = 'K1'",
      )
    ).body,
  ).toMatchObject({ records: [{ Id: loser, MasterRecordId: master }] });
  expect(sandbox.org.row(deal)).toMatchObject({
    AccountId: master,
    SystemModstamp: '2026-11-24T09:11:11.000+0000',
  });
});

test('a row that sharing hides is simply absent', async () => {
  const id = await caller.create('Opportunity', DEAL);
  sandbox.org.setShared(id, false);
  expect(await caller.ids(SELECT)).toEqual([]);
  expect((await caller.call('GET', `/sobjects/Opportunity/${id}`)).status).toBe(404);
  sandbox.org.setShared(id, true);
  expect(await caller.ids(SELECT)).toEqual([id]);
});
