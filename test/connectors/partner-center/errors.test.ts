import { describe, expect, test } from '@jest/globals';
import type { HttpReply, HttpRequest } from '#connectors/http/http.ts';
import { isStale, partnerErrors, readError, refusal } from '#connectors/partner-center/errors.ts';
import { NOW } from './connected.ts';
import { fixtureText } from './fixture.ts';

const reply = (status: number, text = '', headers: Record<string, string> = {}): HttpReply => ({
  status,
  text,
  headers,
  sentAt: NOW,
});
const told = (code: string, message = 'words', more: object = {}): string =>
  JSON.stringify({ error: { code, message, ...more } });
const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'https://api.partner.example',
  label: 'x',
  isWrite: false,
};

describe('the table of failures', () => {
  test.each([
    {
      case: 'no token',
      reply: reply(401, fixtureText('error-401-unauthorized')),
      is: 'TOKEN_REJECTED',
    },
    { case: 'no token, gateway without body', reply: reply(401), is: 'TOKEN_REJECTED' },
    { case: 'slow down', reply: reply(429, '', { 'retry-after': '30' }), is: 'RATE_LIMITED' },
    { case: 'slow down, no word how long', reply: reply(429), is: 'RATE_LIMITED' },
    {
      case: 'closed with a time',
      reply: reply(503, told('serviceNotAvailable'), { 'retry-after': '5' }),
      is: 'RATE_LIMITED',
    },
    { case: 'closed', reply: reply(503, told('serviceNotAvailable')), is: 'UNAVAILABLE' },
    { case: 'broken', reply: reply(500, told('generalException')), is: 'UNAVAILABLE' },
    { case: 'a gateway that waited', reply: reply(504, '<html>'), is: 'UNAVAILABLE' },
    { case: 'no room', reply: reply(507), is: 'UNAVAILABLE' },
    { case: 'no bandwidth', reply: reply(509), is: 'RATE_LIMITED' },
    { case: 'locked', reply: reply(423), is: 'UNAVAILABLE' },
    { case: 'waited for us', reply: reply(408), is: 'UNAVAILABLE' },
    { case: 'no such method', reply: reply(405), is: 'REJECTED' },
    { case: 'no such media type', reply: reply(415), is: 'REJECTED' },
    { case: 'not built', reply: reply(501), is: 'REJECTED' },
    { case: 'elsewhere', reply: reply(302), is: 'UNEXPECTED_ANSWER' },
    ...[200, 204, 400, 403, 404, 409, 410, 412, 413, 422].map((status) => ({
      case: `${status} is for the caller`,
      reply: reply(status),
      is: undefined,
    })),
  ])('$case: $is', ({ reply: answer, is }) => {
    expect(partnerErrors(answer, REQUEST)?.code).toBe(is);
  });

  test('a refused token is told in its own words, with what to do', () => {
    expect(partnerErrors(reply(401, fixtureText('error-401-unauthorized')), REQUEST)).toMatchObject(
      {
        message:
          'Partner Center refused our token (HTTP 401, unauthenticated: "The caller is not authenticated. Lifetime validation failed."). Run `lead-sync connect partner-center` and sign in.',
        details: {
          side: 'partner',
          status: 401,
          systemCode: 'unauthenticated',
          systemWords: 'The caller is not authenticated. Lifetime validation failed.',
        },
      },
    );
  });

  test.each([
    { case: 'as the code', text: told('900421', 'MFA needed') },
    { case: 'as a number', text: '{"code":900421,"description":"MFA needed"}' },
    {
      case: 'inside',
      text: told('unauthenticated', 'no', {
        innerError: { code: '900421', message: 'MFA needed' },
      }),
    },
    { case: 'in the words', text: told('unAuthorized', 'Error code 900421: MFA needed') },
  ])('a missing second factor is named: $case', ({ text }) => {
    expect(partnerErrors(reply(401, text), REQUEST)?.message).toMatch(
      /^Partner Center wants multi-factor authentication \(HTTP 401.*MFA needed/,
    );
  });

  test('how long to wait is told', () => {
    const limited = partnerErrors(reply(429, '', { 'retry-after': '30' }), REQUEST);
    expect(limited?.details).toMatchObject({ retryAfterMs: 30_000 });
  });
});

describe('readError', () => {
  test.each([
    { case: 'nothing', text: '', is: {} },
    { case: 'HTML', text: '<html></html>', is: {} },
    { case: 'a number', text: '7', is: {} },
    { case: 'an error that is a text', text: '{"error":"no"}', is: {} },
    { case: 'no error in it', text: '{}', is: {} },
    {
      case: 'the deepest code we know',
      text: told('invalidRequest', 'a', {
        innererror: {
          code: 'resourceModified',
          message: 'b',
          innerError: { code: 'odd', message: 'c' },
        },
      }),
      is: { code: 'resourceModified', words: 'a b c' },
    },
    { case: 'a code we do not know', text: told('odd'), is: { code: 'odd', words: 'words' } },
    {
      case: 'the deepest target',
      text: told('invalidRequest', 'a', {
        target: 'referral',
        innerError: { message: 'a', target: 'details/notes' },
      }),
      is: { code: 'invalidRequest', words: 'a', target: 'details/notes' },
    },
    {
      case: 'without the outer shell',
      text: '{"code":"accessDenied","message":"no"}',
      is: { code: 'accessDenied', words: 'no' },
    },
  ])('$case', ({ text, is }) => {
    expect(readError(reply(400, text))).toEqual({
      code: undefined,
      words: undefined,
      target: undefined,
      ...is,
    });
  });

  test('a message is cut where the documents cut it', () => {
    expect(readError(reply(400, told('x', 'w'.repeat(5_000)))).words).toHaveLength(1_024);
  });
});

describe('isStale', () => {
  test.each([
    { status: 412, text: fixtureText('error-412-etag'), is: true },
    { status: 412, text: '', is: true },
    { status: 409, text: told('resourceModified'), is: true },
    { status: 409, text: told('preconditionFailed'), is: true },
    { status: 409, text: told('invalidRequest'), is: false },
    { status: 409, text: '', is: false },
    { status: 400, text: told('resourceModified'), is: false },
  ])('$status $text: $is', ({ status, text, is }) => {
    expect(isStale(reply(status, text))).toBe(is);
  });
});

describe('refusal', () => {
  test.each([
    {
      case: 'conditional access',
      answer: reply(403, told('accessDenied', 'insufficent_claims')),
      code: 'FORBIDDEN',
      words: 'conditional access',
    },
    { case: 'a role', answer: reply(403), code: 'FORBIDDEN', words: 'Referrals admin' },
    {
      case: 'a bad request',
      answer: reply(400, told('invalidRequest', 'No such option')),
      code: 'REJECTED',
      words: 'refused to show referral 7 (HTTP 400, invalidRequest: "No such option").',
    },
  ])('$case', ({ answer, code, words }) => {
    const error = refusal(answer, 'referral 7');
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)]);
  });
});
