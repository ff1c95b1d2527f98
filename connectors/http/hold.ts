import { SyncError } from '#core/failures/sync-error.ts';
import { toMs } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';

export interface Hold {
  /** @throws SyncError RATE_LIMITED without a status: the call has not left us. */
  refuseWhileHeld(): void;
  note(error: SyncError): void;
}

/** A server's Retry-After counts for every call to it, not only for the one that met it: calls during it would lengthen it. */
export const createHold = (side: 'partner' | 'crm', clock: Clock): Hold => {
  let untilMs = 0;
  let notedMs = 0;
  let words = '';
  return {
    refuseWhileHeld: () => {
      if (untilMs === 0) return;
      const now = toMs(clock.now());
      const leftMs = untilMs - now;
      // Noted later than now: the clock was put back, and nobody knows what is left of it.
      if (leftMs > 0 && now >= notedMs)
        throw new SyncError('RATE_LIMITED', words, { side, retryAfterMs: leftMs });
      untilMs = 0;
    },
    note: (error) => {
      const { retryAfterMs, status } = error.details;
      if (retryAfterMs === undefined || status === undefined) return;
      notedMs = toMs(clock.now());
      untilMs = Math.max(untilMs, notedMs + retryAfterMs);
      words = error.message;
    },
  };
};
