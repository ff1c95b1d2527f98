import type { Answer } from '#test/sandbox/server.ts';
import type { Switches } from './switches.ts';

const MINUTE_MS = 60_000;

/** Calls of the last minute; writes meet their own bound first (reference PC §6). A refused call is not counted. */
export const createThrottle = (options: { now: () => number; switches: Switches }) => {
  let recent: { at: number; isWrite: boolean }[] = [];

  return {
    /** The refusal, in the gateway's shape rather than the service's; `undefined` to go on. */
    admit: (isWrite: boolean): Answer | undefined => {
      const { now, switches } = options;
      const { callsPerMinute, writesPerMinute, retryAfterSeconds } = switches;
      if (Math.min(callsPerMinute, writesPerMinute) === Infinity) return undefined;
      recent = recent.filter((call) => call.at > now() - MINUTE_MS);
      const writes = recent.filter((call) => call.isWrite).length;
      if (recent.length < callsPerMinute && !(isWrite && writes >= writesPerMinute)) {
        recent.push({ at: now(), isWrite });
        return undefined;
      }
      return {
        status: 429,
        headers:
          retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
        body: { statusCode: 429, message: 'Rate limit is exceeded. Try again later.' },
      };
    },
  };
};
