import type { Instant } from '#core/lead/instant.ts';
import type { Stage, StageMove } from '#core/lead/stage.ts';
import type { StageTable } from '#core/mapping/rule.ts';
import type { Closure } from '#core/ports/crm-system.ts';
import type { Note, StageBase, WaitingMove } from '#core/sync/link.ts';

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

export const quiet = (facts: StageFacts, ...notes: Note[]): StagePlan => ({
  move: null,
  waiting: null,
  write: null,
  base: facts.base,
  notes,
});

/** The row as shown becomes what was agreed, with the partner's stage. */
export const agreed = (facts: StageFacts): StageBase => ({
  ...facts.base,
  partner: facts.partner.stage,
  closure: facts.crm.closure,
  stageValue: facts.crm.stageValue,
  answer: facts.crm.answer,
  reason: facts.crm.reason,
});

export const note = (key: string, values: Readonly<Record<string, string>> = {}): Note => ({
  key,
  values,
});
