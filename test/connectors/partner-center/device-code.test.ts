import { describe, expect, test } from '@jest/globals';
import nock from 'nock';
import {
  REFRESH_TOKEN_SECRET,
  signInByDeviceCode,
  type DeviceCodeMessage,
} from '#connectors/partner-center/index.ts';
import { createManualClock } from '#test/support/manual-clock.ts';
import {
  createVault,
  failureOf,
  httpMaker,
  LOGIN,
  NOW,
  SETTINGS,
  TOKEN_PATH,
} from './connected.ts';
import { guardWire } from './wire.ts';

guardWire();

const offerCode = (answer: Record<string, unknown> = {}) =>
  nock(LOGIN)
    .post('/contoso/oauth2/v2.0/devicecode', {
      scope: 'https://api.partner.microsoft.com/.default offline_access',
      client_id: 'app',
      client_secret: 'hush',
    })
    .reply(200, {
      device_code: 'DC',
      user_code: 'ABCD-EFGH',
      verification_uri: 'https://login.example/device',
      expires_in: 900,
      interval: 5,
      ...answer,
    });
const redeem = () =>
  nock(LOGIN).post(TOKEN_PATH, {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: 'DC',
    client_id: 'app',
    client_secret: 'hush',
  });
const notYet = (error: string) => redeem().reply(400, { error });
const TOKENS = { token_type: 'Bearer', expires_in: 3_600, access_token: 'AT', refresh_token: 'RT' };

const open = () => {
  const clock = createManualClock(NOW);
  const vault = createVault();
  const shown: DeviceCodeMessage[] = [];
  const run = () =>
    signInByDeviceCode({
      settings: SETTINGS,
      http: httpMaker(clock),
      secrets: vault,
      clock,
      show: (message) => shown.push(message),
    });
  return { clock, vault, shown, run };
};

describe('signing in by device code', () => {
  test('shows the code, waits as told, and stores the refresh token', async () => {
    offerCode();
    notYet('authorization_pending');
    notYet('slow_down');
    redeem().reply(200, TOKENS);
    const { clock, vault, shown, run } = open();
    await run();
    expect(shown).toEqual([
      { url: 'https://login.example/device', code: 'ABCD-EFGH', expiresInSeconds: 900 },
    ]);
    expect(vault.stored).toEqual(new Map([[REFRESH_TOKEN_SECRET, 'RT']]));
    expect(clock.slept()).toBe(20_000);
  });

  test('goes on after trouble on the way', async () => {
    offerCode();
    redeem().times(4).reply(500);
    redeem().reply(200, TOKENS);
    const { vault, run } = open();
    await run();
    expect(vault.stored.size).toBe(1);
  });

  test('ends when the person declines', async () => {
    offerCode();
    redeem().reply(400, {
      error: 'authorization_declined',
      error_description: 'AADSTS70043: declined',
    });
    const { vault, run } = open();
    expect(await failureOf(run())).toMatchObject({
      code: 'TOKEN_REJECTED',
      details: { systemCode: 'authorization_declined', systemWords: 'AADSTS70043: declined' },
    });
    expect(vault.stored.size).toBe(0);
  });

  test('ends when the code runs out', async () => {
    offerCode({ expires_in: 12 });
    redeem().times(2).reply(400, { error: 'authorization_pending' });
    expect(await failureOf(open().run())).toMatchObject({
      code: 'TOKEN_REJECTED',
      message:
        'The sign-in code ran out before anybody used it. Run `lead-sync connect partner-center` and sign in.',
    });
  });

  test('tells an app that grants no refresh token', async () => {
    offerCode();
    redeem().reply(200, { ...TOKENS, refresh_token: undefined });
    expect(await failureOf(open().run())).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('offline_access'),
    });
  });

  test('a refused app is told at once', async () => {
    nock(LOGIN)
      .post('/contoso/oauth2/v2.0/devicecode')
      .reply(400, { error: 'unauthorized_client', error_description: 'AADSTS700016: not found' });
    expect(await failureOf(open().run())).toMatchObject({
      code: 'TOKEN_REJECTED',
      message: expect.stringContaining('Check tenantId, clientId'),
    });
  });

  test('stops when asked to', async () => {
    offerCode();
    const { clock, vault } = open();
    const signal = AbortSignal.abort(new Error('stopped'));
    const run = signInByDeviceCode({
      settings: SETTINGS,
      http: httpMaker(clock),
      secrets: vault,
      clock,
      show: () => {},
      signal,
    });
    await expect(run).rejects.toThrow('stopped');
  });
});
