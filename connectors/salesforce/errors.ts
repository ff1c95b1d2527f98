import { HOUR_MS, SECOND_MS } from '#core/lead/instant.ts';
import { SyncError, type SyncErrorCode, type SyncErrorDetails } from '#core/failures/sync-error.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import { retryAfterMs as askedWait } from '#connectors/http/retry-after.ts';
import { failuresOf, joinFailures, type Failure } from './failures.ts';

interface Meaning {
  readonly code: SyncErrorCode;
  readonly retryAfterMs?: number;
  /** What a person does about it. */
  readonly advice: string;
}

const SCHEMA: Meaning = {
  code: 'REJECTED',
  advice: 'The field or object is unknown or hidden from our user: run `check`.',
};
const OUR_BUG: Meaning = { code: 'UNEXPECTED_ANSWER', advice: 'Please report this.' };
const ACCESS: Meaning = {
  code: 'FORBIDDEN',
  advice: 'Give the integration user the permission set PC_Lead_Sync.',
};

/** By errorCode, whatever the status: only the code is to be trusted (reference SF §14). */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  INVALID_SESSION_ID: {
    code: 'TOKEN_REJECTED',
    advice: "Check the app's policies and its Run-as user in Salesforce, then start again.",
  },
  UNABLE_TO_LOCK_ROW: {
    code: 'RATE_LIMITED',
    advice: 'Another transaction holds the record; nothing was written, it will be tried again.',
  },
  SERVER_UNAVAILABLE: { code: 'UNAVAILABLE', advice: 'It will be tried again.' },
  UNKNOWN_EXCEPTION: { code: 'UNAVAILABLE', advice: 'It will be tried again.' },
  QUERY_TIMEOUT: { code: 'UNAVAILABLE', advice: 'It will be tried again.' },
  STORAGE_LIMIT_EXCEEDED: {
    code: 'RATE_LIMITED',
    advice: 'Nothing was written. The org is out of storage: free some or buy more.',
  },
  API_DISABLED_FOR_ORG: { code: 'FORBIDDEN', advice: 'Turn the API on for this org.' },
  API_CURRENTLY_DISABLED: { code: 'FORBIDDEN', advice: 'Turn the API on for this org.' },
  INSUFFICIENT_ACCESS: ACCESS,
  INSUFFICIENT_ACCESS_OR_READONLY: ACCESS,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: ACCESS,
  INVALID_FIELD: SCHEMA,
  INVALID_FIELD_FOR_INSERT_UPDATE: SCHEMA,
  INVALID_TYPE: SCHEMA,
  INVALID_QUERY_LOCATOR: { code: 'UNAVAILABLE', advice: 'The read will start again.' },
  JSON_PARSER_ERROR: OUR_BUG,
  MALFORMED_QUERY: OUR_BUG,
  INVALID_QUERY_FILTER_OPERATOR: OUR_BUG,
  UNSUPPORTED_API_VERSION: {
    code: 'UNEXPECTED_ANSWER',
    advice: 'Salesforce has retired this API version: raise `apiVersion` in the settings.',
  },
};

const REFUSED: Meaning = { code: 'REJECTED', advice: '' };
/** Concurrent calls free up in seconds, the day's allowance in hours: only the words tell them apart (reference SF §13). */
const CONCURRENT: Meaning = {
  code: 'RATE_LIMITED',
  retryAfterMs: 5 * SECOND_MS,
  advice: 'Too many calls of this org run at once; it will be tried again.',
};
const ALLOWANCE: Meaning = {
  code: 'BUDGET_SPENT',
  retryAfterMs: HOUR_MS,
  advice:
    'The org has used up its API calls of the last 24 hours; work goes on when calls free up.',
};

const byStatus = (status: number): Meaning => {
  if (status === 401) return MEANINGS['INVALID_SESSION_ID'] ?? REFUSED;
  if (status === 429) return { ...CONCURRENT, advice: 'It will be tried again.' };
  if (status === 420 || status >= 500) return { code: 'UNAVAILABLE', advice: '' };
  if (status === 403) return ACCESS;
  if (status === 410) return MEANINGS['UNSUPPORTED_API_VERSION'] ?? REFUSED;
  if (status === 400 || status === 404) return REFUSED;
  return OUR_BUG;
};

const meaningOf = (status: number, failures: readonly Failure[]): Meaning => {
  if (failures.some((one) => one.code === 'REQUEST_LIMIT_EXCEEDED'))
    return failures.some((one) => one.words.includes('Concurrent')) ? CONCURRENT : ALLOWANCE;
  for (const { code } of failures) {
    const meaning = MEANINGS[code];
    if (meaning !== undefined) return meaning;
  }
  return byStatus(status);
};

export interface Refusal {
  readonly status: number;
  readonly failures: readonly Failure[];
  /** What the server asked for, if it did. */
  readonly waitMs?: number | undefined;
}

/** What a refused call means to the worker. The words stay in the details, out of the message and so out of the log. */
export const toSyncError = ({ status, failures, waitMs }: Refusal): SyncError => {
  const meaning = meaningOf(status, failures);
  const all = joinFailures(failures);
  const retryAfterMs = waitMs ?? meaning.retryAfterMs;
  const details: SyncErrorDetails = {
    side: 'crm',
    status,
    ...(all.code === '' ? {} : { systemCode: all.code }),
    ...(all.words === '' ? {} : { systemWords: all.words }),
    ...(all.fields.length === 0 ? {} : { fields: all.fields }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const what = all.code === '' ? `HTTP ${status}` : `${all.code} (HTTP ${status})`;
  return new SyncError(
    meaning.code,
    `Salesforce refused the call: ${what}. ${meaning.advice}`.trim(),
    details,
  );
};

/** Failures of a call as such, decided in the transport; all other refusals are read where the call is made. */
const OF_THE_CALL: ReadonlySet<SyncErrorCode> = new Set([
  'RATE_LIMITED',
  'UNAVAILABLE',
  'TOKEN_REJECTED',
  'BUDGET_SPENT',
]);

export const salesforceErrors = (reply: HttpReply): SyncError | undefined => {
  if (reply.status < 400) return undefined;
  const error = toSyncError({
    status: reply.status,
    failures: failuresOf(reply.text),
    waitMs: askedWait(reply),
  });
  return OF_THE_CALL.has(error.code) ? error : undefined;
};

export type WriteFailure =
  | { readonly kind: 'stale' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'refused';
      readonly words: string;
      readonly code: string;
      readonly fields: readonly string[];
    };

/**
 * How a refused write ended. A 404 says unknown or invisible; for a write both are gone.
 * @throws SyncError where the failure is of the call, not of the row.
 */
export const writeFailure = (status: number, failures: readonly Failure[]): WriteFailure => {
  if (status === 412) return { kind: 'stale' };
  const codes = failures.map((one) => one.code);
  if (status === 404 || codes.includes('ENTITY_IS_DELETED')) return { kind: 'gone' };
  const error = toSyncError({ status, failures });
  // A server that broke does not say whether it wrote first.
  if (error.code === 'UNAVAILABLE')
    throw new SyncError('UNKNOWN_RESULT', error.message, error.details);
  // A 400 is about what was sent: even JSON_PARSER_ERROR may only mean a text where a date is due.
  if (OF_THE_CALL.has(error.code) || (error.code === 'UNEXPECTED_ANSWER' && status !== 400))
    throw error;
  const { words, code, fields } = joinFailures(failures);
  return { kind: 'refused', words: words === '' ? error.message : words, code, fields };
};
