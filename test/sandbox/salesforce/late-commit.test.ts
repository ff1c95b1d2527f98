import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

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
const SELECT = 'SELECT Id FROM Opportunity';

test('a late commit is stamped when made and seen when it ends', async () => {
  const id = await caller.create('Opportunity', DEAL);
  now += 60_000;
  sandbox.lateCommit(30_000);
  sandbox.org.update(id, { NextStep: 'Late' });
  now += 29_999;
  expect(sandbox.org.row(id)).toMatchObject({
    NextStep: null,
    SystemModstamp: '2026-11-24T09:10:11.000+0000',
  });
  now += 1;
  expect(sandbox.org.row(id)).toMatchObject({
    NextStep: 'Late',
    SystemModstamp: '2026-11-24T09:11:11.000+0000',
  });
  expect(
    await caller.ids('SELECT Id FROM Opportunity WHERE SystemModstamp = 2026-11-24T09:11:11Z'),
  ).toEqual([id]);
});

test('a late commit locks its row until then', async () => {
  const id = await caller.create('Opportunity', DEAL);
  sandbox.lateCommit(30_000);
  sandbox.org.update(id, { NextStep: 'Late' });
  const patch = { body: { NextStep: 'Ours' } };
  const path = `/sobjects/Opportunity/${id}`;
  expect((await caller.call('PATCH', path, patch)).body).toMatchObject([
    { errorCode: 'UNABLE_TO_LOCK_ROW' },
  ]);
  now += 30_000;
  expect((await caller.call('PATCH', path, patch)).status).toBe(204);
});

test('a late commit of a new row holds its unique value at once', async () => {
  sandbox.lateCommit(30_000);
  const id = sandbox.org.insert('Opportunity', { ...DEAL, PC_Referral_Id__c: 'R1' });
  expect(await caller.ids(SELECT)).toEqual([]);
  const body = { ...DEAL, PC_Referral_Id__c: 'r1' };
  const reply = await caller.call('POST', '/sobjects/Opportunity', { body });
  expect(JSON.stringify(reply.body)).toContain(id);
  now += 30_000;
  expect(await caller.ids(SELECT)).toEqual([id]);
});

test('a late commit may be a delete', async () => {
  const id = await caller.create('Opportunity', DEAL);
  sandbox.lateCommit(30_000);
  sandbox.org.delete(id);
  expect(await caller.ids(SELECT)).toEqual([id]);
  now += 30_000;
  expect(await caller.ids(SELECT)).toEqual([]);
});

test('a late commit holds back latestDateCovered', async () => {
  const id = await caller.create('Opportunity', DEAL);
  now += 10 * 60_000;
  sandbox.lateCommit(60 * 60_000);
  sandbox.org.update(id, { NextStep: 'Late' });
  now += 30 * 60_000;
  const path = '/sobjects/Opportunity/updated/?start=2026-11-24T09:00:00Z&end=2026-11-24T09:50:00Z';
  expect((await caller.call('GET', path)).body).toEqual({
    ids: [id],
    latestDateCovered: '2026-11-24T09:20:00.000+0000',
  });
});
