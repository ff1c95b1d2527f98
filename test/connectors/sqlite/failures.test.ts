import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '#connectors/sqlite/database.ts';
import { createHistory } from '#connectors/sqlite/history.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { createLinks } from '#connectors/sqlite/links.ts';
import { operationId, runId } from '#core/lead/ids.ts';
import type { Store } from '#core/ports/store.ts';
import type { HistoryEntry } from '#core/sync/history.ts';
import type { Link } from '#core/sync/link.ts';
import { aLink, referral, TENANT } from '#test/contracts/store/a-link.ts';
import { START } from '#test/contracts/store/bench.ts';
import { aFolder, KEY } from './sqlite-house.ts';

let folder: string;
let path: string;
let store: Store;

const failure = (code: string, words: string) =>
  expect.objectContaining({
    name: 'SyncError',
    code,
    message: expect.stringContaining(words),
    cause: expect.anything(),
  });

beforeEach(async () => {
  folder = await aFolder();
  path = join(folder, 'lead-sync.db');
  store = await createSqliteStore({ path, key: KEY, busyTimeoutMs: 1 });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Much more than the pages still free. */
const huge = (number: number): Link =>
  aLink(number, { told: { Message: 'x'.repeat(200_000) }, customerId: 'huge' });

const anEntry = (number: number): HistoryEntry => ({
  tenant: TENANT,
  referral: referral(1),
  opportunity: null,
  run: runId('run-1'),
  operation: operationId(`operation-${number}`),
  at: START,
  side: 'crm',
  kind: 'patch',
  purpose: 'sync',
  outcome: 'done',
  words: 'x'.repeat(20_000),
  atoms: {},
});

describe('a full disk', () => {
  let small: Database;

  beforeEach(async () => {
    await store.links.insert(aLink(1));
    small = openDatabase({ path, busyTimeoutMs: 1 });
    small.script('PRAGMA max_page_count = 60');
  });
  afterEach(() => {
    small.close();
  });

  test.each([
    { case: 'an insert', write: () => createLinks(small, () => START).insert(huge(2)) },
    {
      case: 'a save',
      write: () => createLinks(small, () => START).save(huge(1), { doneSeq: 1 }),
    },
    {
      case: 'many entries',
      write: () => createHistory(small).append(Array.from({ length: 50 }, (_, i) => anEntry(i))),
    },
  ])('$case is told in words and leaves no half write', async ({ write }) => {
    await expect(write()).rejects.toEqual(
      failure('UNAVAILABLE', `The disk that holds ${path} is full`),
    );
    expect(await store.links.find(TENANT, referral(1))).toEqual({
      link: aLink(1),
      dueSeq: 1,
      doneSeq: 0,
      plannedSeq: 0,
    });
    expect(await store.links.find(TENANT, referral(2))).toBeUndefined();
    expect(await store.history.listByReferral(TENANT, referral(1), 100)).toEqual([]);
  });

  test('the same handle works on once there is space', async () => {
    const links = createLinks(small, () => START);
    await expect(links.insert(huge(2))).rejects.toEqual(failure('UNAVAILABLE', 'is full'));
    small.script('PRAGMA max_page_count = 100000');
    expect(await links.insert(huge(2))).toBe('inserted');
    expect((await store.links.find(TENANT, referral(2)))?.link).toEqual(huge(2));
  });
});

describe('another process that writes', () => {
  test('for too long is told, and nothing was saved', async () => {
    await store.links.insert(aLink(1));
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const locked = failure('UNAVAILABLE', 'Another process keeps');
    await expect(store.links.save(aLink(1))).rejects.toEqual(locked);
    await expect(store.links.markDue(TENANT, [referral(1)])).rejects.toEqual(locked);
    await expect(store.runs.requestCycle(TENANT)).rejects.toEqual(locked);
    expect(await store.links.find(TENANT, referral(1))).toEqual({
      link: aLink(1),
      dueSeq: 1,
      doneSeq: 0,
      plannedSeq: 0,
    });
    other.exec('COMMIT');
    other.close();
    expect(await store.links.save(aLink(1))).toBe('saved');
  });
});

describe('a damaged file', () => {
  test('that ends too soon is told as such', async () => {
    for (let number = 1; number <= 50; number += 1) await store.links.insert(aLink(number));
    await store.close();
    await truncate(path, 16_384);
    await expect(createSqliteStore({ path, key: KEY })).rejects.toEqual(
      failure('BAD_SETTINGS', 'is damaged'),
    );
  });

  test('that was overwritten is told as such', async () => {
    await store.close();
    await writeFile(path, 'x'.repeat(8_192));
    await expect(createSqliteStore({ path, key: KEY })).rejects.toEqual(
      failure('BAD_SETTINGS', 'is not a SQLite database'),
    );
  });
});
