import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let now = 0;
let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:10:11Z');
  sandbox = await startSalesforce({ now: () => now, dailyLimit: 3 });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

describe('the allowance', () => {
  test('is counted on every reply, refusals included, and shared', async () => {
    const heard = async (path: string): Promise<string | null> =>
      (await caller.call('GET', path)).headers.get('sforce-limit-info');
    expect(await heard('/limits')).toBe('api-usage=1/3');
    expect(await heard('/nowhere')).toBe('api-usage=2/3');
    sandbox.spendCalls(1);
    const refused = await caller.call('GET', '/limits');
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 403,
      body: [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    });
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(sandbox.usage()).toEqual({ used: 3, max: 3 });
  });

  test('comes back as the window of 24 hours moves', async () => {
    sandbox.spendCalls(2);
    now += 12 * 3_600_000;
    sandbox.spendCalls(1);
    now += 12 * 3_600_000;
    expect(sandbox.usage().used).toBe(1);
    caller = await createCaller(sandbox);
    expect((await caller.call('GET', '/limits')).body).toEqual({
      DailyApiRequests: { Max: 3, Remaining: 1 },
    });
  });
});

describe('versions', () => {
  test('are listed without a token and for nothing', async () => {
    const reply = await fetch(`${sandbox.url}/services/data/`);
    expect(await reply.json()).toContainEqual({
      label: "Summer '26",
      url: '/services/data/v67.0',
      version: '67.0',
    });
    expect(sandbox.usage().used).toBe(0);
  });

  test.each([
    { version: '30.0', status: 410, errorCode: 'UNSUPPORTED_API_VERSION' },
    { version: '99.0', status: 404, errorCode: 'NOT_FOUND' },
  ])('v$version answers $status', async ({ version, status, errorCode }) => {
    const reply = await caller.call('GET', `/services/data/v${version}/limits`);
    expect(reply).toMatchObject({ status, body: [{ errorCode }] });
  });

  test('the root of one names its resources', async () => {
    expect((await caller.call('GET', '/')).body).toMatchObject({
      query: '/services/data/v67.0/query',
      queryAll: '/services/data/v67.0/queryAll',
      sobjects: '/services/data/v67.0/sobjects',
      identity: `${sandbox.url}/id/${sandbox.organizationId}/${sandbox.integrationUserId}`,
    });
  });
});

test.each([
  { method: 'GET', path: '/sobjects/Nope', status: 404 },
  { method: 'GET', path: '/nowhere', status: 404 },
  { method: 'POST', path: '/query?q=x', status: 405 },
  { method: 'POST', path: '/sobjects/Opportunity', status: 400 },
  { method: 'POST', path: '/sobjects/OpportunityStage', status: 404 },
  { method: 'GET', path: `/query?q=${'x'.repeat(16_000)}`, status: 414 },
])('$method of a wrong address answers $status', async ({ method, path, status }) => {
  expect((await caller.call(method, path)).status).toBe(status);
});

test('a body that is no JSON', async () => {
  const { access_token: token } = (await (
    await fetch(`${sandbox.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'sf-app',
        client_secret: 'sf-secret',
      }),
    })
  ).json()) as { access_token: string };
  const reply = await fetch(`${sandbox.url}/services/data/v67.0/sobjects/Opportunity`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{"Name": ',
  });
  expect([reply.status, await reply.json()]).toMatchObject([
    400,
    [{ errorCode: 'JSON_PARSER_ERROR' }],
  ]);
});

test('a reply lost on the way was carried out all the same', async () => {
  sandbox.server.plan({ fault: { kind: 'loseReply' }, matches: (call) => call.method === 'POST' });
  const body = { Name: 'a', StageName: 'Prospecting', CloseDate: '2026-12-31' };
  await expect(caller.call('POST', '/sobjects/Opportunity', { body })).rejects.toThrow(
    'fetch failed',
  );
  expect(sandbox.org.rows('Opportunity')).toHaveLength(1);
});
