import type { Instant } from '#core/lead/instant.ts';
import type { WaitingMove } from '#core/sync/link.ts';

/** Since when a person's acceptance stands, for the case that the lead ends before it could be sent; null where nobody knows. */
export const acceptedSince = (facts: {
  readonly crm: WaitingMove['shown'];
  readonly waiting: WaitingMove | null;
  readonly changedAt?: Instant | null;
}): WaitingMove | null => {
  const { waiting, changedAt = null } = facts;
  const { stageValue, answer, reason } = facts.crm;
  const isSame =
    waiting?.to === 'accepted' &&
    waiting.shown.answer === answer &&
    waiting.shown.stageValue === stageValue;
  if (isSame) return waiting;
  const shown = { stageValue, answer, reason };
  return changedAt === null ? null : { to: 'accepted', since: changedAt, shown };
};
