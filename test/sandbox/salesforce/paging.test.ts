import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

const DAY_MS = 86_400_000;
let now = 0;
let sandbox: Salesforce;
let caller: Caller;

interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly { readonly Name: string }[];
}

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  sandbox = await startSalesforce({ now: () => now });
  caller = await createCaller(sandbox);
  for (let count = 0; count < 2001; count += 1) {
    const Name = String(count).padStart(4, '0');
    sandbox.org.insert('Opportunity', { Name, StageName: 'Prospecting', CloseDate: '2026-12-31' });
  }
});

afterEach(() => sandbox.stop());

const SOQL = 'SELECT Name FROM Opportunity ORDER BY Name';
const first = async (): Promise<Page> => (await caller.query(SOQL)).body as Page;

test('2000 rows make a page, and the address of the next one', async () => {
  const page = await first();
  expect([page.totalSize, page.done, page.records.length]).toEqual([2001, false, 2000]);
  expect(page.nextRecordsUrl).toMatch(/^\/services\/data\/v67\.0\/query\/0r8\w{15}-2000$/);
  const rest = (await caller.call('GET', page.nextRecordsUrl ?? '')).body as Page;
  expect([rest.totalSize, rest.done, rest.nextRecordsUrl]).toEqual([2001, true, undefined]);
  expect(rest.records.map((row) => row.Name)).toEqual(['2000']);
});

test('a smaller page may be asked for, of 200 rows at least', async () => {
  const reply = await caller.call('GET', `/query?q=${encodeURIComponent(SOQL)}`, {
    headers: { 'Sforce-Query-Options': 'batchSize=10' },
  });
  expect((reply.body as Page).records).toHaveLength(200);
});

test('a locator dies after two days', async () => {
  const { nextRecordsUrl = '' } = await first();
  now += 2 * DAY_MS + 1;
  caller = await createCaller(sandbox);
  expect(await caller.call('GET', nextRecordsUrl)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
  });
});

test('the oldest of eleven open locators dies', async () => {
  const { nextRecordsUrl = '' } = await first();
  for (let count = 0; count < 10; count += 1) await first();
  expect((await caller.call('GET', nextRecordsUrl)).status).toBe(400);
});

test('rows edited many times in one second are told once', async () => {
  const [row] = sandbox.org.rows('Opportunity');
  now += 1000;
  for (let count = 0; count < 5; count += 1) {
    sandbox.org.update(String(row?.['Id']), { NextStep: String(count) });
  }
  const ids = await caller.ids(
    'SELECT Id FROM Opportunity WHERE SystemModstamp > 2026-11-24T09:00:00Z',
  );
  expect(ids).toEqual([row?.['Id']]);
});
