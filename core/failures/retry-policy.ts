import { MINUTE_MS } from '#core/lead/instant.ts';
import type { SyncError } from './sync-error.ts';

export type RetryDecision =
  { readonly kind: 'giveUp' } | { readonly kind: 'wait'; readonly ms: number };

export interface FailedAttempt {
  readonly error: SyncError;
  /** 1 = the first try has just failed. */
  readonly attempt: number;
  readonly isWrite: boolean;
  readonly elapsedMs: number;
  /** For the whole call: a wait that would end at it or past it is not begun. */
  readonly deadlineMs: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

const BASE_MS = 500;
const CAP_MS = 8_000;
const MAX_TRIES = 4;
/** A server that says "at once" every time must not keep us for the whole deadline. */
const MAX_TOLD_TRIES = 10;
const LINK_CAP_MS = 60 * MINUTE_MS;

const GIVE_UP: RetryDecision = { kind: 'giveUp' };

/** Full jitter: anything from nothing to the step, so that workers do not come back together. */
const backOffMs = (attempt: number, random: () => number): number =>
  Math.floor(random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1)));

/** Of a write, 429 says that nothing was done; without a status it never left us. No other refusal says as much. */
const mayRepeat = ({ code, details }: SyncError, isWrite: boolean): boolean => {
  if (!isWrite) return code === 'RATE_LIMITED' || code === 'UNAVAILABLE';
  return code === 'RATE_LIMITED' && (details.status ?? 429) === 429;
};

/** Whether one call is tried again, and after how long; pure. A rejected token is the transport's business. */
export const decideRetry = (failed: FailedAttempt): RetryDecision => {
  const { error, attempt, elapsedMs, deadlineMs } = failed;
  if (!mayRepeat(error, failed.isWrite)) return GIVE_UP;
  const toldMs = error.code === 'RATE_LIMITED' ? error.details.retryAfterMs : undefined;
  if (attempt >= (toldMs === undefined ? MAX_TRIES : MAX_TOLD_TRIES)) return GIVE_UP;
  const ms = toldMs ?? backOffMs(attempt, failed.random);
  return elapsedMs + ms < deadlineMs ? { kind: 'wait', ms } : GIVE_UP;
};

/** How long a link rests after its `attempt`-th failure: 1, 2, 4 … at most 60 min, of which up to half is taken off. */
export const linkRetryMs = (attempt: number, random: () => number): number => {
  const stepMs = Math.min(LINK_CAP_MS, MINUTE_MS * 2 ** (attempt - 1));
  return Math.floor(stepMs * (1 - random() / 2));
};
