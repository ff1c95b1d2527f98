import type { Answer, Incoming } from '#test/sandbox/server.ts';
import type { DeviceCodes } from './device-codes.ts';
import { signInFailure } from './sign-in-failures.ts';
import type { Switches } from './switches.ts';
import type { Tokens } from './tokens.ts';

export const CLIENT_ID = 'pc-app';
export const CLIENT_SECRET = 'pc-secret';
export const REFERRALS_AUDIENCE = 'https://api.partner.microsoft.com';
export const WEBHOOKS_AUDIENCE = 'https://api.partnercenter.microsoft.com';

export interface OauthOptions {
  readonly tokens: Tokens;
  readonly codes: DeviceCodes;
  readonly switches: Switches;
  readonly now: () => number;
  /** Where a person goes to type the code. */
  readonly signInUrl: () => string;
}

interface Client {
  readonly id: string;
  readonly secret: string | undefined;
}

/** The client as named in the header (basic) or the form (post). */
const clientOf = (call: Incoming, form: URLSearchParams): Client => {
  const basic = /^Basic (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (basic === undefined)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? undefined };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
};

/** `https://…/.default` in the scope, without the suffix. */
const audienceOf = (scope: string): string | undefined => {
  const named = scope
    .split(' ')
    .filter((part) => part.endsWith('/.default'))
    .map((part) => part.slice(0, -'/.default'.length));
  return [REFERRALS_AUDIENCE, WEBHOOKS_AUDIENCE].find((audience) => named.includes(audience));
};

export const createOauth = (options: OauthOptions) => {
  const { tokens, codes, switches } = options;
  const fail = (name: Parameters<typeof signInFailure>[0]): Answer =>
    signInFailure(name, options.now());

  const grant = (
    session: ReturnType<Tokens['newSession']>,
    scope: string,
    isRefreshable: boolean,
  ): Answer => {
    const audience = audienceOf(scope);
    if (audience === undefined) return fail('wrongScope');
    const issued = tokens.issue({ session, audience, isRefreshable });
    const seconds = switches.accessTokenSeconds;
    return {
      status: 200,
      headers: { 'cache-control': 'no-store, no-cache' },
      body: {
        token_type: 'Bearer',
        scope,
        expires_in: switches.expiresInIsText ? String(seconds) : seconds,
        ext_expires_in: switches.expiresInIsText ? String(seconds) : seconds,
        access_token: issued.accessToken,
        ...(issued.refreshToken === undefined ? {} : { refresh_token: issued.refreshToken }),
      },
    };
  };

  const refresh = (form: URLSearchParams): Answer => {
    const scope = form.get('scope') ?? `${REFERRALS_AUDIENCE}/.default`;
    if (audienceOf(scope) === undefined) return fail('wrongScope');
    const session = tokens.redeem(form.get('refresh_token') ?? '');
    switch (session) {
      case 'unknown':
        return fail('malformedGrant');
      case 'expired':
        return fail('expiredGrant');
      case 'revoked':
        return fail('revokedGrant');
      default:
        return grant(session, scope, true);
    }
  };

  const poll = (form: URLSearchParams, client: Client): Answer => {
    const polled = codes.poll(form.get('device_code') ?? '', client.id);
    switch (polled.kind) {
      case 'pending':
        return fail('pending');
      case 'slowDown':
        return fail('slowDown');
      case 'declined':
        return fail('declined');
      case 'expired':
        return fail('expiredCode');
      case 'unknown':
        return fail('malformedGrant');
      case 'approved':
        return grant(
          tokens.newSession(false),
          polled.scope,
          polled.scope.split(' ').includes('offline_access'),
        );
      default:
        return polled satisfies never;
    }
  };

  return {
    token: (call: Incoming): Answer => {
      const form = new URLSearchParams(call.text);
      const client = clientOf(call, form);
      if (client.id !== CLIENT_ID) return fail('unknownClient');
      const kind = form.get('grant_type');
      const isDevice = kind === 'urn:ietf:params:oauth:grant-type:device_code';
      if (client.secret === undefined ? !isDevice : client.secret !== CLIENT_SECRET)
        return fail('wrongSecret');
      if (isDevice) return poll(form, client);
      if (kind === 'refresh_token') return refresh(form);
      if (kind === 'client_credentials')
        return grant(tokens.newSession(true), form.get('scope') ?? '', false);
      return fail('unknownGrant');
    },
    deviceCode: (call: Incoming): Answer => {
      const form = new URLSearchParams(call.text);
      const { id } = clientOf(call, form);
      if (id !== CLIENT_ID) return fail('unknownClient');
      const scope = form.get('scope') ?? '';
      if (audienceOf(scope) === undefined) return fail('wrongScope');
      const { deviceCode, userCode } = codes.start(id, scope);
      return {
        status: 200,
        body: {
          user_code: userCode,
          device_code: deviceCode,
          verification_uri: options.signInUrl(),
          expires_in: codes.lifetimeSeconds,
          interval: codes.intervalSeconds,
          message: `To sign in, open ${options.signInUrl()} and enter the code ${userCode}.`,
        },
      };
    },
    /** What discovery finds. */
    metadata: (tenantUrl: string): Answer => ({
      status: 200,
      body: {
        issuer: `${tenantUrl}/v2.0`,
        token_endpoint: `${tenantUrl}/oauth2/v2.0/token`,
        device_authorization_endpoint: `${tenantUrl}/oauth2/v2.0/devicecode`,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        response_types_supported: ['code'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
    }),
  };
};
