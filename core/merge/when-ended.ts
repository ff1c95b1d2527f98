import { REASONS, type Ending } from '#core/lead/stage.ts';
import type { Note } from '#core/sync/link.ts';
import { acceptedSince } from './accepted-since.ts';
import { ANSWER, agreed, note, quiet, type StageFacts, type StagePlan } from './stage-facts.ts';

const closureOf = (ending: Ending): 'won' | 'lost' => (ending === 'won' ? 'won' : 'lost');

const hasPersonTouched = ({ base, crm, start, table }: StageFacts): boolean => {
  const isOwnStage = crm.stageValue === start.stageValue || crm.stageValue === table.accepted[0];
  return (
    crm.stageValue !== base.stageValue ||
    !isOwnStage ||
    crm.ownerId !== start.ownerId ||
    (crm.answer === ANSWER.accept && start.answer !== ANSWER.accept)
  );
};

/** Won and lost are followed by any row; what a person has worked on stays open else, unless they declined it. */
const isFollowed = (facts: StageFacts, ending: Ending): boolean => {
  const { base, crm } = facts;
  const isDeclined = crm.answer === ANSWER.decline;
  if (base.partner === ending) return isDeclined && base.answer !== ANSWER.decline;
  return ending === 'won' || ending === 'lost' || isDeclined || !hasPersonTouched(facts);
};

/** Both instants are told where ours is known: when the lead ended, and since when the person's answer stands. */
const keptOpen = (facts: StageFacts, ending: Ending): StagePlan => {
  const { base, crm, partner, waiting } = facts;
  const isNews = base.partner !== ending;
  const hasMoved = crm.answer === ANSWER.accept || crm.stageValue !== base.stageValue;
  const changedAt = isNews && hasMoved ? (facts.changedAt ?? null) : null;
  const since = acceptedSince({ crm, waiting, changedAt });
  const yours = crm.answer ?? crm.stageValue ?? '';
  const values = { ending, at: partner.closedAt ?? '', yours };
  const told =
    since === null
      ? note('action.endingOpen', values)
      : note('action.endingOpenSince', { ...values, since: since.since });
  return { ...quiet(facts, told), waiting: since, base: { ...base, partner: ending } };
};

/** Closed in Partner Center is final: the row follows once, or is told apart, and is never fought over. */
export const whenEnded = (facts: StageFacts, ending: Ending): StagePlan => {
  const { base, crm, partner, table } = facts;
  const goal = closureOf(ending);
  if (crm.closure === goal) return { ...quiet(facts), base: agreed(facts) };
  const apart = (why: Note): StagePlan => ({
    ...quiet(facts, why),
    base: { ...base, partner: ending },
  });
  const told = note('action.closedOtherwise', { crm: crm.closure, partner: ending });
  if (crm.closure !== 'open') return apart(told);
  if (!isFollowed(facts, ending)) {
    const isWorkedOn = (ending === 'expired' || ending === 'declined') && hasPersonTouched(facts);
    return isWorkedOn ? keptOpen(facts, ending) : apart(told);
  }
  const stageValue = table[goal][0];
  if (stageValue === undefined) return quiet(facts, told);
  const known = REASONS.find((reason) => reason === partner.reason);
  const reason = goal === 'won' ? undefined : known;
  return {
    ...quiet(facts),
    write: { stageValue, ...(reason === undefined ? {} : { reason }) },
    base: { ...agreed(facts), closure: goal, stageValue, reason: reason ?? crm.reason },
  };
};
