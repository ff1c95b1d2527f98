import { HOUR_MS, toMs } from '#core/lead/instant.ts';
import type { BudgetStore } from '#core/ports/store.ts';

const hourOf = (now: string): number => Math.floor(toMs(now) / HOUR_MS);

/** The budget of one tenant and side in memory; `trips` counts the takes. */
export const createHourlyBuckets = (): BudgetStore & { readonly trips: () => number } => {
  const buckets = new Map<number, number>();
  let trips = 0;
  const sum = (hour: number): number =>
    [...buckets].filter(([at]) => at > hour - 24).reduce((all, [, calls]) => all + calls, 0);
  const add = (hour: number, calls: number): void => {
    buckets.set(hour, (buckets.get(hour) ?? 0) + calls);
  };
  return {
    trips: () => trips,
    take: async (_tenant, _side, { now, calls, limit }) => {
      trips += 1;
      const granted = Math.max(0, Math.min(calls, limit - sum(hourOf(now))));
      add(hourOf(now), granted);
      return granted;
    },
    giveBack: async (_tenant, _side, { now, calls }) => {
      add(hourOf(now), -calls);
    },
    used: async (_tenant, _side, now) => sum(hourOf(now)),
  };
};
