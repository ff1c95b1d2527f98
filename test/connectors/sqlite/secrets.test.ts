import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import type { Store } from '#core/ports/store.ts';
import { OTHER_TENANT, TENANT } from '#test/contracts/store/a-link.ts';
import { aFolder, KEY } from './sqlite-house.ts';

const SECRET = 'a-refresh-token-nobody-may-read';
const BAD_SETTINGS = { name: 'SyncError', code: 'BAD_SETTINGS' };

let folder: string;
let path: string;
let store: Store;

beforeEach(async () => {
  folder = await aFolder();
  path = join(folder, 'lead-sync.db');
  store = await createSqliteStore({ path, key: KEY });
  await store.secrets.save(TENANT, 'token', SECRET);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test('no file holds the secret or the key in clear', async () => {
  const files = await readdir(folder);
  const contents = await Promise.all(
    files.map(async (file) => (await readFile(join(folder, file))).toString('latin1')),
  );
  expect(files).toContain('lead-sync.db-wal');
  expect(contents.join('').includes('token')).toBe(true);
  expect(contents.filter((text) => text.includes(SECRET) || text.includes(KEY))).toEqual([]);
});

test('the same secret is sealed differently each time', async () => {
  const database = new DatabaseSync(path);
  const read = () =>
    Buffer.from(
      database.prepare('SELECT sealed FROM secrets').all()[0]?.['sealed'] as Uint8Array,
    ).toString('hex');
  const before = read();
  await store.secrets.save(TENANT, 'token', SECRET);
  expect(read()).not.toBe(before);
  database.close();
});

test('a wrong key seals nothing over what the right one sealed', async () => {
  const wrong = await createSqliteStore({ path, key: 'another key of some length' });
  await expect(wrong.secrets.save(TENANT, 'token', 'other')).rejects.toMatchObject(BAD_SETTINGS);
  await expect(wrong.secrets.save(TENANT, 'new', 'other')).rejects.toMatchObject(BAD_SETTINGS);
  await wrong.close();
  expect(await store.secrets.find(TENANT, 'token')).toBe(SECRET);
  expect(await store.secrets.find(TENANT, 'new')).toBeUndefined();
});

test.each([
  { case: 'moved to another tenant', sql: `UPDATE secrets SET tenant = '${OTHER_TENANT}'` },
  { case: 'cut short', sql: 'UPDATE secrets SET sealed = substr(sealed, 1, 20)' },
  { case: 'lengthened', sql: "UPDATE secrets SET sealed = CAST(sealed || x'00' AS BLOB)" },
])('a sealed secret that was $case does not open', async ({ sql }) => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  const tenant = database.prepare('SELECT tenant FROM secrets').get()?.['tenant'];
  database.close();
  const asked = tenant === OTHER_TENANT ? OTHER_TENANT : TENANT;
  await expect(store.secrets.find(asked, 'token')).rejects.toMatchObject(BAD_SETTINGS);
});
