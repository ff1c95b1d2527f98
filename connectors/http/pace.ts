import { MINUTE_MS, toMs } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';

/** Of a minute's calls, the part that may go at once after a rest. */
const BURST_SHARE = 0.1;

/**
 * Spreads calls evenly, after a small burst, so that no 60 s ever see more than `perMinute` of them.
 * Not p-queue's interval: that reads the machine's clock and its window can hold a call for most of a minute, past its `notAfter`.
 * @returns a wait for the caller's own turn, first come, first served.
 */
export const createPace = (perMinute: number, clock: Clock): (() => Promise<void>) => {
  const extra = Math.floor(perMinute * BURST_SHARE);
  const gapMs = MINUTE_MS / (perMinute - extra);
  let evenAt = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = toMs(clock.now());
    // A clock put back moves all turns with it: nobody waits for the time it has lost.
    if (now < last) evenAt -= last - now;
    last = now;
    const turnAt = Math.max(now, evenAt - extra * gapMs);
    evenAt = Math.max(turnAt, evenAt) + gapMs;
    if (turnAt > now) await clock.sleep(Math.ceil(turnAt - now));
  };
};
