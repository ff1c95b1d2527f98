import { Agent as PlainAgent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import axios, { AxiosHeaders } from 'axios';
import type { HttpReply, HttpRequest } from './http.ts';

/** Shorter than a poll interval and than what gateways allow, so that a write never meets a socket closed meanwhile. */
const IDLE_SOCKET_MS = 30_000;
const HEADERS = { accept: 'application/json, text/plain, */*', 'user-agent': 'lead-sync' };

/** `notSent`: no byte of the request left. `noAnswer`: it may have been done. `tooLarge`: an answer came and was dropped. */
export type Answer =
  | { readonly kind: 'reply'; readonly reply: Omit<HttpReply, 'sentAt'> }
  | {
      readonly kind: 'lost';
      readonly how: 'notSent' | 'noAnswer' | 'tooLarge';
      readonly words: string;
    };

/** One request, one answer: no redirect, no parsing, no retry; `timeoutMs` from the first byte to the last. Never rejects. */
export type Exchange = (
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
) => Promise<Answer>;

/** Raised before a connection stands. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The error itself is dropped: axios hangs the token on it, the parser a piece of the body. */
const toLost = (error: unknown, isTimeout: boolean): Answer => {
  if (isTimeout) return { kind: 'lost', how: 'noAnswer', words: 'timed out' };
  if (!axios.isAxiosError(error)) throw error;
  const code = error.code ?? 'no code';
  if (error.message.startsWith('maxContentLength'))
    return { kind: 'lost', how: 'tooLarge', words: 'too large' };
  return { kind: 'lost', how: NOT_SENT.has(code) ? 'notSent' : 'noAnswer', words: code };
};

const toText = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

export const createExchange = (options: {
  readonly maxBytes: number;
  readonly maxSockets: number;
}): Exchange => {
  const agent = { keepAlive: true, timeout: IDLE_SOCKET_MS, maxSockets: options.maxSockets };
  const settings = {
    ...axios.defaults,
    httpAgent: new PlainAgent(agent),
    httpsAgent: new SecureAgent(agent),
    proxy: false,
    maxRedirects: 0,
    validateStatus: null,
    responseType: 'text',
    decompress: true,
    maxContentLength: options.maxBytes,
  } as const;
  // The adapter itself: what a client wraps around it (merged settings, interceptors, transforms) is of no use here
  // and costs as much as the request.
  const send = axios.getAdapter('http');

  return async (request, headers, timeoutMs) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const response = await send({
        ...settings,
        method: request.method,
        url: request.url,
        headers: new AxiosHeaders({ ...HEADERS, ...headers }),
        data: request.body,
        signal: abort.signal,
      });
      const lower: Record<string, string> = {};
      for (const [name, value] of Object.entries(response.headers)) lower[name] = toText(value);
      return {
        kind: 'reply',
        reply: { status: response.status, headers: lower, text: response.data },
      };
    } catch (error) {
      return toLost(error, abort.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  };
};
