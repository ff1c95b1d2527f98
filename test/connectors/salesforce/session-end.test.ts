import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { isSyncError } from '#core/failures/sync-error.ts';
import { openClient } from './open-salesforce.ts';
import { expectSignIn, org } from './org.ts';
import { refusal, ROOT } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const READ = { method: 'GET', path: '/limits', label: 'read limits', isWrite: false } as const;

const failureOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return undefined;
  } catch (error) {
    return isSyncError(error)
      ? { code: error.code, message: error.message, ...error.details }
      : error;
  }
};

const expiredOnce = (token: string, path = '/limits'): void => {
  org()
    .get(`${ROOT}${path}`)
    .matchHeader('authorization', `Bearer ${token}`)
    .reply(401, refusal('INVALID_SESSION_ID', 'Session expired or invalid'));
};

describe('a session that has ended', () => {
  test('is renewed once, and the call goes through', async () => {
    expectSignIn('token-1');
    expiredOnce('token-1');
    expectSignIn('token-2');
    org().get(`${ROOT}/limits`).matchHeader('authorization', 'Bearer token-2').reply(200, {});
    const { client } = openClient();
    expect((await client.call(READ)).status).toBe(200);
  });

  test('a live session answers the same token: one more try all the same', async () => {
    expectSignIn('token-1');
    expiredOnce('token-1');
    expectSignIn('token-1');
    org().get(`${ROOT}/limits`).matchHeader('authorization', 'Bearer token-1').reply(200, {});
    const { client } = openClient();
    expect((await client.call(READ)).status).toBe(200);
  });

  test('every token refused: two tries, then the tenant stops', async () => {
    expectSignIn('token-1');
    expiredOnce('token-1');
    expectSignIn('token-1');
    expiredOnce('token-1');
    const { client } = openClient();
    expect(await failureOf(client.call(READ))).toEqual({
      code: 'TOKEN_REJECTED',
      message:
        "Salesforce refused the call: INVALID_SESSION_ID (HTTP 401). Check the app's policies and its Run-as user in Salesforce, then start again.",
      side: 'crm',
      status: 401,
      systemCode: 'INVALID_SESSION_ID',
      systemWords: 'Session expired or invalid',
    });
  });

  test('jsforce does not loop over it either', async () => {
    expectSignIn('token-1');
    expiredOnce('token-1', '/sobjects/Opportunity/describe');
    expectSignIn('token-2');
    expiredOnce('token-2', '/sobjects/Opportunity/describe');
    const { client } = openClient();
    const connection = await client.connection();
    expect(await failureOf(connection.describe('Opportunity'))).toMatchObject({
      code: 'TOKEN_REJECTED',
    });
  });
});
