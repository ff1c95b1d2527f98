import { asText } from '#core/lead/as-text.ts';
import type { LeadFields, LeadPath, LeadValue } from '#core/lead/lead.ts';
import { isEnding } from '#core/lead/stage.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { PartnerView, PartnerWritable } from '#core/ports/partner-system.ts';
import type { Link, Note, PendingAtom, RefusedAtom } from '#core/sync/link.ts';
import type { StagePlan } from './merge-stage.ts';
import type { BrakeUse, Operation } from './operation.ts';
import { canonical, type AtomWrite } from './plan-atoms.ts';
import type { PlanContext } from './plan-context.ts';

export interface PartnerPlan {
  readonly operation: (Operation & { readonly side: 'partner' }) | null;
  readonly notes: readonly Note[];
  readonly uses: readonly BrakeUse[];
  /** Mapping keys of all edits on their way, also those that go one by one. */
  readonly keys: readonly string[];
  /** Refusals on record that still hold an edit back; the others are out of date. */
  readonly refused: readonly RefusedAtom[];
}

/** An accept always carries these, with the currency beside the value (design §6). */
const WITH_ACCEPT = ['value', 'closeDate', 'notes'] as const satisfies readonly PartnerWritable[];

interface Edit {
  readonly key: string;
  readonly path: LeadPath;
  readonly atom: PendingAtom;
  readonly purpose: 'sync' | 'settle';
}

/** Files the CRM id, which no rule moves. */
export const CRM_ID = 'crmId';

/** The CRM id is written when the referral's is empty; one we did not write is kept with a note. */
const crmIdEdit = (
  link: Link,
  partner: PartnerView,
  context: PlanContext,
): { readonly edit?: Edit; readonly note?: Note } => {
  const shown = partner.fields.crmId;
  if (link.opportunity === null || shown === undefined || isEnding(partner.stage)) return {};
  if (shown === link.opportunity) return {};
  if (shown !== null && context.policy.limits.crmId === 'whenEmpty') {
    return { note: { key: 'note.crmIdTaken', values: { crmId: shown } } };
  }
  const left = link.base[CRM_ID];
  if (left !== undefined && left.partner === shown) {
    const values = { field: CRM_ID, side: 'partner', shown: shown ?? '' };
    return { note: { key: 'note.notTaken', values } };
  }
  const atom = { before: shown, after: link.opportunity, counterpart: null };
  return { edit: { key: CRM_ID, path: CRM_ID, atom, purpose: 'sync' } };
};

/** The refusal on record for this very value under this very mapping: not tried again. */
export const refusalFor = (
  link: Link,
  write: {
    readonly key: string;
    readonly side: 'partner' | 'crm';
    readonly after: PendingAtom['after'];
  },
  context: PlanContext,
): RefusedAtom | undefined =>
  link.refused.find(
    (refused) =>
      refused.key === write.key &&
      refused.side === write.side &&
      refused.value === canonical(write.after) &&
      refused.mappingVersion === context.mapping.version,
  );

/** A refused move with what Partner Center would show beside it: another value there is a reason to try again. */
export const moveValue = (
  move: { readonly to: string; readonly reason: string | null },
  fields: LeadFields,
): CrmFields => ({
  to: move.to,
  reason: move.reason,
  ...Object.fromEntries(WITH_ACCEPT.map((path) => [path, asText(fields[path] ?? null)])),
});

export const refusedNote = (entry: RefusedAtom, field: string): Note => ({
  key: 'action.refused',
  values: { field, side: entry.side, words: entry.words },
});

const fieldsOf = (edits: readonly Edit[]): LeadFields =>
  Object.fromEntries(edits.map((edit) => [edit.path, edit.atom.after as LeadValue | null]));

/** All edits and the stage move in one conditional patch; after an unexplained refusal one by one. */
export const planPartner = (
  link: Link,
  partner: PartnerView,
  parts: { readonly writes: readonly AtomWrite[]; readonly stage: StagePlan },
  context: PlanContext,
): PartnerPlan => {
  const notes: Note[] = [];
  const uses: BrakeUse[] = [];
  const edits: Edit[] = [];
  const held: RefusedAtom[] = [];
  const isRefused = (key: string, field: string, after: PendingAtom['after']): boolean => {
    const entry = refusalFor(link, { key, side: 'partner', after }, context);
    if (entry === undefined) return false;
    held.push(entry);
    notes.push(refusedNote(entry, field));
    return true;
  };
  const consider = (edit: Edit): void => {
    if (isRefused(edit.key, edit.path, edit.atom.after)) return;
    if (edit.atom.after === null) {
      const subject = `partner:${edit.path}`;
      uses.push({ kind: 'clears', subject });
      if (context.isHeld('clears', subject)) {
        notes.push({ key: 'wait.brake', values: { kind: 'clears' } });
        return;
      }
    }
    edits.push(edit);
  };
  const crmId = crmIdEdit(link, partner, context);
  if (crmId.note !== undefined) notes.push(crmId.note);
  if (crmId.edit !== undefined) consider(crmId.edit);
  for (const { codec, atom, purpose } of parts.writes) {
    consider({ key: codec.key, path: codec.rule.lead, atom, purpose });
  }

  let move = parts.stage.move;
  // What stands beside the move when it is sent: alone, none of the edits.
  const after = context.isOneByOne.partner
    ? partner.fields
    : { ...partner.fields, ...fieldsOf(edits) };
  const isMoveRefused = move !== null && isRefused('stage', 'stage', moveValue(move, after));
  if (isMoveRefused) move = null;
  if (move !== null && move.to !== 'accepted') {
    uses.push({ kind: 'endings', subject: '' });
    if (context.isHeld('endings', '')) {
      notes.push({ key: 'wait.brake', values: { kind: 'endings' } });
      move = null;
    }
  }

  const keys = edits.map((edit) => edit.key);
  const isAlone = context.isOneByOne.partner;
  // Won and lost let the edits go first, each for itself; accept and decline go with the status alone.
  const waitsForEdits = isAlone && edits.length > 0 && (move?.to === 'won' || move?.to === 'lost');
  const goesAlone = isAlone && move !== null && !waitsForEdits;
  const sentMove = waitsForEdits ? null : move;
  const sent = goesAlone ? [] : isAlone ? edits.slice(0, 1) : edits;
  if (sentMove === null && sent.length === 0)
    return { operation: null, notes, uses, keys, refused: held };

  const resent =
    sentMove?.to === 'accepted' && !goesAlone
      ? Object.fromEntries(
          WITH_ACCEPT.flatMap((path) => {
            const value = partner.fields[path];
            return value === undefined || value === null ? [] : [[path, value]];
          }),
        )
      : {};
  const operation: PartnerPlan['operation'] = {
    side: 'partner',
    purpose: sent.some((edit) => edit.purpose === 'settle') ? 'settle' : 'sync',
    atoms: Object.fromEntries(sent.map((edit) => [edit.key, edit.atom])),
    isUrgent: sentMove !== null,
    isIrreversible: sentMove !== null,
    change: {
      fields: { ...resent, ...fieldsOf(sent) },
      ...(sentMove === null ? {} : { stage: sentMove }),
    },
  };
  return { operation, notes, uses, keys, refused: held };
};
