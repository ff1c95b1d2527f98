import type { Stage } from '#core/lead/stage.ts';
import type { CrmStageShown, StageFacts, StagePlan } from '#core/merge/merge-stage.ts';
import type { StageBase } from '#core/sync/link.ts';
import { NOW, SHIPPED } from '#test/support/context-of.ts';
import { OWNER } from '#test/support/views-of.ts';

/** How a row can stand, seen from the shipped mapping. */
export const GROUPS = {
  received: { closure: 'open', stageValue: 'Prospecting' },
  accepted: { closure: 'open', stageValue: 'Qualification' },
  further: { closure: 'open', stageValue: 'Needs Analysis' },
  unknown: { closure: 'open', stageValue: 'Verbal commit' },
  won: { closure: 'won', stageValue: 'Closed Won' },
  lost: { closure: 'lost', stageValue: 'Closed Lost' },
} as const satisfies Record<string, Pick<CrmStageShown, 'closure' | 'stageValue'>>;
export type Group = keyof typeof GROUPS;

export const baseAt = (stage: Stage, change: Partial<StageBase> = {}): StageBase => ({
  partner: stage,
  ...GROUPS[stage === 'declined' || stage === 'expired' ? 'lost' : stage],
  answer: null,
  reason: null,
  ...change,
});

export const shownAt = (group: Group, change: Partial<CrmStageShown> = {}): CrmStageShown => ({
  ...GROUPS[group],
  answer: null,
  reason: null,
  ownerId: OWNER,
  ...change,
});

/** A received lead that nobody has touched, without a grace. */
export const factsOf = (change: Partial<StageFacts> = {}): StageFacts => ({
  base: baseAt('received'),
  partner: { stage: 'received', reason: null, closedAt: null },
  crm: shownAt('received'),
  start: { ownerId: OWNER, stageValue: 'Prospecting', answer: null },
  table: SHIPPED.stages,
  waiting: null,
  graceMs: 0,
  now: NOW,
  closedRowsWritable: true,
  missing: [],
  openConflicts: [],
  ...change,
});

/** A plan in a few words: what is sent, what is written, what is told. */
export const inShort = (plan: StagePlan): string => {
  const { move, write, notes } = plan;
  const parts = [
    ...(move === null ? [] : [`send ${move.to}${move.reason === null ? '' : `: ${move.reason}`}`]),
    ...(write === null
      ? []
      : [`write ${write.stageValue}${write.reason === undefined ? '' : `: ${write.reason}`}`]),
    ...notes.map((note) => note.key),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
};

export const ANSWERS = [null, 'Accept', 'Decline'] as const;
