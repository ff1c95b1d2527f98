import type { Fault, Incoming, SandboxServer } from '#test/sandbox/server.ts';

const refusal = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  answer: { status, headers, body: '' },
});

/** What may happen to one call on its way. */
const FAULTS = {
  loseRequest: { kind: 'loseRequest' },
  loseReply: { kind: 'loseReply' },
  cutBody: { kind: 'cutBody' },
  unavailable: refusal(503),
  rateLimited: refusal(429, { 'retry-after': '7' }),
} as const satisfies Record<string, Fault>;

export type Mishap = keyof typeof FAULTS;
export const MISHAPS = Object.keys(FAULTS) as readonly Mishap[];

/** Shows every call to `onCall` as it arrives, before anything is done, and does to it what that says. */
export const watchCalls = (
  server: SandboxServer,
  onCall: (call: Incoming) => Mishap | undefined,
): void => {
  const decided = new WeakMap<Incoming, { readonly mishap: Mishap | undefined }>();
  const decide = (call: Incoming): Mishap | undefined => {
    const known = decided.get(call) ?? { mishap: onCall(call) };
    decided.set(call, known);
    return known.mishap;
  };
  for (const mishap of MISHAPS) {
    server.plan({
      fault: FAULTS[mishap],
      times: Infinity,
      matches: (call) => decide(call) === mishap,
    });
  }
};

const CompositeParts = (text: string): readonly { readonly method?: string }[] => {
  const body = JSON.parse(text) as { readonly compositeRequest?: { readonly method?: string }[] };
  return body.compositeRequest ?? [];
};

/** Does this call ask for a change? Sign-in, queries by POST and the guard's probe do not. */
export const isWrite = ({ method, url, text, headers }: Incoming): boolean => {
  if (method === 'GET' || url.pathname.includes('/oauth2/')) return false;
  if (url.pathname.endsWith('/composite')) {
    return CompositeParts(text).some((part) => part.method !== 'GET') && !isProbe(text);
  }
  if (url.pathname.includes('/composite/sobjects')) return method !== 'POST';
  return !isProbe(headers['if-unmodified-since'] ?? '');
};

/** The date of 1970 that no row can have. */
const isProbe = (text: string): boolean => text.includes('1970');
