import type { ReferralId } from '#core/lead/ids.ts';
import type { WriteGuard, WriteOutcome } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import type { ReferralApi } from './api.ts';
import { isGone, isStale, readError } from './errors.ts';
import { blamedFields } from './to-patch.ts';
import { parseReferral } from './to-view.ts';
import { parseWire } from './wire-value.ts';

export interface Write {
  readonly id: ReferralId;
  readonly operations: readonly unknown[];
  readonly guard: WriteGuard;
}

/** A write that was done is done, however its reply reads. */
const shownBy = (reply: HttpReply, timeZone: string): PartnerView | undefined => {
  if (reply.text === '') return undefined;
  try {
    const parsed = parseReferral(parseWire(reply.text), { timeZone, readAt: reply.sentAt });
    return parsed.kind === 'view' ? parsed.view : undefined;
  } catch {
    return undefined;
  }
};

/** How a reply to a patch ended it; the new document stands in it, or nothing in spite of `Prefer`. */
export const readWrite = (reply: HttpReply, timeZone: string): WriteOutcome<PartnerView> => {
  if (isStale(reply)) return { kind: 'stale' };
  if (isGone(reply)) return { kind: 'gone' };
  if (reply.status < 300) return { kind: 'written', shown: shownBy(reply, timeZone) };
  const told = readError(reply);
  return {
    kind: 'refused',
    code: told.code ?? String(reply.status),
    words: told.words ?? `HTTP ${reply.status} without a reason`,
    fields: blamedFields(told.target),
  };
};

/** One guarded JSON Patch. */
export const sendPatch = async (
  api: ReferralApi,
  write: Write,
  timeZone: string,
): Promise<WriteOutcome<PartnerView>> => {
  const reply = await api.change(write.id, JSON.stringify(write.operations), write.guard);
  return reply === 'stale' ? { kind: 'stale' } : readWrite(reply, timeZone);
};
