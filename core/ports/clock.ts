import type { Instant } from '#core/lead/instant.ts';

/** Time is an argument: production has one clock, a test owns its own and nothing sleeps for real. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
