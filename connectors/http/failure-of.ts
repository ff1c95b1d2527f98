import { SyncError } from '#core/failures/sync-error.ts';
import type { Answer } from './exchange.ts';
import type { ErrorTable, HttpReply, HttpRequest } from './http.ts';

type Side = 'partner' | 'crm';
type Lost = Extract<Answer, { kind: 'lost' }>;

export const failureOfLost = (side: Side, request: HttpRequest, lost: Lost): SyncError => {
  const host = new URL(request.url).host;
  const details = { side, systemCode: lost.words };
  if (lost.how === 'notSent')
    return new SyncError(
      'UNAVAILABLE',
      `${request.label}: ${host} cannot be reached (${lost.words}).`,
      details,
    );
  if (request.isWrite)
    return new SyncError(
      'UNKNOWN_RESULT',
      `${request.label}: sent to ${host}, no whole answer came (${lost.words}).`,
      details,
    );
  if (lost.how === 'tooLarge')
    return new SyncError(
      'UNEXPECTED_ANSWER',
      `${request.label}: the answer of ${host} is larger than we take.`,
      details,
    );
  return new SyncError(
    'UNAVAILABLE',
    `${request.label}: no whole answer from ${host} (${lost.words}).`,
    details,
  );
};

/** The error table's word, made safe: a write that met a broken server may have been done, whatever the table thinks. */
export const failureOfReply = (
  side: Side,
  request: HttpRequest,
  told: { readonly reply: HttpReply; readonly errors: ErrorTable },
): SyncError | undefined => {
  const { status } = told.reply;
  const error = told.errors(told.reply, request);
  const isBroken = status >= 500;
  if (error === undefined && !isBroken) return undefined;
  const mayBeDone = request.isWrite && (isBroken || error?.code === 'UNAVAILABLE');
  return new SyncError(
    mayBeDone ? 'UNKNOWN_RESULT' : (error?.code ?? 'UNAVAILABLE'),
    error?.message ?? `${request.label}: answered ${status}.`,
    { ...error?.details, side, status },
  );
};
