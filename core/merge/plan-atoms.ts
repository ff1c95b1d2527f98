import { asText } from '#core/lead/as-text.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import { isEnding } from '#core/lead/stage.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import { PARTNER_WRITABLE, type PartnerView } from '#core/ports/partner-system.ts';
import type { AtomBase, Choice, Conflict, Link, Note, PendingAtom } from '#core/sync/link.ts';
import type { AtomFacts, AtomPlan } from './atom-plan.ts';
import { mergeAtom } from './merge-atom.ts';
import { ANSWER } from './merge-stage.ts';
import type { PlanContext } from './plan-context.ts';
import { settleAtom } from './settle-atom.ts';

/** One atom that one side should take. */
export interface AtomWrite {
  readonly codec: Codec;
  readonly side: 'partner' | 'crm';
  readonly atom: PendingAtom;
  readonly purpose: 'sync' | 'settle';
}

export interface AtomsPlan {
  readonly writes: readonly AtomWrite[];
  readonly base: Readonly<Record<string, AtomBase>>;
  readonly conflicts: readonly Conflict[];
  readonly notes: readonly Note[];
}

/** What a settled conflict's condition compares: a value as people saw it. */
export const canonical = (value: LeadValue | CrmFields | null): string => JSON.stringify(value);

const SETTLE_CHOICES: Readonly<Record<string, Choice>> = {
  'Keep mine': 'crm',
  "Take Partner Center's": 'partner',
};

const choiceFor = (
  link: Link,
  conflict: Conflict,
  shown: {
    readonly partner: LeadValue | null;
    readonly crm: CrmFields;
    readonly settle: string | null;
  },
): Choice | undefined => {
  const request = link.requests.find(
    (entry) => entry.kind === 'settle' && entry.key === conflict.key,
  );
  if (request?.kind === 'settle') {
    const isAsSeen =
      request.ifPartner === canonical(shown.partner) && request.ifCrm === canonical(shown.crm);
    if (isAsSeen) return request.choice;
  }
  if (shown.settle === null) return undefined;
  const isAsTold = link.toldConflicts[conflict.key] === canonical(shown.partner);
  return isAsTold ? SETTLE_CHOICES[shown.settle] : undefined;
};

const isActive = (codec: Codec, partner: PartnerView): boolean => {
  const { when } = codec.rule;
  if (when === 'always') return true;
  return when === 'onCreate' ? false : when.includes(partner.stage);
};

/** Fields of the row as a text for people. */
export const crmText = (codec: Codec, fields: CrmFields): string =>
  asText(codec.toLead(fields) ?? null);

const conflictNote = (codec: Codec, shown: Pick<Conflict, 'partner' | 'crm'>): Note => ({
  key: 'action.conflict',
  values: {
    field: codec.rule.lead,
    partner: asText(shown.partner),
    crm: crmText(codec, shown.crm),
  },
});

const refusalOf = (
  codec: Codec,
  partner: PartnerView,
  context: PlanContext,
): AtomFacts['partnerRefusal'] => {
  if (isEnding(partner.stage)) return 'note.closedFinal';
  const path = codec.rule.lead;
  const isWritable =
    (PARTNER_WRITABLE as readonly string[]).includes(path) &&
    (path !== 'name' || context.partnerCapabilities.writesName === true);
  return isWritable ? undefined : 'note.notWritable';
};

const toWrite = (
  codec: Codec,
  plan: AtomPlan & { readonly kind: 'toCrm' | 'toPartner' },
  shown: { readonly partner: LeadValue | null; readonly crm: CrmFields },
): AtomWrite => {
  const lossy = plan.isLossy ? { isLossy: true as const } : {};
  const common = { after: plan.after, counterpart: plan.counterpart, ...lossy };
  return plan.kind === 'toCrm'
    ? { codec, side: 'crm', purpose: 'sync', atom: { before: shown.crm, ...common } }
    : {
        codec,
        side: 'partner',
        purpose: 'sync',
        atom: {
          before: shown.partner,
          ...common,
          ...(plan.isJoin ? { isJoin: true as const } : {}),
        },
      };
};

/** The data atoms of one link: merged, settled or left, each for itself. */
export const planAtoms = (
  link: Link,
  views: { readonly partner: PartnerView; readonly crm: CrmView },
  context: PlanContext,
): AtomsPlan => {
  const { own } = context.mapping;
  const { partner, crm } = views;
  const answer = crm.fields[own.answer] ?? null;
  const settle = crm.fields[own.settle] ?? null;
  const confirmsPlaceholder =
    partner.stage === 'received' &&
    answer === ANSWER.accept &&
    link.stageBase?.answer !== ANSWER.accept;

  const writes: AtomWrite[] = [];
  const notes: Note[] = [];
  const conflicts: Conflict[] = [];
  const base: Record<string, AtomBase> = { ...link.base };

  for (const codec of context.codecs) {
    if (!isActive(codec, partner)) continue;
    const shown = { partner: partner.fields[codec.rule.lead], crm: codec.read(crm.fields) };
    const open = link.conflicts.find((conflict) => conflict.key === codec.key);
    if (shown.partner === undefined || shown.crm === undefined) {
      if (open !== undefined) {
        conflicts.push(open);
        notes.push(conflictNote(codec, open));
      }
      continue;
    }
    const known = { partner: shown.partner, crm: shown.crm };
    const facts = { partnerRefusal: refusalOf(codec, partner, context), confirmsPlaceholder };
    const choice =
      open === undefined
        ? undefined
        : choiceFor(link, open, { ...known, settle: settle === null ? null : String(settle) });
    const plan =
      open === undefined
        ? mergeAtom(codec, known, link.base[codec.key], facts)
        : settleAtom(codec, known, choice, facts);
    switch (plan.kind) {
      case 'nothing':
        break;
      case 'agree':
        base[codec.key] = plan.base;
        if (plan.note !== undefined) notes.push(plan.note);
        break;
      case 'toCrm':
      case 'toPartner': {
        const write = toWrite(codec, plan, known);
        writes.push(choice === undefined ? write : { ...write, purpose: 'settle' });
        // Until the choice is carried out the conflict stands: a crash must not lose it.
        if (open !== undefined) conflicts.push(open);
        break;
      }
      case 'conflict': {
        const openedAt = open?.openedAt ?? context.now;
        conflicts.push({ key: codec.key, partner: plan.partner, crm: plan.crm, openedAt });
        notes.push(conflictNote(codec, plan));
        break;
      }
      case 'note':
        notes.push(plan.note);
        if (open !== undefined) conflicts.push(open);
        break;
      default:
        plan satisfies never;
    }
    const now = base[codec.key];
    if (now?.notTakenBy !== undefined && plan.kind === 'nothing') {
      const shownText =
        now.notTakenBy === 'crm' ? crmText(codec, known.crm) : asText(known.partner);
      const values = { field: codec.rule.lead, side: now.notTakenBy, shown: shownText };
      notes.push({ key: 'note.notTaken', values });
    }
    if (now?.isLossy === true && (plan.kind === 'nothing' || plan.kind === 'agree')) {
      notes.push({ key: 'note.shortened', values: { field: codec.rule.lead } });
    }
    if (now?.isPlaceholder === true && known.partner === null && !isEnding(partner.stage)) {
      const isGoing = writes.at(-1)?.codec === codec;
      if (!isGoing) notes.push({ key: 'wait.placeholder', values: { field: codec.rule.lead } });
    }
  }
  return { writes, base, conflicts, notes };
};
