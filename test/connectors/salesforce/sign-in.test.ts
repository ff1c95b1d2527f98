import { createVerify, generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { isSyncError } from '#core/failures/sync-error.ts';
import { openClient, ORIGIN, OUR_USER } from './open-salesforce.ts';
import { expectSignIn, org } from './org.ts';
import { recorded, ROOT } from './rows.ts';

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

describe('signing in', () => {
  test('client credentials go to the My Domain, as a form; the session tells org and user', async () => {
    let form = '';
    org()
      .post('/services/oauth2/token', (body: Record<string, string>) => {
        form = new URLSearchParams(body).toString();
        return true;
      })
      .matchHeader('content-type', 'application/x-www-form-urlencoded')
      .reply(200, {
        access_token: 'token-1',
        instance_url: ORIGIN,
        id: 'https://login.salesforce.com/id/00D000000000001/005000000000001',
      });
    const { client } = openClient();
    expect(await client.session()).toEqual({
      token: 'token-1',
      instanceUrl: ORIGIN,
      organizationId: '00D000000000001EAA',
      userId: OUR_USER,
    });
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'consumer-key',
      client_secret: 'consumer-secret',
    });
  });

  test('a private key signs in by JWT bearer, without any secret', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    let form: Record<string, string> = {};
    org()
      .post('/services/oauth2/token', (body: Record<string, string>) => {
        form = body;
        return true;
      })
      .reply(200, {
        access_token: 'token-1',
        instance_url: ORIGIN,
        id: `https://login.salesforce.com/id/00D000000000001EAA/${OUR_USER}`,
      });
    const { client } = openClient({
      username: 'sync@contoso.example',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    });
    await client.session();
    const [head = '', claims = '', signature = ''] = (form['assertion'] ?? '').split('.');
    expect(form).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: form['assertion'],
      client_id: 'consumer-key',
    });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'consumer-key',
      sub: 'sync@contoso.example',
      aud: ORIGIN,
      exp: Date.parse('2026-11-24T09:13:11Z') / 1000,
    });
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    expect(verify.verify(publicKey, signature, 'base64url')).toBe(true);
  });

  test('a key that cannot sign is told as such', async () => {
    const { client } = openClient({ username: 'sync@contoso.example', privateKey: 'no key' });
    expect(await failureOf(client.session())).toMatchObject({ code: 'TOKEN_REJECTED' });
  });

  test('calls that start together share one token', async () => {
    expectSignIn();
    org().get(`${ROOT}/limits`).times(3).reply(200, {});
    const { client } = openClient();
    const answers = await Promise.all([client.call(READ), client.call(READ), client.call(READ)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  test.each([
    { instance: 'https://evil.example' },
    { instance: 'http://contoso.my.salesforce.com' },
    { instance: 'https://my.salesforce.com.evil.example' },
    { instance: 'http://127.0.0.1:1' },
  ])('an org at $instance gets no token', async ({ instance }) => {
    org()
      .post('/services/oauth2/token')
      .reply(200, {
        access_token: 'token-1',
        instance_url: instance,
        id: `https://login.salesforce.com/id/00D000000000001EAA/${OUR_USER}`,
      });
    const { client } = openClient();
    expect(await failureOf(client.call(READ))).toMatchObject({ code: 'TOKEN_REJECTED' });
  });

  test('another instance of the same family is followed', async () => {
    org()
      .post('/services/oauth2/token')
      .reply(200, {
        access_token: 'token-1',
        instance_url: 'https://na1.salesforce.com/',
        id: `https://login.salesforce.com/id/00D000000000001EAA/${OUR_USER}`,
      });
    nock('https://na1.salesforce.com').get(`${ROOT}/limits`).reply(200, {});
    const { client } = openClient();
    expect((await client.call(READ)).status).toBe(200);
  });

  test('a reply that is no token is told by its path, never by its content', async () => {
    org().post('/services/oauth2/token').reply(200, { access_token: 'secret', id: 'x' });
    const { client } = openClient();
    expect(await failureOf(client.session())).toEqual({
      code: 'UNEXPECTED_ANSWER',
      message:
        'The token endpoint of Salesforce answered something else than a token (instance_url, id). Check `loginUrl`.',
      side: 'crm',
    });
  });
});

describe('a sign-in that is refused', () => {
  test.each([
    { error: 'invalid_client_id', status: 400, is: 'TOKEN_REJECTED' },
    { error: 'invalid_client', status: 401, is: 'TOKEN_REJECTED' },
    { error: 'unsupported_grant_type', status: 400, is: 'TOKEN_REJECTED' },
    { error: 'something_new', status: 400, is: 'TOKEN_REJECTED' },
    { error: 'rate_limit_exceeded', status: 400, is: 'RATE_LIMITED' },
  ])('$status $error: $is', async ({ error, status, is }) => {
    org()
      .persist()
      .post('/services/oauth2/token')
      .reply(status, { error, error_description: 'words' });
    const { client } = openClient();
    expect(await failureOf(client.session())).toMatchObject({ code: is, systemCode: error });
    nock.cleanAll();
  });

  test('says in its own words why, and what to do', async () => {
    org().post('/services/oauth2/token').reply(400, recorded('oauth.invalid_grant.400'));
    const { client } = openClient();
    expect(await failureOf(client.session())).toEqual({
      code: 'TOKEN_REJECTED',
      message:
        'Salesforce refused the sign-in: invalid_grant. Check that the app has a Run-as user, that this user is active and approved for the app, and that `loginUrl` is the My Domain of the org.',
      side: 'crm',
      status: 400,
      systemCode: 'invalid_grant',
      systemWords: 'authentication failure - Invalid Password',
    });
  });
});
