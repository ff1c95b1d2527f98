import { setImmediate } from 'node:timers/promises';
import type { HistoryStore } from '#core/ports/store.ts';
import type { HistoryEntry } from '#core/sync/history.ts';
import type { Database } from './database.ts';

const APPEND = `
  INSERT INTO history (tenant, referral, run, operation, outcome, at, json)
  VALUES (:tenant, :referral, :run, :operation, :outcome, :at, :json)
  ON CONFLICT (tenant, operation, outcome) DO NOTHING`;

const NEWEST = 'ORDER BY at DESC, id DESC LIMIT :limit';
const BY_REFERRAL = `SELECT json FROM history WHERE tenant = :tenant AND referral = :referral ${NEWEST}`;
const BY_RUN = `SELECT json FROM history WHERE tenant = :tenant AND run = :run ${NEWEST}`;

/** Rows per delete: a few milliseconds, between which the worker goes on. */
const PRUNE_AT_ONCE = 1_000;
const PRUNE = `
  DELETE FROM history WHERE id IN (
    SELECT id FROM history WHERE tenant = :tenant AND at < :before LIMIT ${PRUNE_AT_ONCE})`;

const toEntry = (row: { json: string }): HistoryEntry => JSON.parse(row.json) as HistoryEntry;

/** Inside somebody's transaction. */
export const appendHistory = (database: Database, entries: readonly HistoryEntry[]): void => {
  for (const entry of entries) {
    const { tenant, referral, run, operation, outcome, at } = entry;
    const json = JSON.stringify(entry);
    database.run(APPEND, { tenant, referral, run, operation, outcome, at, json });
  }
};

export const createHistory = (database: Database): HistoryStore => ({
  append: async (entries) => {
    if (entries.length > 0) await database.write(() => appendHistory(database, entries));
  },
  listByReferral: async (tenant, referral, limit) =>
    database.all<{ json: string }>(BY_REFERRAL, { tenant, referral, limit }).map(toEntry),
  listByRun: async (tenant, run, limit) =>
    database.all<{ json: string }>(BY_RUN, { tenant, run, limit }).map(toEntry),
  prune: async (tenant, before) => {
    let pruned = 0;
    for (;;) {
      const gone = database.run(PRUNE, { tenant, before });
      pruned += gone;
      if (gone < PRUNE_AT_ONCE) return pruned;
      await setImmediate();
    }
  },
});
