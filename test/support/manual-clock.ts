import { fromMs, toMs, type Instant } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Unix ms, for a stand-in that shares this clock. */
  readonly ms: () => number;
  /** Total slept, in ms: a sleep moves the clock and takes no real time. */
  readonly slept: () => number;
}

/** A clock the test owns. */
export const createManualClock = (start: Instant): ManualClock => {
  let at = toMs(start);
  let slept = 0;
  return {
    now: () => fromMs(at),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      at += ms;
      slept += ms;
    },
    advance: (ms) => {
      at += ms;
    },
    ms: () => at,
    slept: () => slept,
  };
};
