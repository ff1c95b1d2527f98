import type { Salesforce } from '#test/sandbox/salesforce.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, the text where it is none, undefined where there is nothing. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Caller {
  /** Path after `/services/data/v67.0`, or a whole one from `/services/…` on. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  create(object: string, fields: object, options?: CallOptions): Promise<string>;
  query(soql: string): Promise<Reply>;
  queryAll(soql: string): Promise<Reply>;
  /** Ids of the rows a query finds. */
  ids(soql: string): Promise<readonly unknown[]>;
}

const parse = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const signIn = async (
  sandbox: Salesforce,
  form: Readonly<Record<string, string>>,
): Promise<Reply> => {
  const response = await fetch(`${sandbox.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, headers: response.headers, body: parse(await response.text()) };
};

export const GOOD_FORM = {
  grant_type: 'client_credentials',
  client_id: 'sf-app',
  client_secret: 'sf-secret',
} as const;

/** A signed-in client without any cleverness. */
export const createCaller = async (sandbox: Salesforce): Promise<Caller> => {
  const { access_token: token } = (await signIn(sandbox, GOOD_FORM)).body as {
    access_token: string;
  };
  const call: Caller['call'] = async (method, path, options = {}) => {
    const full = path.startsWith('/services') ? path : `/services/data/v67.0${path}`;
    const response = await fetch(sandbox.url + full, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const { status, headers } = response;
    return { status, headers, body: parse(await response.text()) };
  };
  const query = (resource: string, soql: string): Promise<Reply> =>
    call('GET', `/${resource}?q=${encodeURIComponent(soql)}`);
  return {
    call,
    create: async (object, fields, options) => {
      const reply = await call('POST', `/sobjects/${object}`, { ...options, body: fields });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return (reply.body as { id: string }).id;
    },
    query: (soql) => query('query', soql),
    queryAll: (soql) => query('queryAll', soql),
    ids: async (soql) => {
      const { body } = await query('query', soql);
      return (body as { records: readonly { Id: unknown }[] }).records.map((row) => row.Id);
    },
  };
};
