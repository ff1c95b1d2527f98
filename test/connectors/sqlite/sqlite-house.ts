import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import type { Store } from '#core/ports/store.ts';
import type { MakeStore } from '#test/contracts/store.ts';

export const KEY = 'a key for tests only';

export const aFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'lead-sync-'));

/** A file of its own for each test. */
export const makeSqliteHouse: MakeStore = async ({ clock }) => {
  const folder = await aFolder();
  const opened: Store[] = [];
  return {
    open: async ({ key = KEY } = {}) => {
      const path = join(folder, 'lead-sync.db');
      const store = await createSqliteStore({ path, key, now: () => clock.now() });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      for (const store of opened) await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
