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
  let words = '';
  return {
    refuseWhileHeld: () => {
      if (untilMs === 0) return;
      const leftMs = untilMs - toMs(clock.now());
      if (leftMs > 0) throw new SyncError('RATE_LIMITED', words, { side, retryAfterMs: leftMs });
      untilMs = 0;
    },
    note: (error) => {
      const { retryAfterMs, status } = error.details;
      if (retryAfterMs === undefined || status === undefined) return;
      untilMs = Math.max(untilMs, toMs(clock.now()) + retryAfterMs);
      words = error.message;
    },
  };
};
