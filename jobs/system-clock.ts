import { setTimeout } from 'node:timers/promises';
import { fromMs } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';

export const systemClock: Clock = {
  now: () => fromMs(Date.now()),
  sleep: async (ms, signal) => {
    try {
      await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
