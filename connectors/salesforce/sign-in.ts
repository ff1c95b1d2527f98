import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { TokenSource } from '#connectors/http/http.ts';
import { toId18 } from './ids.ts';
import { createAssertion } from './jwt-assertion.ts';

export interface SalesforceSettings {
  /** The org's My Domain: client credentials are not answered elsewhere (reference SF §3). */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** With a private key: JWT bearer instead of client credentials. */
  readonly username?: string;
  readonly privateKey?: string;
  readonly apiVersion: string;
}

export interface Session {
  readonly token: string;
  readonly instanceUrl: string;
  readonly organizationId: string;
  /** Whom our writes carry in LastModifiedById. */
  readonly userId: string;
}

export interface SignIn extends TokenSource {
  session(): Promise<Session>;
}

export interface SignInOptions {
  readonly settings: SalesforceSettings;
  readonly clock: Clock;
  /** Posts the grant to the token endpoint: jsforce's OAuth2 over our transport. */
  readonly requestToken: (grant: {
    grant_type: string;
    [name: string]: string;
  }) => Promise<unknown>;
  readonly onSession: (session: Session) => void;
}

const TokenReply = z.object({
  access_token: z.string().min(1),
  instance_url: z.url(),
  /** Identity URL: ends in the org's and the user's id. */
  id: z.string().regex(/\/[A-Za-z0-9]{15,18}\/[A-Za-z0-9]{15,18}\/?$/),
});

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const family = (host: string): string => host.split('.').slice(-2).join('.');

/** The token goes only to a host of the login host's own family, and only over https but for loopback. */
const checkedInstance = (instanceUrl: string, loginUrl: string): string => {
  const instance = new URL(instanceUrl);
  const login = new URL(loginUrl);
  const isNear = LOOPBACK.has(instance.hostname) && LOOPBACK.has(login.hostname);
  const isFamily =
    instance.protocol === 'https:' && family(instance.hostname) === family(login.hostname);
  if (isNear || isFamily) return instance.origin;
  throw new SyncError(
    'TOKEN_REJECTED',
    `Salesforce names ${instance.host} as the org's host, which is not of the family of ${login.host}. Check \`loginUrl\`.`,
    { side: 'crm' },
  );
};

/** Tokens by client credentials or JWT: no refresh token, no expiry told, so asked for again only after a 401. */
export const createSignIn = ({
  settings,
  clock,
  requestToken,
  onSession,
}: SignInOptions): SignIn => {
  let current: Session | undefined;
  let asking: Promise<Session> | undefined;

  const grant = (): { grant_type: string; [name: string]: string } => {
    const { clientId, username, privateKey, loginUrl } = settings;
    if (privateKey === undefined) return { grant_type: 'client_credentials' };
    const assertion = createAssertion({
      clientId,
      username: username ?? '',
      audience: new URL(loginUrl).origin,
      privateKey,
      now: clock.now(),
    });
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  };

  const ask = async (): Promise<Session> => {
    const parsed = TokenReply.safeParse(await requestToken(grant()));
    if (!parsed.success)
      throw new SyncError(
        'UNEXPECTED_ANSWER',
        `The token endpoint of Salesforce answered something else than a token (${parsed.error.issues
          .map((issue) => issue.path.join('.'))
          .join(', ')}). Check \`loginUrl\`.`,
        { side: 'crm' },
      );
    const [organizationId = '', userId = ''] = parsed.data.id
      .replace(/\/$/, '')
      .split('/')
      .slice(-2);
    const session: Session = {
      token: parsed.data.access_token,
      instanceUrl: checkedInstance(parsed.data.instance_url, settings.loginUrl),
      organizationId: toId18(organizationId),
      userId: toId18(userId),
    };
    current = session;
    onSession(session);
    return session;
  };

  /** Single flight: calls that were refused together share one new token. */
  const askOnce = async (): Promise<Session> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  const session = async (): Promise<Session> => current ?? askOnce();

  return {
    session,
    token: async () => (await session()).token,
    // A live session may be answered with the same token (reference SF §3): it still gets its one more try.
    renew: async (rejected) => {
      if (current !== undefined && current.token !== rejected) return current.token;
      return (await askOnce()).token;
    },
  };
};
