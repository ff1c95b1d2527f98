import { HOUR_MS, toMs, type Instant } from '#core/lead/instant.ts';
import type { BudgetStore } from '#core/ports/store.ts';
import type { Database } from './database.ts';

/** The hour under way and the 23 before it. */
const HOURS = 24;

/** A bucket ahead of the clock counts too: a clock set back frees nothing. */
const USED = `
  SELECT coalesce(sum(calls), 0) AS calls FROM budget WHERE tenant = :tenant AND side = :side AND hour > :before`;
const ADD = `
  INSERT INTO budget (tenant, side, hour, calls) VALUES (:tenant, :side, :hour, :calls)
  ON CONFLICT (tenant, side, hour) DO UPDATE SET calls = calls + excluded.calls`;
const FORGET = 'DELETE FROM budget WHERE tenant = :tenant AND side = :side AND hour <= :before';

/** Newest first: a block is given back soon after it was taken, so mostly to the very bucket it came from. */
const BUCKETS = `
  SELECT hour, calls FROM budget
  WHERE tenant = :tenant AND side = :side AND hour > :before AND hour <= :hour AND calls > 0 ORDER BY hour DESC`;
const LOWER =
  'UPDATE budget SET calls = calls - :calls WHERE tenant = :tenant AND side = :side AND hour = :hour';

const hourOf = (now: Instant): number => Math.floor(toMs(now) / HOUR_MS);

export const createBudget = (database: Database): BudgetStore => {
  const usedSince = (tenant: string, side: string, before: number): number =>
    database.all<{ calls: number }>(USED, { tenant, side, before })[0]?.calls ?? 0;

  return {
    take: async (tenant, side, { now, calls, limit }) => {
      const hour = hourOf(now);
      const before = hour - HOURS;
      return database.transaction(() => {
        const left = limit - usedSince(tenant, side, before);
        const granted = Math.max(0, Math.min(calls, left));
        if (granted === 0) return 0;
        database.run(ADD, { tenant, side, hour, calls: granted });
        database.run(FORGET, { tenant, side, before });
        return granted;
      });
    },
    giveBack: async (tenant, side, { now, calls }) => {
      const hour = hourOf(now);
      database.transaction(() => {
        const filled = { tenant, side, hour, before: hour - HOURS };
        let left = calls;
        for (const bucket of database.all<{ hour: number; calls: number }>(BUCKETS, filled)) {
          const back = Math.min(left, bucket.calls);
          if (back <= 0) return;
          database.run(LOWER, { tenant, side, hour: bucket.hour, calls: back });
          left -= back;
        }
      });
    },
    used: async (tenant, side, now) => usedSince(tenant, side, hourOf(now) - HOURS),
  };
};
