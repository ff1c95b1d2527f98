import { z } from 'zod';
import { SyncError, type SyncErrorDetails } from '#core/failures/sync-error.ts';
import type { ErrorTable, HttpReply } from '#connectors/http/http.ts';
import { retryAfterMs } from '#connectors/http/retry-after.ts';

const OAuthError = z.object({ error: z.string(), error_description: z.string().optional() });

/** Entra: the grant is fine, a second factor is missing. */
const MFA_CODES = /900421|AADSTS5007[0-9]\b/;
/** Entra adds its trace and correlation ids and the time after the sentence. */
const AFTER_SENTENCE = /\r|\n|\s+Trace ID:/;

const parseBody = (text: string): z.infer<typeof OAuthError> | undefined => {
  try {
    return OAuthError.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

export const SIGN_IN_AGAIN = 'Run `lead-sync connect partner-center` and sign in.';

const remedyFor = (code: string | undefined, words: string): string => {
  if (MFA_CODES.test(words))
    return `The sign-in lacks multi-factor authentication. ${SIGN_IN_AGAIN} Use a user with a second factor.`;
  if (code === 'invalid_client' || code === 'unauthorized_client' || code === 'invalid_scope')
    return 'Check tenantId, clientId, clientSecret and the permissions of the app registration.';
  return SIGN_IN_AGAIN;
};

/** What a token request with a 4xx answer means: nobody gets a token before a person has acted. */
export const signInRefused = (reply: HttpReply): SyncError => {
  const body = parseBody(reply.text);
  const words = body?.error_description?.split(AFTER_SENTENCE)[0]?.trim();
  const told = [body?.error, words].filter((text) => text !== undefined).join(': ');
  const details: SyncErrorDetails = {
    side: 'partner',
    status: reply.status,
    ...(body === undefined ? {} : { systemCode: body.error }),
    ...(words === undefined ? {} : { systemWords: words }),
  };
  if (body?.error === 'temporarily_unavailable')
    return new SyncError('UNAVAILABLE', `The sign-in service is busy: ${told}`, details);
  return new SyncError(
    'TOKEN_REJECTED',
    `The sign-in to Partner Center was refused (${told === '' ? `HTTP ${reply.status}` : told}). ${remedyFor(body?.error, told)}`,
    details,
  );
};

/** Sign-in replies that say nothing about the grant. A 4xx is read by the sign-in itself. */
export const signInErrors: ErrorTable = (reply) => {
  const waitMs = retryAfterMs(reply);
  const details = {
    side: 'partner',
    status: reply.status,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  } as const;
  if (reply.status === 429 || (reply.status === 503 && waitMs !== undefined))
    return new SyncError('RATE_LIMITED', 'The sign-in service asks us to slow down', details);
  if (reply.status === 408 || reply.status >= 500)
    return new SyncError(
      'UNAVAILABLE',
      `The sign-in service failed (HTTP ${reply.status})`,
      details,
    );
  if (reply.status >= 300 && reply.status < 400)
    return new SyncError(
      'UNEXPECTED_ANSWER',
      `The sign-in service redirects (HTTP ${reply.status}): check loginUrl`,
      details,
    );
  return undefined;
};
