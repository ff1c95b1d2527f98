import { fromMs } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';

/** Where a bench's time begins. */
export const BEGIN_MS = Date.UTC(2026, 10, 25, 9);

/** Runs as fast as real time, so that ages and waits are true ones; moved on by hand between cycles. */
export interface BenchClock extends Clock {
  readonly ms: () => number;
  /** Ms ahead of the machine's clock: the same figure in every process makes it the same clock. */
  setAhead(ms: number): void;
}

export const createBenchClock = (): BenchClock => {
  let ahead = 0;
  const ms = (): number => Date.now() + ahead;
  return {
    ms,
    now: () => fromMs(ms()),
    sleep: (wait) =>
      new Promise((resolve) => {
        setTimeout(resolve, wait);
      }),
    setAhead: (to) => {
      ahead = to;
    },
  };
};
