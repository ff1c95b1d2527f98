import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { IN_MEMORY, openDatabase, type Database } from '#connectors/sqlite/database.ts';

let database: Database;
beforeEach(() => {
  database = openDatabase({ path: IN_MEMORY, busyTimeoutMs: 0 });
  database.script('CREATE TABLE kept (name TEXT PRIMARY KEY) STRICT');
});
afterEach(() => {
  database.close();
});

const keep = (...names: readonly string[]): Promise<number> =>
  database.write(() => {
    for (const name of names) database.run('INSERT INTO kept (name) VALUES (:name)', { name });
    return names.length;
  });

const kept = (): string[] =>
  database.all<{ name: string }>('SELECT name FROM kept ORDER BY name').map(({ name }) => name);

test('writes of one turn are carried out together, in their order, each with its own result', async () => {
  const asked = [keep('a'), database.write(kept), keep('b', 'c')];
  expect(kept()).toEqual([]);
  expect(await Promise.all(asked)).toEqual([1, ['a'], 2]);
  expect(kept()).toEqual(['a', 'b', 'c']);
});

test('one that fails is undone whole and takes none of the others with it', async () => {
  const outcomes = await Promise.allSettled([keep('a'), keep('b', 'a'), keep('c')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(kept()).toEqual(['a', 'c']);
});

test('alone it is undone as well', async () => {
  await expect(keep('a', 'a')).rejects.toMatchObject({ errcode: 1555 });
  expect(kept()).toEqual([]);
});

test('what ends the whole transaction fails all of its group', async () => {
  const end = database.write(() => {
    database.script('ROLLBACK');
    throw new Error('the disk is full');
  });
  const outcomes = await Promise.allSettled([keep('a'), end, keep('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(kept()).toEqual([]);
  expect(await keep('c')).toBe(1);
});

test('a write asked for before the file is closed is saved', async () => {
  const asked = keep('a');
  database.close();
  expect(await asked).toBe(1);
});
