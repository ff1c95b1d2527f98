import { verify } from 'node:crypto';
import { z } from 'zod';
import type { Answer, Incoming } from '#test/sandbox/server.ts';
import type { World } from './world.ts';

export interface OauthOptions {
  readonly world: World;
  /** `http://127.0.0.1:PORT`, known once it listens. */
  readonly url: () => string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM: an assertion must be signed by its private half. Without it any well-formed one will do. */
  readonly publicKey: string | undefined;
}

export interface Oauth {
  token(call: Incoming): Answer;
  revoke(call: Incoming): Answer;
  identity(call: Incoming): Answer;
  /** The user a live token stands for; each use keeps it alive. */
  authorize(header: string | undefined): string | undefined;
  /** Every token dies, at once or once that many more calls have been let in. */
  killTokens(afterCalls: number): void;
}

/** A session's life without use, in ms (SF §3). */
const IDLE_MS = 2 * 3_600_000;
/** An assertion may reach this far ahead, in s. */
const MAX_AHEAD_S = 300;

const Header = z.object({ alg: z.literal('RS256') });
const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
});

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

interface Session {
  readonly userId: string;
  usedAt: number;
}

const readForm = (call: Incoming): URLSearchParams => new URLSearchParams(call.text);

const basicOf = (call: Incoming): readonly [string, string] | undefined => {
  const basic = /^Basic (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return [decodeURIComponent(id), decodeURIComponent(secret)];
};

export const createOauth = (options: OauthOptions): Oauth => {
  const { world } = options;
  const sessions = new Map<string, Session>();
  let callsLeft = Infinity;

  const refuseToken = (error: string, description: string): Answer => ({
    status: world.switches.tokenErrorStatus,
    body: { error, error_description: description },
  });

  const isAlive = (session: Session): boolean => world.now() - session.usedAt <= IDLE_MS;

  const issue = (userId: string): Answer => {
    const known = [...sessions].find(
      ([, session]) => session.userId === userId && isAlive(session),
    );
    const letters = Array.from({ length: 32 }, () => Math.floor(world.random() * 36).toString(36));
    const token =
      known !== undefined && world.switches.reusesToken
        ? known[0]
        : `${world.organizationId.slice(0, 15)}!${letters.join('')}`;
    sessions.set(token, { userId, usedAt: world.now() });
    return {
      status: 200,
      headers: { 'cache-control': 'no-cache, no-store' },
      body: {
        access_token: token,
        signature: 'c2FuZGJveA==',
        scope: 'api',
        instance_url: options.url(),
        id: `${options.url()}/id/${world.organizationId}/${userId}`,
        token_type: 'Bearer',
        issued_at: String(world.now()),
      },
    };
  };

  const isSigned = (assertion: string): boolean => {
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    if (!Header.safeParse(decode(header)).success) return false;
    if (options.publicKey === undefined) return signature !== '';
    const signed = Buffer.from(`${header}.${claims}`);
    return verify('RSA-SHA256', signed, options.publicKey, Buffer.from(signature, 'base64url'));
  };

  const byAssertion = (assertion: string): Answer => {
    const claims = Claims.safeParse(decode(assertion.split('.')[1] ?? ''));
    if (!claims.success || !isSigned(assertion))
      return refuseToken('invalid_grant', 'invalid assertion');
    const { iss, sub, aud, exp } = claims.data;
    if (iss !== options.clientId) {
      return refuseToken('invalid_client_id', 'client identifier invalid');
    }
    const hosts = [options.url(), 'https://login.salesforce.com', 'https://test.salesforce.com'];
    const known = hosts.flatMap((host) => [host, `${host}/services/oauth2/token`]);
    if (![aud].flat().some((host) => known.includes(host))) {
      return refuseToken('invalid_grant', 'audience is invalid');
    }
    const ahead = exp - world.now() / 1000;
    if (ahead <= 0 || ahead > MAX_AHEAD_S) return refuseToken('invalid_grant', 'invalid assertion');
    const user = world.table('User').find('Username', sub)[0];
    if (user?.id !== world.integrationUserId) {
      return refuseToken('invalid_grant', "user hasn't approved this consumer");
    }
    return issue(user.id);
  };

  return {
    token: (call) => {
      const form = readForm(call);
      const grant = form.get('grant_type');
      if (grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
        return byAssertion(form.get('assertion') ?? '');
      }
      if (grant !== 'client_credentials') {
        return refuseToken('unsupported_grant_type', 'grant type not supported');
      }
      const [id, secret] = basicOf(call) ?? [form.get('client_id'), form.get('client_secret')];
      if (id !== options.clientId)
        return refuseToken('invalid_client_id', 'client identifier invalid');
      if (secret !== options.clientSecret) {
        return refuseToken('invalid_client', 'invalid client credentials');
      }
      const user = world.table('User').rows.get(world.integrationUserId);
      return user?.fields['IsActive'] === true
        ? issue(world.integrationUserId)
        : refuseToken('invalid_grant', 'no client credentials user enabled');
    },
    revoke: (call) => {
      const token = readForm(call).get('token') ?? call.url.searchParams.get('token') ?? '';
      return sessions.delete(token)
        ? { status: 200 }
        : refuseToken('invalid_token', 'invalid token');
    },
    identity: (call) => {
      const userId = call.url.pathname.split('/').at(-1) ?? '';
      const row = world.table('User').rows.get(userId);
      if (row === undefined) return { status: 404, body: 'Not Found' };
      const { fields } = row;
      return {
        status: 200,
        body: {
          id: `${options.url()}/id/${world.organizationId}/${userId}`,
          asserted_user: true,
          user_id: userId,
          organization_id: world.organizationId,
          username: fields['Username'],
          display_name: [fields['FirstName'], fields['LastName']].filter(Boolean).join(' '),
          email: fields['Email'],
          active: fields['IsActive'],
          user_type: 'STANDARD',
          language: 'en_US',
          locale: 'en_US',
          urls: { rest: `${options.url()}/services/data/v{version}/` },
        },
      };
    },
    authorize: (header) => {
      if (callsLeft <= 0) {
        sessions.clear();
        callsLeft = Infinity;
      }
      const token = /^(?:Bearer|OAuth) (.+)$/i.exec(header ?? '')?.[1] ?? '';
      const session = sessions.get(token);
      if (session === undefined || !isAlive(session)) return undefined;
      session.usedAt = world.now();
      callsLeft -= 1;
      return session.userId;
    },
    killTokens: (afterCalls) => {
      callsLeft = afterCalls;
      if (afterCalls <= 0) sessions.clear();
    },
  };
};
