import type { LeadPath } from '#core/lead/lead.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Link, Note, PendingAtom, RefusedAtom } from '#core/sync/link.ts';
import type { StagePlan } from './merge-stage.ts';
import type { BrakeUse, Operation } from './operation.ts';
import { ownFieldsToWrite } from './own-fields.ts';
import type { AtomWrite } from './plan-atoms.ts';
import type { PlanContext } from './plan-context.ts';
import { refusalFor, refusedNote } from './plan-partner.ts';

export interface CrmPlan {
  readonly operation: (Operation & { readonly side: 'crm' }) | null;
  readonly notes: readonly Note[];
  readonly uses: readonly BrakeUse[];
  readonly keys: readonly string[];
  readonly refused: readonly RefusedAtom[];
}

interface Edit {
  readonly key: string;
  readonly atom: PendingAtom;
  readonly purpose: 'sync' | 'settle';
}

/** Emptied by every answer: no sign of a massive clearing. */
const EMPTIED_BY_ANSWER: ReadonlySet<LeadPath> = new Set(['respondBy', 'contactBy']);

const isEmptying = (fields: CrmFields): boolean =>
  Object.values(fields).every((value) => value === null);

/** Constants an org's own rules want at an ending, set with the closing. */
const constantsFor = (partner: PartnerView, crm: CrmView, context: PlanContext): CrmFields =>
  Object.fromEntries(
    context.mapping.constants
      .filter(
        ({ when, crm: name }) =>
          Array.isArray(when) &&
          when.includes(partner.stage) &&
          context.metadata.fields.has(name) &&
          (crm.fields[name] ?? null) === null,
      )
      .map(({ crm: name, constant }) => [name, constant]),
  );

const stageFields = (
  stage: StagePlan,
  views: { readonly partner: PartnerView; readonly crm: CrmView },
  context: PlanContext,
): CrmFields => {
  if (stage.write === null) return {};
  const { stages, own } = context.mapping;
  const reason = stage.write.reason;
  const hasReason = reason !== undefined && context.metadata.fields.has(own.reason);
  return {
    [stages.field]: stage.write.stageValue,
    ...(hasReason ? { [own.reason]: reason } : {}),
    ...constantsFor(views.partner, views.crm, context),
  };
};

const pick = (fields: CrmFields, names: readonly string[]): CrmFields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

/** One CRM write with data, stage and our own fields together; own fields alone when only they say something new. */
export const planCrm = (
  link: Link,
  views: { readonly partner: PartnerView; readonly crm: CrmView },
  parts: {
    readonly writes: readonly AtomWrite[];
    readonly stage: StagePlan;
    readonly notes: readonly Note[];
  },
  context: PlanContext,
): CrmPlan => {
  const notes: Note[] = [];
  const uses: BrakeUse[] = [];
  const edits: Edit[] = [];
  const held: RefusedAtom[] = [];
  const isRefused = (key: string, field: string, after: CrmFields): boolean => {
    const entry = refusalFor(link, { key, side: 'crm', after }, context);
    if (entry === undefined) return false;
    held.push(entry);
    notes.push(refusedNote(entry, field));
    return true;
  };
  const isClosed = views.crm.closure !== 'open' && !context.closedRowsWritable;
  if (isClosed) {
    const refused = link.refused.filter((entry) => entry.side === 'crm');
    return { operation: null, notes, uses, keys: [], refused };
  }

  for (const { codec, atom, purpose } of parts.writes) {
    const path = codec.rule.lead;
    const after = atom.after as CrmFields;
    if (isRefused(codec.key, path, after)) continue;
    if (isEmptying(after) && !EMPTIED_BY_ANSWER.has(path)) {
      const subject = `crm:${path}`;
      uses.push({ kind: 'clears', subject });
      if (context.isHeld('clears', subject)) {
        notes.push({ key: 'wait.brake', values: { kind: 'clears' } });
        continue;
      }
    }
    if (atom.isLossy === true) notes.push({ key: 'note.shortened', values: { field: path } });
    edits.push({ key: codec.key, atom, purpose });
  }

  const stage = stageFields(parts.stage, views, context);
  let stageEdit: Edit | undefined;
  if (Object.keys(stage).length > 0 && !isRefused('stage', 'stage', stage)) {
    const before = pick(views.crm.fields, Object.keys(stage));
    const atom = { before, after: stage, counterpart: null };
    stageEdit = { key: 'stage', atom, purpose: 'sync' };
  }

  const isAlone = context.isOneByOne.crm;
  const all = stageEdit === undefined ? edits : [...edits, stageEdit];
  const sent = isAlone ? all.slice(0, 1) : all;
  const keys = all.map((edit) => edit.key);
  const isLast = sent.length === all.length;
  // Our own fields speak of the outcome: they ride with the last write.
  const own = isLast ? ownFieldsToWrite(link, views, [...parts.notes, ...notes], context) : {};
  if (sent.length === 0 && Object.keys(own).length === 0) {
    return { operation: null, notes, uses, keys, refused: held };
  }
  const sendsStage = sent.some((edit) => edit.key === 'stage');
  const operation: CrmPlan['operation'] = {
    side: 'crm',
    purpose: sent.some((edit) => edit.purpose === 'settle') ? 'settle' : 'sync',
    atoms: Object.fromEntries(sent.map((edit) => [edit.key, edit.atom])),
    isUrgent: sendsStage,
    stageBase: sendsStage ? parts.stage.base : null,
    fields: Object.assign({}, ...sent.map((edit) => edit.atom.after), own) as CrmFields,
  };
  return { operation, notes, uses, keys, refused: held };
};
