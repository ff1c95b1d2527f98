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
test('tells what changed and what was deleted', async () => {
  const kept = await caller.create('Opportunity', DEAL);
  const gone = await caller.create('Opportunity', DEAL);
  now += 60_000;
  sandbox.org.delete(gone);
  now += 60_000;
  const range = 'start=2026-11-24T09:10:00%2B00:00&end=2026-11-24T09:12:30%2B00:00';
  expect((await caller.call('GET', `/sobjects/Opportunity/updated?${range}`)).body).toEqual({
    ids: [kept],
    latestDateCovered: '2026-11-24T09:12:00.000+0000',
  });
  expect((await caller.call('GET', `/sobjects/Opportunity/deleted?${range}`)).body).toEqual({
    deletedRecords: [{ id: gone, deletedDate: '2026-11-24T09:11:11.000+0000' }],
    earliestDateAvailable: '2026-11-09T09:12:11.000+0000',
    latestDateCovered: '2026-11-24T09:12:00.000+0000',
  });
});

test.each([
  { case: 'reversed', range: 'start=2026-11-24T09:00:00Z&end=2026-11-24T08:00:00Z' },
  { case: 'under a minute', range: 'start=2026-11-24T09:00:05Z&end=2026-11-24T09:00:55Z' },
  { case: 'too old', range: 'start=2026-10-01T09:00:00Z&end=2026-11-24T09:00:00Z' },
  { case: 'no date', range: 'start=yesterday&end=2026-11-24T09:00:00Z' },
])('refuses a window $case', async ({ range }) => {
  expect(await caller.call('GET', `/sobjects/Opportunity/updated?${range}`)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_REPLICATION_DATE' }],
  });
});
