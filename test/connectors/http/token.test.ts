import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { TokenSource } from '#connectors/http/http.ts';
import { SyncError } from '#core/failures/sync-error.ts';
import { failureOf, openTransport, ORIGIN, outcomeOf, read, write } from './transport.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.restore());

/** Tokens `secret-1`, `secret-2` …; notes what it was asked. */
const createTokens = () => {
  const asked: string[] = [];
  let number = 1;
  const source: TokenSource = {
    token: async () => {
      asked.push('token');
      return `secret-${number}`;
    },
    renew: async (rejected) => {
      asked.push(`renew ${rejected}`);
      number += 1;
      return `secret-${number}`;
    },
  };
  return { source, asked };
};

const api = (token: string) => nock(ORIGIN, { reqheaders: { authorization: `Bearer ${token}` } });

describe('a rejected token', () => {
  test.each([
    { case: 'a read', request: read() },
    { case: 'a write', request: write() },
  ])('$case is sent once more with a fresh one', async ({ request }) => {
    const { source, asked } = createTokens();
    const path = new URL(request.url).pathname;
    api('secret-1').intercept(path, request.method).reply(401);
    api('secret-2').intercept(path, request.method).reply(200);
    const { http, clock } = openTransport({ token: source });
    expect(await outcomeOf(http.send(request))).toBe(200);
    expect({ asked, slept: clock.slept() }).toEqual({
      asked: ['token', 'renew secret-1', 'token'],
      slept: 0,
    });
  });

  test('rejected twice: stops, with the words of the system', async () => {
    const { source, asked } = createTokens();
    api('secret-1').get('/rows').reply(401, 'old');
    api('secret-2').get('/rows').reply(401, 'Session expired or invalid');
    const { http } = openTransport({ token: source });
    expect(await failureOf(http.send(read()))).toMatchObject({
      code: 'TOKEN_REJECTED',
      details: { side: 'crm', status: 401, systemWords: 'Session expired or invalid' },
    });
    expect(asked.filter((what) => what.startsWith('renew'))).toEqual(['renew secret-1']);
  });

  test('no fresh one to be had: that is the failure', async () => {
    api('secret-1').get('/rows').reply(401);
    const { source } = createTokens();
    const failure = new SyncError('TOKEN_REJECTED', 'sign in again');
    const { http } = openTransport({
      token: { ...source, renew: () => Promise.reject(failure) },
    });
    expect(await failureOf(http.send(read()))).toMatchObject({ message: 'sign in again' });
  });
});

test('a sign-in carries no token and renews none', async () => {
  const { source, asked } = createTokens();
  nock(ORIGIN, { badheaders: ['authorization'] })
    .post('/token')
    .reply(401);
  const { http } = openTransport({ token: source });
  const signIn = { ...write('/token'), method: 'POST', isSignIn: true } as const;
  expect(await outcomeOf(http.send(signIn))).toBe('TOKEN_REJECTED');
  expect(asked).toEqual([]);
});

test('a sign-in waits neither for the hold nor for the pace of the other calls', async () => {
  nock(ORIGIN).get('/rows').reply(429, '', { 'retry-after': '60' });
  nock(ORIGIN).post('/token').reply(200);
  const { http, clock } = openTransport({ limits: { concurrency: 1, perMinute: 1 } });
  await outcomeOf(http.send(read()));
  const signIn = { ...write('/token'), method: 'POST', isSignIn: true } as const;
  expect(await outcomeOf(http.send(signIn))).toBe(200);
  expect(clock.slept()).toBe(0);
});

test('a sign-in server that is busy holds no other call back', async () => {
  nock(ORIGIN).post('/token').reply(429, '', { 'retry-after': '60' });
  nock(ORIGIN).get('/rows').reply(200);
  const { http, clock } = openTransport();
  const signIn = { ...write('/token'), method: 'POST', isSignIn: true } as const;
  expect(await outcomeOf(http.send(signIn))).toBe('RATE_LIMITED');
  expect(await outcomeOf(http.send(read()))).toBe(200);
  expect(clock.slept()).toBe(0);
});

describe('an address that is not ours gets neither token nor request', () => {
  test.each([
    'https://elsewhere.example/rows',
    'https://api.contoso.example.elsewhere.example/rows',
    'https://api.contoso.example:8443/rows',
    'http://api.contoso.example/rows',
    'https://api.contoso.example@elsewhere.example/rows',
    'https://someone@api.contoso.example/rows',
    '/rows',
    'javascript:0',
  ])('%s', async (url) => {
    const { source, asked } = createTokens();
    const { http, calls } = openTransport({ token: source });
    expect(await outcomeOf(http.send({ ...read(), url }))).toBe('UNEXPECTED_ANSWER');
    expect({ asked, calls }).toEqual({ asked: [], calls: [] });
  });
});

describe('what is logged', () => {
  test('one line a request on the wire, without address, header, body or token', async () => {
    const { source } = createTokens();
    api('secret-1').get('/rows/person%40contoso.example?q=secret-q').reply(503, 'secret-body');
    api('secret-1')
      .get('/rows/person%40contoso.example?q=secret-q')
      .reply(200, 'secret-body', { 'Request-ID': '0b2a', 'set-cookie': 'secret-cookie' });
    const { http, lines, calls } = openTransport({ token: source });
    await http.send(read('/rows/person%40contoso.example?q=secret-q'));
    const facts = { side: 'crm', label: 'read rows', method: 'GET', host: 'api.contoso.example' };
    expect(lines).toEqual([
      {
        level: 'warn',
        event: 'call',
        facts: { ...facts, status: 503, ms: 0, attempt: 1, requestId: null, code: 'UNAVAILABLE' },
      },
      {
        level: 'info',
        event: 'call',
        facts: { ...facts, status: 200, ms: 0, attempt: 2, requestId: '0b2a', code: null },
      },
    ]);
    expect(calls).toEqual([
      { label: 'read rows', status: 503 },
      { label: 'read rows', status: 200 },
    ]);
  });

  test('a thrown failure holds no token, no body and no address either', async () => {
    const { source } = createTokens();
    api('secret-1')
      .patch('/rows/1?q=secret-q')
      .replyWithError(Object.assign(new Error('secret-words'), { code: 'ECONNRESET' }));
    const { http, lines } = openTransport({ token: source });
    const request = { ...write('/rows/1?q=secret-q'), body: 'secret-body' };
    const failure = await failureOf(http.send(request));
    expect(failure.code).toBe('UNKNOWN_RESULT');
    expect(inspect([failure, lines], { depth: 20, showHidden: true })).not.toContain('secret-');
  });
});
