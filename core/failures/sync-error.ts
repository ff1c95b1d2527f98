import type { Instant } from '#core/lead/instant.ts';

/** What the worker does next, by code (the table of failures in docs/architecture.md). */
const DISPOSITIONS = {
  RATE_LIMITED: 'wait',
  UNAVAILABLE: 'backOff',
  UNKNOWN_RESULT: 'lookUp',
  TOKEN_REJECTED: 'stopTenant',
  FORBIDDEN: 'park',
  REJECTED: 'park',
  UNEXPECTED_ANSWER: 'park',
  BUDGET_SPENT: 'waitForBudget',
  RUN_SUPERSEDED: 'drop',
  BAD_SETTINGS: 'stop',
} as const;

export type SyncErrorCode = keyof typeof DISPOSITIONS;
export type Disposition = (typeof DISPOSITIONS)[SyncErrorCode];

export interface SyncErrorDetails {
  readonly side?: 'partner' | 'crm';
  /** HTTP status, when there was one. */
  readonly status?: number;
  /** The system's own code and words, kept verbatim for people. Never a payload: no personal data. */
  readonly systemCode?: string;
  readonly systemWords?: string;
  /** Fields the system blames, by its own names. */
  readonly fields?: readonly string[];
  readonly retryAfterMs?: number;
  readonly retryAt?: Instant;
  readonly cause?: unknown;
}

/** The one family of failures. `message` says what happened, to what, in words for a person. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly code: SyncErrorCode;
  readonly details: SyncErrorDetails;

  constructor(code: SyncErrorCode, message: string, details: SyncErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details;
  }

  get disposition(): Disposition {
    return DISPOSITIONS[this.code];
  }
}

export const isSyncError = (error: unknown, code?: SyncErrorCode): error is SyncError =>
  error instanceof SyncError && (code === undefined || error.code === code);
