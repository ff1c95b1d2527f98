import { describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { REFRESH_TOKEN_SECRET } from '#connectors/partner-center/index.ts';
import { createSignIn } from '#connectors/partner-center/sign-in.ts';
import { createTokenSource } from '#connectors/partner-center/token-source.ts';
import { createManualClock } from '#test/support/manual-clock.ts';
import {
  createVault,
  failureOf,
  grant,
  httpMaker,
  LOGIN,
  NOW,
  SETTINGS,
  TOKEN_PATH,
  type Vault,
} from './connected.ts';
import { guardWire } from './wire.ts';

guardWire();

const MINUTE = 60_000;

const openSource = (options: { readonly vault?: Vault; readonly first?: string } = {}) => {
  const clock = createManualClock(NOW);
  const vault = options.vault ?? createVault('RT1');
  const signIn = createSignIn({ settings: SETTINGS, http: httpMaker(clock) });
  const firstRefreshToken = options.first;
  const source = createTokenSource({ signIn, secrets: vault, firstRefreshToken, clock });
  return { source, clock, vault };
};

const refused = () => nock(LOGIN).post(TOKEN_PATH).reply(400, { error: 'invalid_grant' });

const grantTo = (refreshToken: string, answer: Record<string, unknown>) =>
  nock(LOGIN)
    .post(TOKEN_PATH, (form: Record<string, string>) => form['refresh_token'] === refreshToken)
    .reply(200, { token_type: 'Bearer', expires_in: 3_600, ...answer });

describe('a refresh', () => {
  test('is the documented form, with the secret in the body', async () => {
    nock(LOGIN, { badheaders: ['authorization'] })
      .post(TOKEN_PATH, {
        grant_type: 'refresh_token',
        refresh_token: 'RT1',
        scope: 'https://api.partner.microsoft.com/.default offline_access',
        client_id: 'app',
        client_secret: 'hush',
      })
      .reply(200, {
        token_type: 'Bearer',
        expires_in: '4711',
        access_token: 'AT',
        refresh_token: 'RT2',
      });
    const { source, vault } = openSource();
    expect(await source.token()).toBe('AT');
    expect(vault.stored.get(REFRESH_TOKEN_SECRET)).toBe('RT2');
  });

  test('goes out once for all who wait, and its token lasts until shortly before its end', async () => {
    grant('AT1', { expires_in: '3600' });
    const { source, clock } = openSource();
    expect(await Promise.all([source.token(), source.token()])).toEqual(['AT1', 'AT1']);
    clock.advance(57 * MINUTE);
    expect(await source.token()).toBe('AT1');
    clock.advance(MINUTE);
    grant('AT2', { expires_in: 100 });
    expect(await source.token()).toBe('AT2');
    clock.advance(51_000);
    grant('AT3');
    expect(await source.token()).toBe('AT3');
  });

  test('a rejected token is renewed once, whoever asks', async () => {
    grant('AT1');
    grant('AT2');
    const { source } = openSource();
    const rejected = await source.token();
    expect(await Promise.all([source.renew(rejected), source.renew(rejected)])).toEqual([
      'AT2',
      'AT2',
    ]);
    expect(await source.renew(rejected)).toBe('AT2');
  });

  test('a new refresh token that cannot be stored is not built upon', async () => {
    grant('AT1', { refresh_token: 'RT2' });
    const vault = createVault('RT1');
    const broken = { ...vault, save: () => Promise.reject(new Error('disk full')) };
    const { source } = openSource({ vault: broken });
    await expect(source.token()).rejects.toThrow('disk full');
    grant('AT2');
    expect(await source.token()).toBe('AT2');
  });
});

describe('which refresh token is used', () => {
  test('the stored one before that of the settings', async () => {
    grantTo('RT1', { access_token: 'AT' });
    expect(await openSource({ first: 'RT0' }).source.token()).toBe('AT');
  });

  test('that of the settings when none is stored; it is then stored', async () => {
    grantTo('RT0', { access_token: 'AT' });
    const { source, vault } = openSource({ vault: createVault(), first: 'RT0' });
    expect(await source.token()).toBe('AT');
    expect(vault.stored.get(REFRESH_TOKEN_SECRET)).toBe('RT0');
  });

  test('that of the settings once more when the stored one is refused', async () => {
    refused();
    grantTo('RT0', { access_token: 'AT', refresh_token: 'RT9' });
    const { source, vault } = openSource({ first: 'RT0' });
    expect(await source.token()).toBe('AT');
    expect(vault.stored.get(REFRESH_TOKEN_SECRET)).toBe('RT9');
  });

  test('never the same one twice', async () => {
    refused();
    expect(await failureOf(openSource({ first: 'RT1' }).source.token())).toMatchObject({
      code: 'TOKEN_REJECTED',
    });
  });

  test.each([undefined, ''])('none at all (%j) asks for a sign-in', async (first) => {
    const { source } = openSource({
      vault: createVault(),
      ...(first === undefined ? {} : { first }),
    });
    expect(await failureOf(source.token())).toMatchObject({
      code: 'TOKEN_REJECTED',
      message:
        'Nobody has signed in to Partner Center for this tenant yet. Run `lead-sync connect partner-center` and sign in.',
    });
  });
});
