import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { isSyncError } from '#core/failures/sync-error.ts';
import { openClient } from './open-salesforce.ts';
import { expectSignIn, org, SERVER_DATE } from './org.ts';
import { recorded, refusal, ROOT } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const codeOf = async (work: Promise<unknown>) => {
  try {
    return await work;
  } catch (error) {
    return isSyncError(error) ? error.code : error;
  }
};

describe('a call', () => {
  test('carries our name and token, JSON both ways', async () => {
    expectSignIn();
    org()
      .post(`${ROOT}/sobjects/Account`, { Name: 'xyzzy' })
      .matchHeader('authorization', 'Bearer token-1')
      .matchHeader('sforce-call-options', 'client=lead-sync')
      .matchHeader('content-type', 'application/json')
      .reply(201, recorded('row.create.201'));
    const { client } = openClient();
    const answer = await client.call({
      method: 'POST',
      path: '/sobjects/Account',
      body: { Name: 'xyzzy' },
      label: 'create account',
      isWrite: true,
    });
    expect({ status: answer.status, body: answer.body, failures: answer.failures }).toEqual({
      status: 201,
      body: { id: '0015500001QdQWfAAN', success: true, errors: [] },
      failures: [],
    });
  });

  test('hands a refused row back with its complaints', async () => {
    expectSignIn();
    org()
      .get(`${ROOT}/sobjects/Foo/1`)
      .reply(404, refusal('NOT_FOUND', 'The requested resource does not exist'));
    const { client } = openClient();
    const answer = await client.call({
      method: 'GET',
      path: '/sobjects/Foo/1',
      label: 'read',
      isWrite: false,
    });
    expect({ status: answer.status, failures: answer.failures }).toEqual({
      status: 404,
      failures: [{ code: 'NOT_FOUND', words: 'The requested resource does not exist', fields: [] }],
    });
  });

  test.each([
    { isWrite: false, is: 'UNEXPECTED_ANSWER' },
    { isWrite: true, is: 'UNKNOWN_RESULT' },
  ])('a page where JSON was due (write: $isWrite): $is', async ({ isWrite, is }) => {
    expectSignIn();
    org().get(`${ROOT}/limits`).reply(200, '<html>welcome</html>');
    const { client } = openClient();
    const call = client.call({ method: 'GET', path: '/limits', label: 'x', isWrite });
    expect(await codeOf(call)).toBe(is);
  });

  test('that comes too late is not sent', async () => {
    expectSignIn();
    const { client } = openClient();
    const call = client.call({
      method: 'PATCH',
      path: '/sobjects/Opportunity/1',
      label: 'x',
      isWrite: true,
      notAfter: '2026-11-24T09:10:10.999Z',
    });
    expect(await call).toBe('stale');
  });

  test("keeps the org's own count of calls and the server's clock", async () => {
    expectSignIn();
    org().get(`${ROOT}/limits`).reply(
      200,
      {},
      {
        date: 'Tue, 24 Nov 2026 09:15:00 GMT',
        'Sforce-Limit-Info': 'api-usage=14998/15000; per-app-api-usage=17/250(appName=x)',
      },
    );
    const { client, clock } = openClient();
    expect(client.callsLeft()).toBe(undefined);
    await client.call({ method: 'GET', path: '/limits', label: 'x', isWrite: false });
    clock.advance(1_500);
    expect({ calls: client.callsLeft(), now: client.serverNow() }).toEqual({
      calls: { used: 14_998, max: 15_000 },
      now: '2026-11-24T09:15:01.500Z',
    });
  });
});

describe('jsforce over our transport', () => {
  test('sends through it, with our headers', async () => {
    expectSignIn();
    org()
      .get(`${ROOT}/sobjects/Opportunity/describe`)
      .matchHeader('authorization', 'Bearer token-1')
      .matchHeader('sforce-call-options', 'client=lead-sync')
      .reply(200, { name: 'Opportunity', fields: [] }, SERVER_DATE);
    const { client } = openClient();
    const connection = await client.connection();
    expect(await connection.describe('Opportunity')).toEqual({ name: 'Opportunity', fields: [] });
  });

  test('a refusal keeps its code and words', async () => {
    expectSignIn();
    org()
      .post(`${ROOT}/tooling/sobjects/CustomField`)
      .reply(400, refusal('DUPLICATE_DEVELOPER_NAME', 'There is already a field named X'));
    const { client } = openClient();
    const connection = await client.connection();
    await expect(
      connection.tooling.sobject('CustomField').create({ FullName: 'Opportunity.X__c' } as never),
    ).rejects.toMatchObject({
      code: 'REJECTED',
      details: {
        status: 400,
        systemCode: 'DUPLICATE_DEVELOPER_NAME',
        systemWords: 'There is already a field named X',
      },
    });
  });
});
