import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { SyncError } from '#core/failures/sync-error.ts';
import { failureOf, openTransport, ORIGIN, outcomeOf, read, START, write } from './transport.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.restore());

const api = () => nock(ORIGIN);

describe('a reply', () => {
  test('comes back whole and unparsed', async () => {
    api().get('/rows').reply(200, '{"id": 1.00}', { ETag: 'W/"7"', 'Set-Cookie': 'a=1' });
    const { http } = openTransport();
    expect(await http.send(read())).toEqual({
      status: 200,
      headers: { etag: 'W/"7"', 'set-cookie': 'a=1' },
      text: '{"id": 1.00}',
      sentAt: START,
    });
  });

  test('the body goes out as it is given', async () => {
    api()
      .patch('/rows/1', (body) => JSON.stringify(body) === '{"a":1}')
      .matchHeader('content-type', 'application/json')
      .reply(204);
    const { http } = openTransport();
    expect(await outcomeOf(http.send(write()))).toBe(204);
  });

  test('a redirect is handed back, never followed', async () => {
    api().get('/rows').reply(302, '', { location: 'https://elsewhere.example/rows' });
    const { http } = openTransport();
    expect(await http.send(read())).toMatchObject({ status: 302 });
  });
});

describe('what becomes of a status', () => {
  test.each([
    { status: 200, read: 200, write: 200 },
    { status: 404, read: 404, write: 404 },
    { status: 412, read: 412, write: 412 },
    { status: 400, read: 'REJECTED', write: 'REJECTED' },
    { status: 401, read: 'TOKEN_REJECTED', write: 'TOKEN_REJECTED' },
    { status: 403, read: 'FORBIDDEN', write: 'FORBIDDEN' },
    { status: 429, read: 'RATE_LIMITED', write: 'RATE_LIMITED', tries: 4 },
    { status: 500, read: 'UNAVAILABLE', write: 'UNKNOWN_RESULT', readTries: 4 },
    { status: 503, read: 'UNAVAILABLE', write: 'UNKNOWN_RESULT', readTries: 4 },
    { status: 599, read: 'UNAVAILABLE', write: 'UNKNOWN_RESULT', readTries: 4 },
  ])('$status: a read gets $read, a write $write', async (row) => {
    const { status, tries = 1, readTries = tries } = row;
    api().get('/rows').times(readTries).reply(status);
    api().patch('/rows/1').times(tries).reply(status);
    const { http, calls } = openTransport();
    expect({
      read: await outcomeOf(http.send(read())),
      write: await outcomeOf(http.send(write())),
      calls: calls.length,
    }).toEqual({ read: row.read, write: row.write, calls: readTries + tries });
  });

  test('a write that the table calls unavailable may have been done; its details stay', async () => {
    api().patch('/rows/1').reply(409, 'busy');
    const { http } = openTransport({
      errors: () => new SyncError('UNAVAILABLE', 'row is locked', { systemWords: 'busy' }),
    });
    expect(await failureOf(http.send(write()))).toMatchObject({
      code: 'UNKNOWN_RESULT',
      message: 'row is locked',
      details: { side: 'crm', status: 409, systemWords: 'busy' },
    });
  });

  test.each([
    { code: 'ECONNREFUSED', is: 'UNAVAILABLE' },
    { code: 'ENOTFOUND', is: 'UNAVAILABLE' },
    { code: 'EAI_AGAIN', is: 'UNAVAILABLE' },
    { code: 'ECONNRESET', is: 'UNKNOWN_RESULT' },
    { code: 'ETIMEDOUT', is: 'UNKNOWN_RESULT' },
    { code: 'EPIPE', is: 'UNKNOWN_RESULT' },
  ])('a write that meets $code: $is', async ({ code, is }) => {
    api()
      .patch('/rows/1')
      .replyWithError(Object.assign(new Error('net'), { code }));
    const { http, calls } = openTransport();
    expect(await outcomeOf(http.send(write()))).toBe(is);
    expect(calls).toEqual([{ label: 'patch row', status: 'lost' }]);
  });

  test('a read gets over a passing failure, backing off on our clock', async () => {
    api().get('/rows').reply(500);
    api().get('/rows').reply(503);
    api().get('/rows').reply(200, 'done');
    const { http, clock } = openTransport();
    expect(await http.send(read())).toMatchObject({ text: 'done' });
    expect(clock.slept()).toBe(250 + 500);
  });
});

describe('Retry-After', () => {
  test.each([
    { case: 'a read, 429', request: read(), status: 429, slept: 7_000, is: 200 },
    { case: 'a read, 503', request: read(), status: 503, slept: 7_000, is: 200 },
    { case: 'a write, 429', request: write(), status: 429, slept: 7_000, is: 200 },
    { case: 'a write, 503', request: write(), status: 503, slept: 0, is: 'UNKNOWN_RESULT' },
  ])('$case: $is after $slept ms', async ({ request, status, slept, is }) => {
    const path = new URL(request.url).pathname;
    api().intercept(path, request.method).reply(status, '', { 'retry-after': '7' });
    if (is === 200) api().intercept(path, request.method).reply(200);
    const { http, clock } = openTransport();
    expect({ is: await outcomeOf(http.send(request)), slept: clock.slept() }).toEqual({
      is,
      slept,
    });
  });

  test('past the deadline it is the caller who waits', async () => {
    api().get('/rows').reply(429, '', { 'retry-after': '30' });
    const { http, clock } = openTransport();
    expect(await failureOf(http.send(read()))).toMatchObject({
      code: 'RATE_LIMITED',
      details: { side: 'crm', status: 429, retryAfterMs: 30_000 },
    });
    expect(clock.slept()).toBe(0);
  });

  test('holds every other call of the side back, without a request, until it is over', async () => {
    api().get('/rows').reply(429, '', { 'retry-after': '120' });
    const { http, clock, calls } = openTransport();
    await outcomeOf(http.send(read()));
    clock.advance(60_000);
    expect(await failureOf(http.send(write()))).toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: 60_000 },
    });
    clock.advance(50_000);
    api().patch('/rows/1').reply(204);
    expect(await outcomeOf(http.send(write()))).toBe(204);
    expect({ slept: clock.slept(), calls: calls.length }).toEqual({ slept: 10_000, calls: 2 });
  });
});

describe('the deadline', () => {
  test('ends the tries of a read', async () => {
    api().get('/rows').twice().reply(503);
    const { http, calls } = openTransport({ deadlineMs: 300 });
    expect(await outcomeOf(http.send(read()))).toBe('UNAVAILABLE');
    expect(calls.length).toBe(2);
  });
});

describe('notAfter', () => {
  const late = { ...write(), notAfter: '2026-11-24T09:10:16.000Z' };

  test.each([
    { case: 'in time', afterMs: 4_999, is: 204, calls: 1 },
    { case: 'to the instant', afterMs: 5_000, is: 204, calls: 1 },
    { case: 'past it: stale, and nothing is sent', afterMs: 5_001, is: 'stale', calls: 0 },
  ])('$case', async ({ afterMs, is, calls }) => {
    if (calls === 1) api().patch('/rows/1').reply(204);
    const transport = openTransport();
    transport.clock.advance(afterMs);
    expect(await outcomeOf(transport.http.send(late))).toBe(is);
    expect(transport.calls.length).toBe(calls);
  });

  test('past it while waiting to try again: stale', async () => {
    api().patch('/rows/1').reply(429, '', { 'retry-after': '6' });
    const { http } = openTransport();
    expect(await outcomeOf(http.send(late))).toBe('stale');
  });

  test('past it while waiting for its turn: stale', async () => {
    api().get('/rows').reply(200);
    const { http } = openTransport({ limits: { concurrency: 4, perMinute: 6 } });
    await http.send(read());
    expect(await outcomeOf(http.send(late))).toBe('stale');
  });
});

describe('the budget', () => {
  test('is taken once a try, urgent or not; sign-in is free', async () => {
    const taken: boolean[] = [];
    const budget = {
      take: async ({ isUrgent }: { isUrgent: boolean }) => {
        taken.push(isUrgent);
      },
    };
    api().get('/rows').reply(503);
    api().get('/rows').reply(200);
    api().patch('/rows/1').reply(204);
    api().post('/token').reply(200);
    const { http } = openTransport({ budget });
    await http.send(read());
    await http.send({ ...write(), isUrgent: true });
    await http.send({ ...write('/token'), method: 'POST', isSignIn: true });
    expect(taken).toEqual([false, false, true]);
  });

  test('spent: nothing is sent', async () => {
    const budget = {
      take: () => Promise.reject(new SyncError('BUDGET_SPENT', 'spent', { retryAt: START })),
    };
    const { http, calls } = openTransport({ budget });
    expect(await outcomeOf(http.send(read()))).toBe('BUDGET_SPENT');
    expect(calls).toEqual([]);
  });
});
