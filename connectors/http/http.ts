import type { Instant } from '#core/lead/instant.ts';
import type { SyncError } from '#core/failures/sync-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Absolute. Refused unless its origin is one of the transport's own. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the log line and the counts: what the call is, without ids or values, e.g. `patch referral`. */
  readonly label: string;
  /** A write is repeated only after a refusal that says nothing was done (401, 429). */
  readonly isWrite: boolean;
  /** Past it the request is not sent and `stale` comes back. */
  readonly notAfter?: Instant;
  /** May use the reserve of the budget. */
  readonly isUrgent?: boolean;
  /** No Authorization header, not counted against the budget: token requests. */
  readonly isSignIn?: boolean;
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly sentAt: Instant;
}

/** Bearer tokens, one in flight at a time. */
export interface TokenSource {
  token(): Promise<string>;
  /** A fresh one after the server refused `rejected`; throws TOKEN_REJECTED when there is none to be had. */
  renew(rejected: string): Promise<string>;
}

/**
 * What the error table makes of a reply; undefined = not a failure, the connector reads it.
 * Sign-in replies pass through it too. The transport adds: 5xx is never a success, and makes a write UNKNOWN_RESULT.
 * It also sets the side and the status in the details; only a RATE_LIMITED with 429 lets a write be repeated.
 */
export type ErrorTable = (reply: HttpReply, request: HttpRequest) => SyncError | undefined;

/**
 * One path for every call to a system. Order inside one call: budget, limit, deadline, request, error table, retry.
 * Resolves with the reply, or `stale` when `notAfter` had passed before it could leave.
 * @throws SyncError UNKNOWN_RESULT when a write was sent and no whole answer came.
 */
export interface Http {
  send(request: HttpRequest): Promise<HttpReply | 'stale'>;
}
