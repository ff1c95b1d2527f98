import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, GOOD_FORM, signIn } from './caller.ts';

const HOUR_MS = 3_600_000;
const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
let now = 0;
let sandbox: Salesforce;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:10:11Z');
  sandbox = await startSalesforce({ now: () => now, publicKey: KEYS.publicKey });
});

afterEach(() => sandbox.stop());

const tokenOf = async (): Promise<string> =>
  ((await signIn(sandbox, GOOD_FORM)).body as { access_token: string }).access_token;

test('client credentials give a token, the host to use it on and who it stands for', async () => {
  const { status, body } = await signIn(sandbox, GOOD_FORM);
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      access_token: expect.stringMatching(/^00D\w{12}!\w+$/),
      signature: expect.any(String),
      scope: 'api',
      instance_url: sandbox.url,
      id: `${sandbox.url}/id/${sandbox.organizationId}/${sandbox.integrationUserId}`,
      token_type: 'Bearer',
      issued_at: '1795511411000',
    },
  });
});

describe('refused', () => {
  test.each([
    { change: { client_id: 'other' }, error: 'invalid_client_id' },
    { change: { client_secret: 'other' }, error: 'invalid_client' },
    { change: { grant_type: 'password' }, error: 'unsupported_grant_type' },
  ])('$error', async ({ change, error }) => {
    const refused = { error, error_description: expect.any(String) };
    const form = { ...GOOD_FORM, ...change };
    expect(await signIn(sandbox, form)).toMatchObject({ status: 400, body: refused });
    sandbox.switches.tokenErrorStatus = 401;
    expect(await signIn(sandbox, form)).toMatchObject({ status: 401, body: refused });
  });

  test('an inactive user', async () => {
    sandbox.org.setActive('integration@contoso.example', false);
    expect((await signIn(sandbox, GOOD_FORM)).body).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a token', () => {
  test('is the same while it lives, unless the org makes a new one', async () => {
    const first = await tokenOf();
    expect(await tokenOf()).toBe(first);
    sandbox.switches.reusesToken = false;
    expect(await tokenOf()).not.toBe(first);
  });

  test('lives two hours from its last use', async () => {
    const caller = await createCaller(sandbox);
    const status = async (): Promise<number> => (await caller.call('GET', '/limits')).status;
    now += 2 * HOUR_MS;
    expect(await status()).toBe(200);
    now += 2 * HOUR_MS;
    expect(await status()).toBe(200);
    now += 2 * HOUR_MS + 1;
    expect(await status()).toBe(401);
  });

  test('may die at any call', async () => {
    const caller = await createCaller(sandbox);
    sandbox.revokeTokens({ afterCalls: 1 });
    expect((await caller.call('GET', '/limits')).status).toBe(200);
    const dead = await caller.call('GET', '/limits');
    expect({ status: dead.status, body: dead.body }).toEqual({
      status: 401,
      body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    });
    expect((await (await createCaller(sandbox)).call('GET', '/limits')).status).toBe(200);
  });

  test('can be revoked by its holder', async () => {
    const caller = await createCaller(sandbox);
    const body = new URLSearchParams({ token: await tokenOf() });
    await fetch(`${sandbox.url}/services/oauth2/revoke`, { method: 'POST', body });
    expect((await caller.call('GET', '/limits')).status).toBe(401);
  });

  test('tells whose it is', async () => {
    const url = `${sandbox.url}/id/${sandbox.organizationId}/${sandbox.integrationUserId}`;
    const headers = { authorization: `Bearer ${await tokenOf()}` };
    expect(await (await fetch(url, { headers })).json()).toMatchObject({
      user_id: sandbox.integrationUserId,
      organization_id: sandbox.organizationId,
      username: 'integration@contoso.example',
    });
    expect((await fetch(url)).status).toBe(403);
  });
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const assert = (change: object, key = KEYS.privateKey): Record<string, string> => {
  const claims = {
    iss: 'sf-app',
    sub: 'integration@contoso.example',
    aud: sandbox.url,
    exp: now / 1000 + 180,
    ...change,
  };
  const text = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`,
  };
};

describe('a signed assertion', () => {
  test.each([{}, { aud: 'https://login.salesforce.com' }])('is taken: %j', async (change) => {
    expect(await signIn(sandbox, assert(change))).toMatchObject({
      status: 200,
      body: { instance_url: sandbox.url },
    });
  });

  test.each([
    { change: { iss: 'other' }, error: 'invalid_client_id', words: 'client identifier invalid' },
    {
      change: { sub: 'nobody@contoso.example' },
      error: 'invalid_grant',
      words: "user hasn't approved this consumer",
    },
    {
      change: { aud: 'https://example.com' },
      error: 'invalid_grant',
      words: 'audience is invalid',
    },
    { change: { exp: 0 }, error: 'invalid_grant', words: 'invalid assertion' },
    { change: { exp: undefined }, error: 'invalid_grant', words: 'invalid assertion' },
  ])('is refused: $words', async ({ change, error, words }) => {
    expect(await signIn(sandbox, assert(change))).toMatchObject({
      status: 400,
      body: { error, error_description: words },
    });
  });

  test('by another key is refused', async () => {
    const stranger = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    expect((await signIn(sandbox, assert({}, stranger.privateKey))).status).toBe(400);
  });
});
