import {
  CLIENT_ID,
  CLIENT_SECRET,
  FIRST_REFRESH_TOKEN,
  type PartnerCenterSandbox,
} from '#test/sandbox/partner-center.ts';
import { REFERRALS_AUDIENCE } from './oauth.ts';
import type { JsonObject } from './referral.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** What tests dig in: the body as JSON, or the text. */
  readonly body: JsonObject & { value: JsonObject[]; error: JsonObject };
  readonly text: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const replyOf = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Reply['body'];
  return { status: response.status, headers: response.headers, body, text };
};

/** A client of the stand-in without any cleverness: one token, one call, one reply. */
export const createCaller = (sandbox: PartnerCenterSandbox) => {
  let token: string | undefined;

  const signIn = async (form: Readonly<Record<string, string>>, path = 'token'): Promise<Reply> =>
    replyOf(
      await fetch(`${sandbox.url}/contoso.example/oauth2/v2.0/${path}`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          scope: `${REFERRALS_AUDIENCE}/.default offline_access`,
          ...form,
        }),
      }),
    );

  const refresh = (refreshToken = FIRST_REFRESH_TOKEN): Promise<Reply> =>
    signIn({ grant_type: 'refresh_token', refresh_token: refreshToken });

  const send = async (path: string, options: CallOptions = {}): Promise<Reply> =>
    replyOf(
      await fetch(sandbox.url + path, {
        method: options.method ?? 'GET',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'client-request-id': '5d1b1f7e-7d1c-4a52-8a4c-0b9f2f1c8f10',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...options.headers,
        },
        ...(options.body === undefined
          ? {}
          : {
              body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body),
            }),
      }),
    );

  return {
    signIn,
    refresh,
    send,
    /** Signs in first. */
    call: async (path: string, options?: CallOptions): Promise<Reply> => {
      token ??= String((await refresh()).body['access_token']);
      return send(`/v1.0/engagements/referrals${path}`, options);
    },
    useToken: (fresh: unknown): void => {
      token = String(fresh);
    },
  };
};

export type Caller = ReturnType<typeof createCaller>;
