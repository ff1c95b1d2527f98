import { describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { Http } from '#connectors/http/http.ts';
import { createSignIn, type Tokens } from '#connectors/partner-center/sign-in.ts';
import { createManualClock } from '#test/support/manual-clock.ts';
import { failureOf, httpMaker, LOGIN, NOW, SETTINGS, TOKEN_PATH } from './connected.ts';
import { guardWire } from './wire.ts';

guardWire();

const refresh = (): Promise<Tokens> =>
  createSignIn({ settings: SETTINGS, http: httpMaker(createManualClock(NOW)) }).refresh('RT1');
const EXPIRED =
  'AADSTS700082: The refresh token has expired due to inactivity. Trace ID: 1f0e Correlation ID: 2a\r\nTimestamp: now';
const AGAIN = 'Run `lead-sync connect partner-center` and sign in.';
const MFA = `The sign-in lacks multi-factor authentication. ${AGAIN} Use a user with a second factor.`;
const APP = 'Check tenantId, clientId, clientSecret and the permissions of the app registration.';

describe('a refusal is told in the words of the system', () => {
  test.each([
    {
      error: 'invalid_grant',
      words: EXPIRED,
      told: 'invalid_grant: AADSTS700082: The refresh token has expired due to inactivity.',
      remedy: AGAIN,
    },
    {
      error: 'interaction_required',
      words: 'AADSTS50076: You must use multi-factor authentication.',
      told: 'interaction_required: AADSTS50076: You must use multi-factor authentication.',
      remedy: MFA,
    },
    {
      error: 'invalid_request',
      words: 'Error 900421: MFA required',
      told: 'invalid_request: Error 900421: MFA required',
      remedy: MFA,
    },
    {
      error: 'invalid_client',
      words: 'AADSTS7000215: Invalid client secret provided.',
      told: 'invalid_client: AADSTS7000215: Invalid client secret provided.',
      remedy: APP,
      status: 401,
    },
  ])('$error', async ({ error, words, told, remedy, status }) => {
    nock(LOGIN)
      .post(TOKEN_PATH)
      .reply(status ?? 400, { error, error_description: words });
    expect(await failureOf(refresh())).toEqual({
      code: 'TOKEN_REJECTED',
      message: `The sign-in to Partner Center was refused (${told}). ${remedy}`,
      details: expect.objectContaining({
        side: 'partner',
        status: status ?? 400,
        systemCode: error,
        systemWords: told.slice(error.length + 2),
      }),
    });
  });

  test('an answer without words has its status', async () => {
    nock(LOGIN).post(TOKEN_PATH).reply(403, '<html>blocked</html>');
    expect(await failureOf(refresh())).toMatchObject({
      code: 'TOKEN_REJECTED',
      message: `The sign-in to Partner Center was refused (HTTP 403). ${AGAIN}`,
    });
  });
});

describe('trouble that says nothing about the grant', () => {
  test.each([
    { case: 'a broken server', status: 500, code: 'UNAVAILABLE', times: 4 },
    {
      case: 'too many requests',
      status: 429,
      code: 'RATE_LIMITED',
      times: 1,
      headers: { 'Retry-After': '3600' },
    },
    {
      case: 'closed for a while',
      status: 503,
      code: 'RATE_LIMITED',
      times: 1,
      headers: { 'Retry-After': '3600' },
    },
    {
      case: 'a redirect',
      status: 302,
      code: 'UNEXPECTED_ANSWER',
      times: 1,
      headers: { location: 'https://other.example' },
    },
    {
      case: 'busy in OAuth words',
      status: 400,
      body: { error: 'temporarily_unavailable' },
      code: 'UNAVAILABLE',
      times: 1,
    },
    {
      case: 'an answer without a token',
      status: 200,
      body: { token_type: 'Bearer' },
      code: 'UNEXPECTED_ANSWER',
      times: 1,
    },
    {
      case: 'a page of HTML',
      status: 200,
      body: '<html></html>',
      code: 'UNEXPECTED_ANSWER',
      times: 1,
    },
  ])('$case is $code', async ({ status, body, headers, times, code }) => {
    nock(LOGIN)
      .post(TOKEN_PATH)
      .times(times)
      .reply(status, body ?? '', headers);
    expect(await failureOf(refresh())).toMatchObject({ code });
  });

  test('no answer is UNAVAILABLE', async () => {
    nock(LOGIN)
      .post(TOKEN_PATH)
      .times(4)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    expect(await failureOf(refresh())).toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('where the secret may go', () => {
  const silent: Http = { send: () => Promise.reject(new Error('must not be sent')) };

  test('not over http to another machine', async () => {
    const settings = { ...SETTINGS, loginUrl: 'http://login.example' };
    const signIn = createSignIn({ settings, http: () => silent });
    expect(await failureOf(signIn.refresh('RT1'))).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('HTTPS'),
    });
  });

  test.each(['http://127.0.0.1:4010', 'http://localhost:4010/login'])(
    'over http to this one: %s',
    async (loginUrl) => {
      const urls: string[] = [];
      const http: Http = {
        send: async ({ url }) => {
          urls.push(url);
          const text = JSON.stringify({ token_type: 'Bearer', access_token: 'AT' });
          return {
            status: 200,
            headers: { 'content-type': 'application/json' },
            text,
            sentAt: NOW,
          };
        },
      };
      const signIn = createSignIn({ settings: { ...SETTINGS, loginUrl }, http: () => http });
      expect(await signIn.refresh('RT1')).toEqual({
        accessToken: 'AT',
        refreshToken: undefined,
        expiresInSeconds: 300,
      });
      expect(urls).toEqual([`${loginUrl}/contoso/oauth2/v2.0/token`]);
    },
  );
});
