import { addMs, isAfter } from '#core/lead/instant.ts';
import { FALLBACK_REASON, isEnding, type StageMove } from '#core/lead/stage.ts';
import type { StageTable } from '#core/mapping/rule.ts';
import type { WaitingMove } from '#core/sync/link.ts';
import { acceptedSince } from './accepted-since.ts';
import {
  ANSWER,
  agreed,
  note,
  quiet,
  type CrmStageShown,
  type StageFacts,
  type StagePlan,
} from './stage-facts.ts';
import { whenEnded } from './when-ended.ts';

export { ANSWER } from './stage-facts.ts';
export type { CrmStageShown, StageFacts, StagePlan } from './stage-facts.ts';

type Group = 'received' | 'accepted' | 'won' | 'lost' | 'unknown';

const groupOf = (crm: CrmStageShown, table: StageTable): Group => {
  if (crm.closure !== 'open') return crm.closure;
  const value = crm.stageValue ?? '';
  if (table.received.includes(value)) return 'received';
  return table.accepted.includes(value) ? 'accepted' : 'unknown';
};

/** A decline, won or lost waits out the grace, counted from when we first saw these very values. */
const afterGrace = (facts: StageFacts, to: StageMove, reason: string | null): StagePlan => {
  const { stageValue, answer, reason: shownReason } = facts.crm;
  const shown = { stageValue, answer, reason: shownReason };
  const before = facts.waiting;
  const isSame = before?.to === to && JSON.stringify(before.shown) === JSON.stringify(shown);
  const isStopped =
    before?.isStopped === true &&
    before.shown.stageValue === stageValue &&
    before.shown.answer === answer;
  const since = isSame ? before.since : facts.now;
  const waiting: WaitingMove = { to, since, shown, ...(isStopped ? { isStopped } : {}) };
  const until = addMs(since, facts.graceMs);
  if (isStopped) return { ...quiet(facts, note('wait.stopped', { move: to })), waiting };
  const held = to === 'declined' ? undefined : facts.openConflicts[0];
  if (held !== undefined) {
    return { ...quiet(facts, note('wait.conflictHolds', { move: to, field: held })), waiting };
  }
  if (isAfter(until, facts.now)) {
    return { ...quiet(facts, note(`wait.${to}`, { at: until })), waiting };
  }
  return { ...quiet(facts), move: { to, reason }, waiting };
};

const accept = (facts: StageFacts): StagePlan =>
  facts.missing.length > 0
    ? {
        ...quiet(facts, note('wait.acceptNeeds', { missing: facts.missing.join(',') })),
        waiting: acceptedSince(facts),
      }
    : { ...quiet(facts), move: { to: 'accepted', reason: null } };

const decline = (facts: StageFacts): StagePlan => {
  const isUnwritable = facts.crm.closure !== 'open' && !facts.closedRowsWritable;
  const reason = facts.crm.reason ?? (isUnwritable ? FALLBACK_REASON : null);
  return reason === null
    ? quiet(facts, note('wait.reason'))
    : afterGrace(facts, 'declined', reason);
};

/** An answer emptied, a stage moved back to where the lead stands: from there the next one counts again. */
const atRest = (facts: StageFacts): StagePlan => {
  const { base, crm, table } = facts;
  const isBack = groupOf(crm, table) === 'received';
  return {
    ...quiet(facts),
    base: {
      ...base,
      answer: crm.answer === null ? null : base.answer,
      ...(isBack ? { stageValue: crm.stageValue, closure: crm.closure } : {}),
    },
  };
};

const whileReceived = (facts: StageFacts): StagePlan => {
  const { base, crm } = facts;
  const answer = crm.answer === base.answer ? null : crm.answer;
  const hasStageMoved = crm.stageValue !== base.stageValue || crm.closure !== base.closure;
  const group = hasStageMoved ? groupOf(crm, facts.table) : 'received';
  const isForward = group === 'accepted' || group === 'won';
  const disagrees =
    (answer === ANSWER.accept && group === 'lost') || (answer === ANSWER.decline && isForward);
  if (disagrees) {
    const values = { answer: answer ?? '', stage: crm.stageValue ?? '' };
    return quiet(facts, note('action.answerDisagrees', values));
  }
  if (answer === ANSWER.accept || isForward) return accept(facts);
  if (answer === ANSWER.decline || group === 'lost') return decline(facts);
  return group === 'unknown'
    ? quiet(facts, note('action.stageUnknown', { stage: crm.stageValue ?? '' }))
    : atRest(facts);
};

/** Moves within the accepted group are the seller's business; an ending against the base is ours to report. */
const whileAccepted = (facts: StageFacts): StagePlan => {
  const { base, crm } = facts;
  const hasPartnerMoved = base.partner !== 'accepted';
  const isLate = crm.answer !== base.answer && crm.answer === ANSWER.decline;
  // Kept out of the base, so that the message stands until the answer is changed.
  const answer = isLate ? base.answer : crm.answer;
  const late = isLate ? [note('action.answerTooLate', { stage: 'accepted' })] : [];
  const stageValue = facts.table.accepted[0];
  if (
    hasPartnerMoved &&
    groupOf(crm, facts.table) === 'received' &&
    stageValue !== undefined &&
    stageValue !== crm.stageValue
  ) {
    const next = { ...agreed(facts), answer, stageValue };
    return { ...quiet(facts, ...late), write: { stageValue }, base: next };
  }
  if (crm.closure === base.closure || crm.closure === 'open') {
    return { ...quiet(facts, ...late), base: { ...agreed(facts), answer } };
  }
  const reported = { ...base, partner: 'accepted' as const, answer };
  if (isLate && crm.closure === 'won') {
    const values = { answer: crm.answer ?? '', stage: crm.stageValue ?? '' };
    return { ...quiet(facts, note('action.answerDisagrees', values)), base: reported };
  }
  const reason = crm.closure === 'lost' ? (crm.reason ?? FALLBACK_REASON) : null;
  return { ...afterGrace(facts, crm.closure, reason), base: reported };
};

/**
 * Stage, answer and reason are edge-triggered: only a change against the CRM base counts (design §6).
 * Irreversible moves come out as `move`; whoever sends one must have read the row within 5 s.
 */
export const mergeStage = (facts: StageFacts): StagePlan => {
  const { stage } = facts.partner;
  if (isEnding(stage)) return whenEnded(facts, stage);
  return stage === 'accepted' ? whileAccepted(facts) : whileReceived(facts);
};
