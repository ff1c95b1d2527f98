import PQueue from 'p-queue';
import pRetry from 'p-retry';
import { decideRetry } from '#core/failures/retry-policy.ts';
import { isSyncError, SyncError } from '#core/failures/sync-error.ts';
import { isAfter, toMs } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { createExchange } from './exchange.ts';
import { failureOfLost, failureOfReply } from './failure-of.ts';
import type { ErrorTable, Http, HttpReply, HttpRequest, TokenSource } from './http.ts';
import { createHold } from './hold.ts';
import { createPace } from './pace.ts';
import { serverRequestId } from './server-request-id.ts';

const DEADLINE_MS = 30_000;
const MAX_BYTES = 32 * 1024 * 1024;

export interface HttpOptions {
  readonly side: 'partner' | 'crm';
  /** Origins we may speak to; the token goes nowhere else. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly token?: TokenSource;
  readonly errors: ErrorTable;
  readonly budget?: { take(options: { readonly isUrgent: boolean }): Promise<void> };
  readonly limits: { readonly concurrency: number; readonly perMinute?: number };
  /** From the moment a call first leaves the queue, retries included; 30 s when left out. */
  readonly deadlineMs?: number;
  /** Of a body, decompressed; 32 MiB when left out. */
  readonly maxBytes?: number;
  /** Once per request on the wire, sign-in and retries included. */
  readonly onCall?: (call: { readonly label: string; readonly status: number | 'lost' }) => void;
}

/** What one call remembers between its attempts. */
interface Call {
  readonly request: HttpRequest;
  readonly host: string;
  startedAt: number | undefined;
  bearer: string | undefined;
  isRenewed: boolean;
  lastError: SyncError | undefined;
}

export const createHttp = (options: HttpOptions): Http => {
  const { side, clock, log, token, budget, random } = options;
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const hosts = options.hosts.map((host) => new URL(host));
  const { concurrency, perMinute } = options.limits;
  const queue = new PQueue({ concurrency });
  const pace = perMinute === undefined ? undefined : createPace(perMinute, clock);
  const hold = createHold(side, clock);
  const exchange = createExchange({
    maxBytes: options.maxBytes ?? MAX_BYTES,
    maxSockets: concurrency,
  });
  const requireOwnHost = (url: string): string => {
    // Most calls: to read the whole URL costs more than to see that it begins as it must.
    const own = hosts.find(({ origin }) => url.startsWith(`${origin}/`));
    if (own !== undefined) return own.host;
    const parsed = URL.parse(url);
    const isOwn = hosts.some(({ origin }) => origin === parsed?.origin);
    if (parsed !== null && parsed.username === '' && isOwn) return parsed.host;
    throw new SyncError(
      'UNEXPECTED_ANSWER',
      `A link leads to ${parsed?.origin ?? 'no address at all'}, which is none of our hosts.`,
      { side },
    );
  };

  const record = (
    call: Call,
    attempt: number,
    answer: { sentMs: number; reply?: HttpReply; error?: SyncError | undefined },
  ): void => {
    const { label, method } = call.request;
    const { reply, error } = answer;
    const status = reply?.status ?? 'lost';
    const ms = toMs(clock.now()) - answer.sentMs;
    const requestId = reply === undefined ? null : serverRequestId(reply.headers);
    const code = error?.code ?? null;
    const facts = { side, label, method, host: call.host, status, ms, attempt, requestId, code };
    if (error === undefined) log.info('call', facts);
    else log.warn('call', facts);
    options.onCall?.({ label, status });
  };

  const exchangeOnce = async (call: Call, attempt: number): Promise<HttpReply | 'stale'> => {
    const { request, bearer } = call;
    const sentAt = clock.now();
    if (request.notAfter !== undefined && isAfter(sentAt, request.notAfter)) return 'stale';
    const sentMs = toMs(sentAt);
    call.startedAt ??= sentMs;
    // Never more than the whole of it, should the clock have been put back meanwhile.
    const leftMs = Math.min(deadlineMs, call.startedAt + deadlineMs - sentMs);
    if (leftMs <= 0 && call.lastError !== undefined) throw call.lastError;
    const headers =
      bearer === undefined
        ? { ...request.headers }
        : { ...request.headers, authorization: `Bearer ${bearer}` };
    const answer = await exchange(request, headers, leftMs);
    if (answer.kind === 'lost') {
      const error = failureOfLost(side, request, answer);
      record(call, attempt, { sentMs, error });
      throw error;
    }
    const reply: HttpReply = { ...answer.reply, sentAt };
    const error = failureOfReply(side, request, { reply, errors: options.errors });
    record(call, attempt, { sentMs, reply, error });
    if (error === undefined) return reply;
    throw error;
  };

  const attemptOnce = async (call: Call, attempt: number): Promise<HttpReply | 'stale'> => {
    const { request } = call;
    if (request.isSignIn !== true) {
      hold.refuseWhileHeld();
      await budget?.take({ isUrgent: request.isUrgent ?? false });
      await pace?.();
      call.bearer = await token?.token();
    }
    return queue.add(() => exchangeOnce(call, attempt));
  };

  const shouldRetry = async (call: Call, error: SyncError, attempt: number): Promise<boolean> => {
    call.lastError = error;
    call.startedAt ??= toMs(clock.now());
    if (call.request.isSignIn !== true) hold.note(error);
    if (error.code === 'TOKEN_REJECTED') {
      if (token === undefined || call.bearer === undefined || call.isRenewed) return false;
      call.isRenewed = true;
      await token.renew(call.bearer);
      return true;
    }
    const decision = decideRetry({
      error,
      attempt,
      isWrite: call.request.isWrite,
      elapsedMs: toMs(clock.now()) - call.startedAt,
      deadlineMs,
      random,
    });
    if (decision.kind === 'giveUp') return false;
    await clock.sleep(decision.ms);
    return true;
  };

  return {
    send: async (request) => {
      const host = requireOwnHost(request.url);
      const call: Call = {
        request,
        host,
        startedAt: undefined,
        bearer: undefined,
        isRenewed: false,
        lastError: undefined,
      };
      return pRetry((attempt) => attemptOnce(call, attempt), {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        shouldRetry: ({ error, attemptNumber }) =>
          isSyncError(error) && shouldRetry(call, error, attemptNumber),
      });
    },
  };
};
