import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  FIRST_REFRESH_TOKEN,
  startPartnerCenter,
  type PartnerCenterSandbox,
} from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';
import { WEBHOOKS_AUDIENCE } from './oauth.ts';

const DAY_MS = 86_400_000;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
let now = 0;
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  sandbox = await startPartnerCenter({ now: () => now });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const errorOf = (reply: Reply): [number, unknown, string] => [
  reply.status,
  reply.body.error,
  /^AADSTS\d+/.exec(String(reply.body['error_description']))?.[0] ?? '',
];

describe('refreshing', () => {
  test('rotates: each exchange gives a new refresh token, and a number of seconds', async () => {
    const first = await caller.refresh();
    expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 3_600 });
    const next = String(first.body['refresh_token']);
    expect(next).not.toBe(FIRST_REFRESH_TOKEN);
    expect((await caller.refresh(next)).status).toBe(200);
    sandbox.switches.expiresInIsText = true;
    expect((await caller.refresh(next)).body['expires_in']).toBe('3600');
  });

  test('takes the former token for a while', async () => {
    await caller.refresh();
    now += sandbox.switches.refreshGraceMs;
    expect((await caller.refresh()).status).toBe(200);
    now += 1;
    expect(errorOf(await caller.refresh())).toEqual([400, 'invalid_grant', 'AADSTS700082']);
  });

  test('ends after 90 days without use, and when all is revoked', async () => {
    const fresh = String((await caller.refresh()).body['refresh_token']);
    now += 90 * DAY_MS;
    const used = String((await caller.refresh(fresh)).body['refresh_token']);
    sandbox.revokeTokens();
    expect(errorOf(await caller.refresh(used))).toEqual([400, 'invalid_grant', 'AADSTS50173']);
    const other = await startPartnerCenter({ now: () => now });
    now += 90 * DAY_MS + 1;
    expect(errorOf(await createCaller(other).refresh())).toEqual([
      400,
      'invalid_grant',
      'AADSTS700082',
    ]);
    await other.stop();
  });

  test.each<[string, Record<string, string>, [number, string, string]]>([
    ['an unknown token', { refresh_token: 'x' }, [400, 'invalid_grant', 'AADSTS9002313']],
    ['a wrong secret', { client_secret: 'x' }, [401, 'invalid_client', 'AADSTS7000215']],
    ['another client', { client_id: 'x' }, [400, 'unauthorized_client', 'AADSTS700016']],
    ['another audience', { scope: 'https://x/.default' }, [400, 'invalid_scope', 'AADSTS70011']],
    [
      'the password grant',
      { grant_type: 'password' },
      [400, 'unsupported_grant_type', 'AADSTS70003'],
    ],
  ])('refuses %s', async (_, form, error) => {
    const sent = { grant_type: 'refresh_token', refresh_token: FIRST_REFRESH_TOKEN, ...form };
    expect(errorOf(await caller.signIn(sent))).toEqual(error);
  });

  test('takes the client in a basic header too', async () => {
    const response = await fetch(`${sandbox.url}/common/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('pc-app:pc-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'pc-refresh-0' }),
    });
    expect(response.status).toBe(200);
  });

  test('is discoverable', async () => {
    const path = '/contoso.example/v2.0/.well-known/openid-configuration';
    const found = await caller.send(path);
    expect(found.body).toMatchObject({
      issuer: `${sandbox.url}/contoso.example/v2.0`,
      token_endpoint: `${sandbox.url}/contoso.example/oauth2/v2.0/token`,
      device_authorization_endpoint: `${sandbox.url}/contoso.example/oauth2/v2.0/devicecode`,
    });
  });
});

const innerCode = async (): Promise<unknown> => {
  const { status, body } = await caller.call('');
  return status === 401 ? (body.error['innerError'] as { code: string }).code : status;
};

describe('an access token', () => {
  test.each<[string, () => Promise<void> | void, unknown]>([
    ['is good', () => undefined, 200],
    ['is needed', () => caller.useToken(''), 'tokenMissing'],
    ['must be known', () => caller.useToken('x'), 'tokenExpired'],
    ['expires', () => void (now += 3_600_000), 'tokenExpired'],
    ['may be taken back', () => sandbox.expireAccessTokens(), 'tokenExpired'],
    ['is revoked with the rest', () => sandbox.revokeTokens(), 'tokenExpired'],
    ['needs MFA', () => void (sandbox.switches.firstTokenHasMfa = false), '900421'],
    [
      'of an app alone will not do',
      async () => {
        const own = await caller.signIn({ grant_type: 'client_credentials' });
        caller.useToken(own.body['access_token']);
      },
      'appOnly',
    ],
    [
      'of another audience will not do',
      async () => {
        const scope = `${WEBHOOKS_AUDIENCE}/.default`;
        const form = { grant_type: 'refresh_token', refresh_token: FIRST_REFRESH_TOKEN, scope };
        caller.useToken((await caller.signIn(form)).body['access_token']);
      },
      'wrongAudience',
    ],
  ])('%s', async (_, happens, is) => {
    await caller.call('');
    await happens();
    expect(await innerCode()).toBe(is);
  });

  test('says whether it has MFA when asked, where that is not enforced', async () => {
    Object.assign(sandbox.switches, { enforcesMfa: false, firstTokenHasMfa: false });
    const asked = await caller.call('', { headers: { validatemfa: 'true' } });
    expect([asked.status, asked.headers.get('ismfacompliant')]).toEqual([200, 'false']);
    expect((await caller.call('')).headers.get('ismfacompliant')).toBeNull();
  });
});

const start = async (): Promise<Record<string, unknown>> =>
  (await caller.signIn({}, 'devicecode')).body;
const poll = (code: Record<string, unknown>): Promise<Reply> =>
  caller.signIn({ grant_type: DEVICE_GRANT, device_code: String(code['device_code']) });
const wait = (): void => {
  now += 5_000;
};

describe('the device code', () => {
  test('waits for a person, then gives tokens with MFA, once', async () => {
    sandbox.switches.firstTokenHasMfa = false;
    const code = await start();
    expect(code).toMatchObject({ interval: 5, expires_in: 900 });
    expect(code['verification_uri']).toBe(`${sandbox.url}/sandbox/sign-in`);
    expect(code['message']).toContain(code['user_code']);
    expect(errorOf(await poll(code))).toEqual([400, 'authorization_pending', 'AADSTS70016']);
    expect(errorOf(await poll(code))).toEqual([400, 'slow_down', 'AADSTS70016']);
    expect(sandbox.approveSignIn(String(code['user_code']).toLowerCase())).toBe(true);
    wait();
    const { body } = await poll(code);
    caller.useToken(body['access_token']);
    expect((await caller.call('')).status).toBe(200);
    expect((await caller.refresh(String(body['refresh_token']))).status).toBe(200);
    wait();
    expect(errorOf(await poll(code))).toEqual([400, 'invalid_grant', 'AADSTS9002313']);
    expect(sandbox.approveSignIn()).toBe(false);
  });

  test('may be declined, or lapse', async () => {
    const declined = await start();
    sandbox.declineSignIn();
    expect(errorOf(await poll(declined))).toEqual([400, 'authorization_declined', 'AADSTS70024']);
    const late = await start();
    now += 900_000;
    expect(sandbox.approveSignIn()).toBe(false);
    expect(errorOf(await poll(late))).toEqual([400, 'expired_token', 'AADSTS70020']);
  });

  test('gives no refresh token unless asked for offline access', async () => {
    const code = (
      await caller.signIn({ scope: 'https://api.partner.microsoft.com/.default' }, 'devicecode')
    ).body;
    sandbox.approveSignIn();
    expect((await poll(code)).body).not.toHaveProperty('refresh_token');
  });
});
