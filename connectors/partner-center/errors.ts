import { z } from 'zod';
import { SyncError, type SyncErrorCode } from '#core/failures/sync-error.ts';
import type { ErrorTable, HttpReply } from '#connectors/http/http.ts';
import { retryAfterMs } from '#connectors/http/retry-after.ts';
import { SIGN_IN_AGAIN } from './sign-in-errors.ts';

/** Longest message of the API, reference PC §6. */
const MAX_WORDS = 1_024;

/** Codes that mean something to us; one nested in another is the more exact one (reference PC §7). */
const KNOWN_CODES = new Set([
  '900421',
  'unauthenticated',
  'unAuthorized',
  'accessDenied',
  'invalidRequest',
  'itemNotFound',
  'preconditionFailed',
  'resourceModified',
  'serviceNotAvailable',
  'generalException',
]);

const Level = z.object({
  code: z.union([z.string(), z.number().transform(String)]).optional(),
  message: z.string().optional(),
  description: z.string().optional(),
  target: z.string().optional().catch(undefined),
  innerError: z.unknown().optional(),
  innererror: z.unknown().optional(),
});

/** What an error body says, whatever its shape. */
export interface ToldError {
  readonly code: string | undefined;
  readonly words: string | undefined;
  readonly target: string | undefined;
}

const SILENT: ToldError = { code: undefined, words: undefined, target: undefined };

const parseBody = (text: string): unknown => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  } catch {
    return undefined;
  }
};

/** Outermost first. */
const levelsOf = (body: unknown): z.infer<typeof Level>[] => {
  const levels: z.infer<typeof Level>[] = [];
  for (let at = body; levels.length < 10;) {
    const level = Level.safeParse(at).data;
    if (level === undefined) break;
    levels.push(level);
    at = level.innerError ?? level.innererror;
  }
  return levels;
};

export const readError = (reply: HttpReply): ToldError => {
  const levels = levelsOf(parseBody(reply.text));
  if (levels.length === 0) return SILENT;
  const codes = levels.map((level) => level.code).filter((code) => code !== undefined);
  const messages = levels.map((level) => (level.message ?? level.description)?.trim());
  const words = [...new Set(messages.filter((text) => text !== undefined && text !== ''))].join(
    ' ',
  );
  return {
    code: codes.findLast((code) => KNOWN_CODES.has(code)) ?? codes[0],
    words: words === '' ? undefined : words.slice(0, MAX_WORDS),
    target: levels.findLast((level) => level.target !== undefined && level.target !== '')?.target,
  };
};

/** `HTTP 400, invalidRequest: "words"`. */
const quote = (reply: HttpReply, told: ToldError): string => {
  const code = told.code === undefined ? '' : `, ${told.code}`;
  return `HTTP ${reply.status}${code}${told.words === undefined ? '' : `: "${told.words}"`}`;
};

const failure = (code: SyncErrorCode, reply: HttpReply, message: string): SyncError => {
  const told = readError(reply);
  const waitMs = retryAfterMs(reply);
  return new SyncError(
    code,
    message.replace('{told}', () => quote(reply, told)),
    {
      side: 'partner',
      status: reply.status,
      ...(told.code === undefined ? {} : { systemCode: told.code }),
      ...(told.words === undefined ? {} : { systemWords: told.words }),
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    },
  );
};

/** `{told}` becomes status, code and words. */
const TOKEN_TOLD = `Partner Center refused our token ({told}). ${SIGN_IN_AGAIN}`;
const MFA_TOLD = `Partner Center wants multi-factor authentication ({told}). ${SIGN_IN_AGAIN} Use a user with a second factor.`;
const BUSY_TOLD = 'Partner Center asks us to slow down ({told}). It is tried again.';
const DOWN_TOLD = 'Partner Center failed ({told}). It is tried again.';
const NEVER_TOLD = 'Partner Center does not take this call ({told}). Check apiUrl in the settings.';
const MOVED_TOLD =
  'Partner Center sends us elsewhere ({told}); we do not follow. Check apiUrl in the settings.';

const isMfaMissing = (reply: HttpReply): boolean =>
  readError(reply).code === '900421' || reply.text.includes('900421');

const isSlowDown = (reply: HttpReply): boolean =>
  reply.status === 429 ||
  reply.status === 509 ||
  (reply.status === 503 && retryAfterMs(reply) !== undefined);

const NEVER_TAKEN = [405, 406, 411, 415, 416, 501];
const BUSY_FOR_NOW = [408, 423];

/** Reference PC §7. What says something about one referral (400, 403, 404, 409, 410, 412, 413, 422) is read by the caller. */
export const partnerErrors: ErrorTable = (reply) => {
  const { status } = reply;
  if (status === 401)
    return failure('TOKEN_REJECTED', reply, isMfaMissing(reply) ? MFA_TOLD : TOKEN_TOLD);
  if (isSlowDown(reply)) return failure('RATE_LIMITED', reply, BUSY_TOLD);
  if (NEVER_TAKEN.includes(status)) return failure('REJECTED', reply, NEVER_TOLD);
  if (BUSY_FOR_NOW.includes(status) || status >= 500)
    return failure('UNAVAILABLE', reply, DOWN_TOLD);
  if (status >= 300 && status < 400) return failure('UNEXPECTED_ANSWER', reply, MOVED_TOLD);
  return undefined;
};

export const isGone = (reply: HttpReply): boolean => reply.status === 404 || reply.status === 410;

const MODIFIED_CODES = new Set(['resourceModified', 'preconditionFailed']);

/** Which of 412 and 409 a stale tag gets is not settled (reference PC §7). */
export const isStale = (reply: HttpReply): boolean =>
  reply.status === 412 || (reply.status === 409 && MODIFIED_CODES.has(readError(reply).code ?? ''));

/** Conditional access writes this into its text, misspelt (reference PC §7). */
const MISSING_CLAIMS = 'insufficent_claims';

/** A 4xx about what we asked for, where no outcome has a name for it. */
export const refusal = (reply: HttpReply, subject: string): SyncError => {
  if (reply.status !== 403)
    return failure('REJECTED', reply, `Partner Center refused to show ${subject} ({told}).`);
  const remedy = reply.text.includes(MISSING_CLAIMS)
    ? `A conditional access rule stands in the way. ${SIGN_IN_AGAIN}`
    : 'The signed-in user needs the role Referrals admin for the whole company.';
  return failure('FORBIDDEN', reply, `We may not read ${subject} ({told}). ${remedy}`);
};
