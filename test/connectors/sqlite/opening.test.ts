import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '#connectors/sqlite/database.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { setUpJournal } from '#connectors/sqlite/journal.ts';
import type { Store } from '#core/ports/store.ts';
import { aLink, referral, TENANT } from '#test/contracts/store/a-link.ts';
import { aFolder, KEY } from './sqlite-house.ts';

let folder: string;
let path: string;
const opened: Store[] = [];

const open = async (options: { path?: string; key?: string } = {}): Promise<Store> => {
  const store = await createSqliteStore({ path, key: KEY, ...options });
  opened.push(store);
  return store;
};
const withDatabase = <T>(work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
};
const schema = () =>
  withDatabase((db) => db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all());
const badSettings = (words: string) =>
  expect.objectContaining({ code: 'BAD_SETTINGS', message: expect.stringContaining(words) });

beforeEach(async () => {
  folder = await aFolder();
  path = join(folder, 'lead-sync.db');
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true });
});

describe('opening', () => {
  test('makes the file with its folder, for this user alone', async () => {
    path = join(folder, 'data', 'deep', 'lead-sync.db');
    const store = await open();
    await store.links.insert(aLink(1));
    const modes = await Promise.all(
      [path, `${path}-wal`].map(async (file) => (await stat(file)).mode & 0o777),
    );
    expect(modes).toEqual([0o600, 0o600]);
  });

  test('takes an empty file', async () => {
    await writeFile(path, '');
    expect(await (await open()).links.insert(aLink(1))).toBe('inserted');
  });

  test('in memory leaves nothing behind', async () => {
    path = ':memory:';
    const store = await open();
    expect(await store.links.insert(aLink(1))).toBe('inserted');
    expect(await (await open()).links.find(TENANT, referral(1))).toBeUndefined();
  });

  test('keeps a write-ahead log and waits for the disk at each commit', () => {
    const database = openDatabase({ path, busyTimeoutMs: 0 });
    setUpJournal(database, path);
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'].flatMap((name) =>
      database.all<Record<string, unknown>>(`PRAGMA ${name}`).map((row) => ({ ...row })),
    );
    database.close();
    expect(settings).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }, { foreign_keys: 1 }]);
  });

  test('again finds the schema as it was made', async () => {
    await open();
    const before = schema();
    await open();
    expect(schema()).toEqual(before);
  });

  test('closing twice is closing once', async () => {
    const store = await open();
    await store.close();
    await expect(store.close()).resolves.toBeUndefined();
  });
});

describe('refuses, and leaves as it was,', () => {
  test('a file that is not SQLite', async () => {
    const text = 'id,name\n'.repeat(200);
    await writeFile(path, text);
    await expect(open()).rejects.toEqual(badSettings('is not a SQLite database'));
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('a database of another program', async () => {
    withDatabase((db) => db.exec('CREATE TABLE theirs (id INTEGER)'));
    const before = await readFile(path);
    await expect(open()).rejects.toEqual(badSettings('database of another program'));
    expect(await readFile(path)).toEqual(before);
  });

  test('an empty database that another program has marked as its own', async () => {
    withDatabase((db) => db.exec('PRAGMA application_id = 7'));
    await expect(open()).rejects.toEqual(badSettings('database of another program'));
  });

  test('a store written by a newer version', async () => {
    await (await open()).close();
    withDatabase((db) => db.exec('PRAGMA user_version = 99'));
    await expect(open()).rejects.toEqual(badSettings('newer version of lead-sync (schema 99'));
    expect(withDatabase((db) => db.prepare('PRAGMA user_version').get())).toEqual(
      expect.objectContaining({ user_version: 99 }),
    );
  });

  test('a folder', async () => {
    await mkdir(path);
    await expect(open()).rejects.toEqual(badSettings('cannot be created'));
  });

  test('a place below a file', async () => {
    await writeFile(path, '');
    await expect(open({ path: join(path, 'x.db') })).rejects.toEqual(
      badSettings('cannot be created'),
    );
  });

  test('a short key, before any file is made', async () => {
    await expect(open({ key: 'fifteen letters' })).rejects.toEqual(badSettings('15 characters'));
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
