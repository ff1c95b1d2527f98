import { createHttp, type HttpOptions } from '#connectors/http/create-http.ts';
import type { ErrorTable, Http, HttpReply, HttpRequest } from '#connectors/http/http.ts';
import { retryAfterMs } from '#connectors/http/retry-after.ts';
import { isSyncError, SyncError, type SyncErrorCode } from '#core/failures/sync-error.ts';
import type { LogFacts } from '#core/ports/log.ts';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';

export const START = '2026-11-24T09:10:11.000Z';
export const ORIGIN = 'https://api.contoso.example';

const CODES: Partial<Record<number, SyncErrorCode>> = {
  400: 'REJECTED',
  401: 'TOKEN_REJECTED',
  403: 'FORBIDDEN',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** An error table such as a connector brings. */
export const errorTable: ErrorTable = (reply) => {
  const waitMs = retryAfterMs(reply);
  const code = reply.status === 503 && waitMs !== undefined ? 'RATE_LIMITED' : CODES[reply.status];
  if (code === undefined) return undefined;
  const details = {
    systemWords: reply.text,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
  return new SyncError(code, `table said ${reply.status}`, details);
};

export interface Transport {
  readonly http: Http;
  readonly clock: ManualClock;
  readonly lines: { readonly level: string; readonly event: string; readonly facts: LogFacts }[];
  readonly calls: { readonly label: string; readonly status: number | 'lost' }[];
}

export const openTransport = (given: Partial<HttpOptions> = {}): Transport => {
  const clock = createManualClock(START);
  const lines: Transport['lines'] = [];
  const calls: Transport['calls'] = [];
  const write =
    (level: string) =>
    (event: string, facts: LogFacts = {}): void => {
      lines.push({ level, event, facts });
    };
  const http = createHttp({
    side: 'crm',
    hosts: [ORIGIN],
    clock,
    random: () => 0.5,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    errors: errorTable,
    limits: { concurrency: 4 },
    onCall: (call) => {
      calls.push(call);
    },
    ...given,
  });
  return { http, clock, lines, calls };
};

export const read = (path = '/rows'): HttpRequest => ({
  method: 'GET',
  url: `${ORIGIN}${path}`,
  label: 'read rows',
  isWrite: false,
});

export const write = (path = '/rows/1'): HttpRequest => ({
  method: 'PATCH',
  url: `${ORIGIN}${path}`,
  label: 'patch row',
  isWrite: true,
  headers: { 'content-type': 'application/json' },
  body: '{"a":1}',
});

/** What came of a call, in one word a table can hold. */
export const outcomeOf = async (sent: Promise<HttpReply | 'stale'>): Promise<number | string> => {
  try {
    const reply = await sent;
    return reply === 'stale' ? 'stale' : reply.status;
  } catch (error) {
    if (isSyncError(error)) return error.code;
    throw error;
  }
};

/** The failure itself, to look at all of it. */
export const failureOf = async (sent: Promise<unknown>): Promise<SyncError> => {
  try {
    await sent;
  } catch (error) {
    if (isSyncError(error)) return error;
    throw error;
  }
  throw new Error('the call did not fail');
};
