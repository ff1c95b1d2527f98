import { addMs, MINUTE_MS, type Instant } from '#core/lead/instant.ts';
import type { LeadPath } from '#core/lead/lead.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import { PARTNER_WRITABLE, type PartnerView } from '#core/ports/partner-system.ts';
import type {
  Link,
  Note,
  PlannedWrites,
  Schedule,
  StageBase,
  WaitingMove,
} from '#core/sync/link.ts';
import { mergeStage, type CrmStageShown, type StagePlan } from './merge-stage.ts';
import type { BrakeUse, Operation } from './operation.ts';
import { planAtoms, type AtomsPlan } from './plan-atoms.ts';
import type { PlanContext } from './plan-context.ts';
import { planCrm } from './plan-crm.ts';
import { planPartner } from './plan-partner.ts';
import { refusedChoices } from './refused-choice.ts';
import { aheadNote, rowNotes, standing } from './row-notes.ts';

export interface Views {
  readonly partner: PartnerView;
  readonly crm: CrmView;
}

export interface Plan {
  /** The next write; partner first, one at a time: after its reply the plan is made again. Null: quiet. */
  readonly operation: Operation | null;
  /** Both sides' next writes, for whoever only wants to see them. */
  readonly operations: readonly Operation[];
  /** The link with what needs no write: agreed bases, conflicts, notes, waiting moves, schedule. */
  readonly link: Link;
  readonly planned: PlannedWrites;
  readonly uses: readonly BrakeUse[];
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** Stage, answer and reason as the row shows them. */
export const stageShown = (crm: CrmView, mapping: Mapping): CrmStageShown => {
  const { own, stages } = mapping;
  return {
    closure: crm.closure,
    stageValue: text(crm.fields[stages.field]),
    answer: text(crm.fields[own.answer]),
    reason: text(crm.fields[own.reason]),
    ownerId: crm.ownerId,
  };
};

export const stageBaseOf = (partner: PartnerView, crm: CrmStageShown): StageBase => ({
  partner: partner.stage,
  closure: crm.closure,
  stageValue: crm.stageValue,
  answer: crm.answer,
  reason: crm.reason,
});

/** What acceptance still needs: what Partner Center would show after this plan's own edits. */
const missingForAccept = (
  views: Views,
  atoms: AtomsPlan,
  context: PlanContext,
): readonly LeadPath[] =>
  context.policy.acceptNeeds.filter((path) => {
    const write = atoms.writes.find(
      (entry) => entry.side === 'partner' && entry.codec.rule.lead === path,
    );
    const value = write === undefined ? views.partner.fields[path] : write.atom.after;
    return value === null || value === undefined;
  });

const scheduleOf = (
  waiting: WaitingMove | null,
  notes: readonly Note[],
  graceMs: number,
): Schedule => {
  const isRunning =
    waiting !== null &&
    waiting.isStopped !== true &&
    notes.some((note) => note.key === `wait.${waiting.to}`);
  return isRunning
    ? { kind: 'waiting', until: addMs(waiting.since, graceMs), attempt: 0 }
    : { kind: 'settled' };
};

const withStop = (link: Link): WaitingMove | null =>
  link.move !== null && link.requests.some((request) => request.kind === 'stop')
    ? { ...link.move, isStopped: true }
    : link.move;

const planStage = (link: Link, views: Views, atoms: AtomsPlan, context: PlanContext): StagePlan => {
  const shown = stageShown(views.crm, context.mapping);
  const base = link.stageBase ?? stageBaseOf(views.partner, shown);
  const openConflicts = atoms.conflicts
    .map((conflict) => context.codecs.find((codec) => codec.key === conflict.key)?.rule.lead)
    .filter((path) => path !== undefined)
    .filter((path) => (PARTNER_WRITABLE as readonly string[]).includes(path));
  return mergeStage({
    base,
    partner: {
      stage: views.partner.stage,
      reason: views.partner.reason,
      closedAt: views.partner.fields.closedAt ?? null,
    },
    crm: shown,
    start: link.start ?? {
      ownerId: shown.ownerId,
      stageValue: shown.stageValue,
      answer: shown.answer,
    },
    table: context.mapping.stages,
    waiting: withStop(link),
    graceMs: context.policy.limits.closeGraceMinutes * MINUTE_MS,
    now: context.now,
    closedRowsWritable: context.closedRowsWritable,
    missing: missingForAccept(views, atoms, context),
    openConflicts,
    changedAt: views.crm.modifiedByUs ? null : views.crm.modifiedAt,
  });
};

/**
 * Design §6: everything that is decided about one link, without any effect. Made again after every
 * write until it is quiet; `now` is the context's.
 */
export const plan = (link: Link, views: Views, context: PlanContext): Plan => {
  const start = link.requests.some((request) => request.kind === 'replay')
    ? { ...link, refused: [], lasting: [] }
    : standing(link, views.crm);
  const atoms = planAtoms(start, views, context);
  const stage = planStage(start, views, atoms, context);
  const partner = planPartner(
    start,
    views.partner,
    { writes: atoms.writes.filter((write) => write.side === 'partner'), stage },
    context,
  );
  const choices = refusedChoices(start, atoms, context);
  const base = [
    ...atoms.notes,
    ...choices.notes,
    ...stage.notes,
    ...aheadNote(
      start.stageBase && stage.base,
      views.partner.stage,
      stageShown(views.crm, context.mapping),
      context.mapping,
    ),
    ...rowNotes(start, views.crm, context),
    ...start.lasting,
    ...partner.notes,
  ];
  const crm = planCrm(
    start,
    views,
    { writes: atoms.writes.filter((write) => write.side === 'crm'), stage, notes: base },
    context,
  );
  const notes = [...base, ...crm.notes];
  const graceMs = context.policy.limits.closeGraceMinutes * MINUTE_MS;
  const isStageWritten = stage.write !== null;
  const at: Instant = context.now;
  const next: Link = {
    ...start,
    base: atoms.base,
    conflicts: atoms.conflicts,
    notes,
    refused: [...new Set([...partner.refused, ...crm.refused, ...choices.refused])],
    move: stage.waiting,
    stageBase: isStageWritten ? start.stageBase : stage.base,
    schedule: scheduleOf(stage.waiting, stage.notes, graceMs),
    updatedAt: at,
  };
  return {
    operation: partner.operation ?? crm.operation,
    operations: [partner.operation, crm.operation].filter((operation) => operation !== null),
    link: next,
    planned: {
      creates: false,
      move: partner.operation?.change.stage?.to ?? null,
      closesCrm: isStageWritten && stage.base.partner !== 'accepted',
      partner: partner.keys,
      crm: crm.keys,
    },
    uses: [...partner.uses, ...crm.uses],
  };
};
