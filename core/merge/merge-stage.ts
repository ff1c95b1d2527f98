import { addMs, isAfter, type Instant } from '#core/lead/instant.ts';
import {
  FALLBACK_REASON,
  REASONS,
  isEnding,
  type Ending,
  type Stage,
  type StageMove,
} from '#core/lead/stage.ts';
import type { StageTable } from '#core/mapping/rule.ts';
import type { Closure } from '#core/ports/crm-system.ts';
import type { Note, StageBase, WaitingMove } from '#core/sync/link.ts';
import { acceptedSince } from './accepted-since.ts';

/** The two answers of the seller's field; its API values are English in every language. */
export const ANSWER = { accept: 'Accept', decline: 'Decline' } as const;

/** What the CRM row shows of stage, answer and reason. */
export interface CrmStageShown {
  readonly closure: Closure;
  readonly stageValue: string | null;
  readonly answer: string | null;
  readonly reason: string | null;
  readonly ownerId: string | null;
}

export interface StageFacts {
  readonly base: StageBase;
  readonly partner: {
    readonly stage: Stage;
    readonly reason: string | null;
    readonly closedAt: Instant | null;
  };
  readonly crm: CrmStageShown;
  /** As it stood at creation or linking. */
  readonly start: {
    readonly ownerId: string | null;
    readonly stageValue: string | null;
    readonly answer: string | null;
  };
  readonly table: StageTable;
  readonly waiting: WaitingMove | null;
  readonly graceMs: number;
  readonly now: Instant;
  readonly closedRowsWritable: boolean;
  /** Lead paths that acceptance still needs. */
  readonly missing: readonly string[];
  /** Lead paths in open conflict that Partner Center could take. */
  readonly openConflicts: readonly string[];
  /** When the row was last changed, if it was by a person. */
  readonly changedAt?: Instant | null;
}

export interface StagePlan {
  /** To send to Partner Center now. */
  readonly move: { readonly to: StageMove; readonly reason: string | null } | null;
  readonly waiting: WaitingMove | null;
  /** To write on the row: a stage value, and the reason with an ending. */
  readonly write: { readonly stageValue: string; readonly reason?: string } | null;
  /** What the sides agree on now; after `write` it is the row as shown. */
  readonly base: StageBase;
  readonly notes: readonly Note[];
}

type Group = 'received' | 'accepted' | 'won' | 'lost' | 'unknown';

const groupOf = (crm: CrmStageShown, table: StageTable): Group => {
  if (crm.closure !== 'open') return crm.closure;
  const value = crm.stageValue ?? '';
  if (table.received.includes(value)) return 'received';
  return table.accepted.includes(value) ? 'accepted' : 'unknown';
};

const quiet = (facts: StageFacts, ...notes: Note[]): StagePlan => ({
  move: null,
  waiting: null,
  write: null,
  base: facts.base,
  notes,
});

/** The row as shown becomes what was agreed, with the partner's stage. */
const agreed = (facts: StageFacts): StageBase => ({
  ...facts.base,
  partner: facts.partner.stage,
  closure: facts.crm.closure,
  stageValue: facts.crm.stageValue,
  answer: facts.crm.answer,
  reason: facts.crm.reason,
});

const note = (key: string, values: Readonly<Record<string, string>> = {}): Note => ({
  key,
  values,
});

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
    : quiet(facts);
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
const whenEnded = (facts: StageFacts, ending: Ending): StagePlan => {
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

/**
 * Stage, answer and reason are edge-triggered: only a change against the CRM base counts (design §6).
 * Irreversible moves come out as `move`; whoever sends one must have read the row within 5 s.
 */
export const mergeStage = (facts: StageFacts): StagePlan => {
  const { stage } = facts.partner;
  if (isEnding(stage)) return whenEnded(facts, stage);
  return stage === 'accepted' ? whileAccepted(facts) : whileReceived(facts);
};
