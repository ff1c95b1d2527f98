import { describe, expect, test } from '@jest/globals';
import { isSyncError } from '#core/failures/sync-error.ts';
import { salesforceErrors, toSyncError, writeFailure } from '#connectors/salesforce/errors.ts';
import { failuresIn, failuresOf } from '#connectors/salesforce/failures.ts';
import { START } from './open-salesforce.ts';
import { recorded, refusal } from './rows.ts';

const failuresFor = (errorCode: string, message = 'words') =>
  failuresIn(refusal(errorCode, message));

describe('what a refused read means', () => {
  test.each([
    { status: 401, code: 'INVALID_SESSION_ID', is: 'TOKEN_REJECTED' },
    { status: 400, code: 'UNABLE_TO_LOCK_ROW', is: 'RATE_LIMITED' },
    { status: 409, code: 'UNABLE_TO_LOCK_ROW', is: 'RATE_LIMITED' },
    { status: 403, code: 'API_DISABLED_FOR_ORG', is: 'FORBIDDEN' },
    { status: 403, code: 'INSUFFICIENT_ACCESS', is: 'FORBIDDEN' },
    { status: 400, code: 'INVALID_FIELD', is: 'REJECTED' },
    { status: 400, code: 'INVALID_TYPE', is: 'REJECTED' },
    { status: 404, code: 'NOT_FOUND', is: 'REJECTED' },
    { status: 400, code: 'MALFORMED_QUERY', is: 'UNEXPECTED_ANSWER' },
    { status: 400, code: 'JSON_PARSER_ERROR', is: 'UNEXPECTED_ANSWER' },
    { status: 400, code: 'QUERY_TIMEOUT', is: 'UNAVAILABLE' },
    { status: 400, code: 'INVALID_QUERY_LOCATOR', is: 'UNAVAILABLE' },
    { status: 500, code: 'UNKNOWN_EXCEPTION', is: 'UNAVAILABLE' },
    { status: 503, code: 'SERVER_UNAVAILABLE', is: 'UNAVAILABLE' },
    { status: 420, code: '', is: 'UNAVAILABLE' },
    { status: 429, code: '', is: 'RATE_LIMITED' },
    { status: 410, code: '', is: 'UNEXPECTED_ANSWER' },
    { status: 415, code: '', is: 'UNEXPECTED_ANSWER' },
  ])('$status $code: $is', ({ status, code, is }) => {
    const failures = code === '' ? [] : failuresFor(code);
    expect(toSyncError({ status, failures }).code).toBe(is);
  });

  test.each([
    { words: 'TotalRequests Limit exceeded.', is: 'BUDGET_SPENT' },
    { words: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.', is: 'RATE_LIMITED' },
  ])('403 REQUEST_LIMIT_EXCEEDED, $words: $is', ({ words, is }) => {
    const failures = failuresFor('REQUEST_LIMIT_EXCEEDED', words);
    expect(toSyncError({ status: 403, failures }).code).toBe(is);
  });

  test('keeps every word and every field, but none of them in its message', () => {
    const failures = failuresIn([
      { errorCode: 'STRING_TOO_LONG', message: 'Name: data value too large', fields: ['Name'] },
      { errorCode: 'INVALID_EMAIL_ADDRESS', message: 'ana@: invalid', fields: ['Email', 'Name'] },
    ]);
    const error = toSyncError({ status: 400, failures });
    expect({ message: error.message, details: error.details }).toEqual({
      message: 'Salesforce refused the call: STRING_TOO_LONG (HTTP 400).',
      details: {
        side: 'crm',
        status: 400,
        systemCode: 'STRING_TOO_LONG',
        systemWords: 'Name: data value too large · ana@: invalid',
        fields: ['Name', 'Email'],
      },
    });
  });
});

const errorOf = (status: number, text: string) =>
  salesforceErrors({ status, text, headers: {}, sentAt: START })?.code;

describe('what the transport decides by itself', () => {
  test.each([
    { case: 'a row', status: 200, text: '{}', is: undefined },
    {
      case: 'a refused value',
      status: 400,
      text: JSON.stringify(refusal('STRING_TOO_LONG', 'x')),
      is: undefined,
    },
    { case: 'a precondition that failed, without a body', status: 412, text: '', is: undefined },
    {
      case: 'a row that is gone',
      status: 404,
      text: JSON.stringify(refusal('NOT_FOUND', 'x')),
      is: undefined,
    },
    {
      case: 'an expired session',
      status: 401,
      text: JSON.stringify(refusal('INVALID_SESSION_ID', 'x')),
      is: 'TOKEN_REJECTED',
    },
    { case: "a gateway's page", status: 503, text: '<html>maintenance</html>', is: 'UNAVAILABLE' },
  ])('$case', ({ status, text, is }) => expect(errorOf(status, text)).toBe(is));
});

describe('how a refused write ended', () => {
  test.each([
    { case: '412 with an empty body', status: 412, failures: [], is: { kind: 'stale' } },
    { case: '404', status: 404, failures: failuresFor('NOT_FOUND'), is: { kind: 'gone' } },
    {
      case: 'a row in the bin',
      status: 404,
      failures: failuresIn(recorded('row.delete.ENTITY_IS_DELETED.404')),
      is: { kind: 'gone' },
    },
    {
      case: "an admin's rule",
      status: 400,
      failures: failuresFor('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Fill in the loss reason'),
      is: {
        kind: 'refused',
        words: 'Fill in the loss reason',
        code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: [],
      },
    },
    {
      case: 'a text where a date is due',
      status: 400,
      failures: failuresFor('JSON_PARSER_ERROR', 'Cannot deserialize instance of date'),
      is: {
        kind: 'refused',
        words: 'Cannot deserialize instance of date',
        code: 'JSON_PARSER_ERROR',
        fields: [],
      },
    },
    {
      case: 'a missing right',
      status: 400,
      failures: failuresFor('INSUFFICIENT_ACCESS_OR_READONLY', 'no access'),
      is: {
        kind: 'refused',
        words: 'no access',
        code: 'INSUFFICIENT_ACCESS_OR_READONLY',
        fields: [],
      },
    },
    {
      case: 'no words at all',
      status: 400,
      failures: [],
      is: {
        kind: 'refused',
        words: 'Salesforce refused the call: HTTP 400.',
        code: '',
        fields: [],
      },
    },
  ])('$case', ({ status, failures, is }) => expect(writeFailure(status, failures)).toEqual(is));

  test.each([
    { code: 'UNABLE_TO_LOCK_ROW', status: 400, is: 'RATE_LIMITED' },
    { code: 'STORAGE_LIMIT_EXCEEDED', status: 400, is: 'RATE_LIMITED' },
    { code: 'UNKNOWN_EXCEPTION', status: 500, is: 'UNKNOWN_RESULT' },
    { code: 'METHOD_NOT_ALLOWED', status: 405, is: 'UNEXPECTED_ANSWER' },
    { code: 'UNSUPPORTED_API_VERSION', status: 410, is: 'UNEXPECTED_ANSWER' },
  ])('$code is thrown as $is', ({ code, status, is }) => {
    let thrown: unknown;
    try {
      writeFailure(status, failuresFor(code));
    } catch (error) {
      thrown = error;
    }
    expect(isSyncError(thrown) ? thrown.code : thrown).toBe(is);
  });
});

describe('complaints in every shape', () => {
  test.each([
    { case: 'of a row', body: refusal('X', ' w '), is: [{ code: 'X', words: 'w', fields: [] }] },
    {
      case: 'of a collection',
      body: [{ statusCode: 'X', message: 'w', fields: ['A'] }],
      is: [{ code: 'X', words: 'w', fields: ['A'] }],
    },
    {
      case: 'of the token endpoint',
      body: recorded('oauth.invalid_grant.400'),
      is: [
        { code: 'invalid_grant', words: 'authentication failure - Invalid Password', fields: [] },
      ],
    },
    {
      case: 'without a list of fields',
      body: recorded('upsert.badExtField.404'),
      is: [
        {
          code: 'NOT_FOUND',
          words: 'Provided external ID field does not exist or is not accessible: Namez',
          fields: [],
        },
      ],
    },
    { case: 'a single row path', body: ['/services/data/v23.0/sobjects/x'], is: [] },
    { case: 'nothing', body: undefined, is: [] },
  ])('$case', ({ body, is }) => expect(failuresIn(body)).toEqual(is));

  test('a page is no complaint', () => expect(failuresOf('<html>')).toEqual([]));
});
