import jsforce, { type Connection } from 'jsforce';
import { SyncError } from '#core/failures/sync-error.ts';
import type { Instant } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CallsLeft } from '#core/ports/crm-system.ts';
import type { ErrorTable, Http, HttpReply, TokenSource } from '#connectors/http/http.ts';
import { salesforceErrors, toSyncError } from './errors.ts';
import { failuresIn, failuresOf, type Failure } from './failures.ts';
import { createServerSight } from './server-sight.ts';
import { signInErrors } from './sign-in-errors.ts';
import { createSignIn, type SalesforceSettings, type Session } from './sign-in.ts';
import { createTransport } from './transport.ts';

export interface HttpParts {
  /** Left out for the sign-in itself. */
  readonly token?: TokenSource;
  readonly errors: ErrorTable;
  /** Origins. */
  readonly hosts: readonly string[];
}

export interface ClientOptions {
  readonly settings: SalesforceSettings;
  /** Called twice: for the sign-in, and for the org once its host is known. */
  readonly http: (parts: HttpParts) => Http;
  readonly clock: Clock;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the version root (`/composite`), or from the host (`/services/…`). */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly label: string;
  readonly isWrite: boolean;
  readonly isUrgent?: boolean;
}
export interface LateCall extends Call {
  readonly notAfter: Instant;
}

/** A whole reply of the org, refusals of the row or query included; `failures` is empty below 300. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly failures: readonly Failure[];
  readonly reply: HttpReply;
}

export interface SalesforceClient {
  /** `/services/data/v67.0` */
  readonly root: string;
  session(): Promise<Session>;
  /** The thin path: one HTTP call, JSON both ways. */
  call(call: LateCall): Promise<Answer | 'stale'>;
  call(call: Call): Promise<Answer>;
  /** jsforce, signed in, over the same transport: describe, tooling, metadata. Any refusal is thrown as a SyncError. */
  connection(): Promise<Connection>;
  /** The server's clock, never ahead of it. */
  serverNow(): Instant;
  callsLeft(): CallsLeft | undefined;
}

/** Shows in change events, so that our own writes can be told (reference SF §12). */
export const CLIENT_NAME = 'lead-sync';

const parseBody = (reply: HttpReply, isWrite: boolean): unknown => {
  if (reply.text === '') return undefined;
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    if (reply.status >= 400) return undefined;
    throw new SyncError(
      isWrite ? 'UNKNOWN_RESULT' : 'UNEXPECTED_ANSWER',
      `Salesforce answered ${reply.text.length} characters that are no JSON (HTTP ${reply.status}).`,
      { side: 'crm', status: reply.status },
    );
  }
};

export const createClient = ({ settings, http, clock }: ClientOptions): SalesforceClient => {
  const { loginUrl, clientId, clientSecret, privateKey, apiVersion } = settings;
  const root = `/services/data/v${apiVersion}`;
  const sight = createServerSight(clock);
  const loginOrigin = new URL(loginUrl).origin;
  const jsforceConnection: Connection = new jsforce.Connection({
    version: apiVersion,
    loginUrl: loginOrigin,
    oauth2: {
      clientId,
      loginUrl: loginOrigin,
      ...(clientSecret === undefined || privateKey !== undefined ? {} : { clientSecret }),
    },
    callOptions: { client: CLIENT_NAME },
  });

  const signInHttp = http({ errors: signInErrors, hosts: [loginOrigin] });
  Object.assign(jsforceConnection.oauth2, {
    _transport: createTransport({
      http: async () => signInHttp,
      isSignIn: true,
      onReply: () => undefined,
    }),
  });
  const signIn = createSignIn({
    settings,
    clock,
    requestToken: async (grant) => jsforceConnection.oauth2.requestToken(grant),
    onSession: (session) => {
      jsforceConnection.instanceUrl = session.instanceUrl;
      jsforceConnection.accessToken = session.token;
    },
  });

  let org: { readonly instanceUrl: string; readonly http: Http } | undefined;
  const orgHttp = async (): Promise<{ readonly instanceUrl: string; readonly http: Http }> => {
    const { instanceUrl } = await signIn.session();
    if (org?.instanceUrl !== instanceUrl)
      org = {
        instanceUrl,
        http: http({ token: signIn, errors: salesforceErrors, hosts: [loginOrigin, instanceUrl] }),
      };
    return org;
  };
  Object.assign(jsforceConnection, {
    _transport: createTransport({
      http: async () => (await orgHttp()).http,
      isSignIn: false,
      onReply: (reply) => {
        sight.note(reply);
        if (reply.status >= 300)
          throw toSyncError({ status: reply.status, failures: failuresOf(reply.text) });
      },
    }),
  });

  const send = async (call: Call & { readonly notAfter?: Instant }): Promise<Answer | 'stale'> => {
    const { instanceUrl, http: own } = await orgHttp();
    const { method, path, body, headers, label, isWrite, isUrgent, notAfter } = call;
    const reply = await own.send({
      method,
      url: `${instanceUrl}${path.startsWith('/services/') ? '' : root}${path}`,
      headers: {
        'sforce-call-options': `client=${CLIENT_NAME}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      label,
      isWrite,
      ...(isUrgent === undefined ? {} : { isUrgent }),
      ...(notAfter === undefined ? {} : { notAfter }),
    });
    if (reply === 'stale') return reply;
    sight.note(reply);
    const parsed = parseBody(reply, isWrite);
    const failures = reply.status < 300 ? [] : failuresIn(parsed);
    return { status: reply.status, body: parsed, failures, reply };
  };

  return {
    root,
    session: async () => signIn.session(),
    call: send as SalesforceClient['call'],
    connection: async () => {
      await signIn.session();
      return jsforceConnection;
    },
    serverNow: () => sight.now(),
    callsLeft: () => sight.callsLeft(),
  };
};
