import { SyncError } from '#core/failures/sync-error.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import { parseWire } from './wire-value.ts';

/** @throws SyncError UNEXPECTED_ANSWER without a word of the payload. */
export const requireDocument = (reply: HttpReply, subject: string): unknown => {
  try {
    return parseWire(reply.text);
  } catch {
    throw unreadable(subject, 'it is not JSON');
  }
};

/** `reason` names a path or a shape, never a value. */
export const unreadable = (subject: string, reason: string): SyncError =>
  new SyncError(
    'UNEXPECTED_ANSWER',
    `Partner Center's answer for ${subject} cannot be read: ${reason}.`,
    {
      side: 'partner',
    },
  );
