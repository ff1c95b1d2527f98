import * as openid from 'openid-client';
import { isSyncError, SyncError } from '#core/failures/sync-error.ts';
import type { Http, TokenSource } from '#connectors/http/http.ts';
import type { HttpMaker, PartnerCenterSettings } from './settings.ts';
import { SIGN_IN_AGAIN, signInErrors, signInRefused } from './sign-in-errors.ts';

/** Of a refresh or a device code. */
export interface Tokens {
  readonly accessToken: string;
  /** The next one, when the server rotates it. */
  readonly refreshToken: string | undefined;
  readonly expiresInSeconds: number;
}

export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly url: string;
  readonly expiresInSeconds: number;
  readonly pollSeconds: number;
}

export interface SignIn {
  refresh(refreshToken: string): Promise<Tokens>;
  requestDeviceCode(): Promise<DeviceCode>;
  /** One look; TOKEN_REJECTED with systemCode `authorization_pending` or `slow_down` while nobody has signed in. */
  redeemDeviceCode(deviceCode: string): Promise<Tokens>;
}

/** When the server does not say how long an access token lives. */
const SHORT_LIFE_SECONDS = 300;
/** RFC 8628 §3.2. */
const POLL_SECONDS = 5;
const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** A token request carries no token of its own. */
const NO_TOKEN: TokenSource = { token: async () => '', renew: async () => '' };

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.startsWith('127.');

/** Token requests take the same road as all calls: deadline, log, no redirect. */
const fetchThrough =
  (http: Http, label: string): openid.CustomFetch =>
  async (url, init) => {
    const reply = await http.send({
      method: 'POST',
      url,
      headers: init.headers,
      body: init.body instanceof URLSearchParams ? init.body.toString() : '',
      label,
      isWrite: false,
      isSignIn: true,
    });
    if (reply === 'stale')
      throw new SyncError('UNAVAILABLE', 'The sign-in to Partner Center was not sent in time');
    if (reply.status >= 400) throw signInRefused(reply);
    return new Response(reply.text, {
      status: reply.status,
      headers: { 'content-type': reply.headers['content-type'] ?? '' },
    });
  };

/**
 * openid-client wraps what its fetch throws: the first of our own errors in the chain is the reason.
 * Its own errors are dropped but for their message: the answer, tokens and all, hangs on them.
 */
const unwrap = (error: unknown): SyncError => {
  let at: unknown = error;
  while (Error.isError(at)) {
    if (isSyncError(at)) return at;
    at = at.cause;
  }
  return new SyncError(
    'UNEXPECTED_ANSWER',
    `The sign-in service answered in an unknown way: ${Error.isError(error) ? error.message : 'no reason given'}`,
    { side: 'partner' },
  );
};

const tokensOf = (answer: openid.TokenEndpointResponse): Tokens => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token,
  expiresInSeconds: answer.expires_in ?? SHORT_LIFE_SECONDS,
});

/** The partner's own app registration as a confidential client, v2 endpoints (reference PC §3.2). */
export const createSignIn = (parts: {
  readonly settings: PartnerCenterSettings;
  readonly http: HttpMaker;
}): SignIn => {
  const { settings } = parts;
  const loginUrl = settings.loginUrl.replace(/\/+$/, '');
  const authority = `${loginUrl}/${encodeURIComponent(settings.tenantId)}`;
  const scope = `${settings.audience}/.default offline_access`;
  const { origin, hostname, protocol } = new URL(loginUrl);
  const http = parts.http({ token: NO_TOKEN, errors: signInErrors, hosts: [origin] });

  const configure = (label: string): openid.Configuration => {
    const configuration = new openid.Configuration(
      {
        issuer: `${authority}/v2.0`,
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
      },
      settings.clientId,
      undefined,
      openid.ClientSecretPost(settings.clientSecret),
    );
    if (protocol === 'http:' && isLoopback(hostname)) openid.allowInsecureRequests(configuration);
    configuration[openid.customFetch] = fetchThrough(http, label);
    return configuration;
  };

  return {
    refresh: async (refreshToken) => {
      try {
        const configuration = configure('renew token');
        return tokensOf(await openid.refreshTokenGrant(configuration, refreshToken, { scope }));
      } catch (error) {
        throw unwrap(error);
      }
    },
    requestDeviceCode: async () => {
      try {
        const answer = await openid.initiateDeviceAuthorization(configure('request device code'), {
          scope,
        });
        return {
          deviceCode: answer.device_code,
          userCode: answer.user_code,
          url: answer.verification_uri,
          expiresInSeconds: answer.expires_in,
          pollSeconds: answer.interval ?? POLL_SECONDS,
        };
      } catch (error) {
        throw unwrap(error);
      }
    },
    redeemDeviceCode: async (deviceCode) => {
      try {
        return tokensOf(
          await openid.genericGrantRequest(configure('redeem device code'), DEVICE_CODE_GRANT, {
            device_code: deviceCode,
          }),
        );
      } catch (error) {
        throw unwrap(error);
      }
    },
  };
};

/** Nothing to sign in with. */
export const notSignedIn = (): SyncError =>
  new SyncError(
    'TOKEN_REJECTED',
    `Nobody has signed in to Partner Center for this tenant yet. ${SIGN_IN_AGAIN}`,
    { side: 'partner' },
  );
