import { PassThrough, type Duplex } from 'node:stream';
import type { Connection } from 'jsforce';
import { SyncError } from '#core/failures/sync-error.ts';
import type { Http, HttpReply, HttpRequest } from '#connectors/http/http.ts';

type JsforceTransport = Connection['_transport'];
type JsforceRequest = Parameters<JsforceTransport['httpRequest']>[0];
type JsforceReply = Awaited<ReturnType<JsforceTransport['httpRequest']>>;

export interface TransportOptions {
  readonly http: () => Promise<Http>;
  readonly isSignIn: boolean;
  /** Sees every whole reply before jsforce does; may throw. */
  readonly onReply: (reply: HttpReply) => void;
}

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

/** E.g. `get sobjects`: the kind of resource, no ids, no values. */
const labelOf = (method: string, url: string): string =>
  `${method.toLowerCase()} ${/\/services\/(?:data\/v[\d.]+\/)?([A-Za-z0-9]+)/.exec(url)?.[1] ?? 'call'}`;

const toRequest = (request: JsforceRequest, isSignIn: boolean): HttpRequest => {
  const method = METHODS.find((one) => one === request.method);
  const { body } = request;
  if (method === undefined || (body !== undefined && body !== null && typeof body !== 'string'))
    throw new SyncError(
      'UNEXPECTED_ANSWER',
      `jsforce asked for a ${request.method} that is not text.`,
    );
  // The token is the transport's to add, the length the socket's to count.
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(
      ([name]) => !['authorization', 'content-length'].includes(name.toLowerCase()),
    ),
  );
  return {
    method,
    url: request.url,
    headers,
    ...(body === undefined || body === null ? {} : { body }),
    label: isSignIn ? 'sign in' : labelOf(method, request.url),
    isWrite: !isSignIn && method !== 'GET',
    ...(isSignIn ? { isSignIn } : {}),
  };
};

/**
 * jsforce's requests over our own path: bounded time, no retries of its own, no proxy from the environment,
 * and a body cut in mid-transfer ends in an error instead of the process (reference SF §16).
 */
export const createTransport = (options: TransportOptions): JsforceTransport => {
  const send = async (request: JsforceRequest): Promise<JsforceReply> => {
    const http = await options.http();
    const reply = await http.send(toRequest(request, options.isSignIn));
    if (reply === 'stale')
      throw new SyncError('UNEXPECTED_ANSWER', 'A call without a deadline was late.');
    options.onReply(reply);
    return { statusCode: reply.status, headers: { ...reply.headers }, body: reply.text };
  };
  return {
    httpRequest: (request) => Object.assign(send(request), { stream: () => new PassThrough() }),
    getRequestStreamCreator: (): (() => Duplex) => () => new PassThrough(),
  };
};
