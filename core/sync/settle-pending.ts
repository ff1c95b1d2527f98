import type { LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';
import type { Stage, StageMove } from '#core/lead/stage.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import { canonical } from '#core/merge/plan-atoms.ts';
import type { Views } from '#core/merge/plan.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { HistoryEntry } from './history.ts';
import type { Link, PendingAtom, PendingOperation } from './link.ts';

export interface Settled {
  readonly link: Link;
  /** How each pending operation came out, for the history. */
  readonly outcomes: readonly {
    readonly operation: PendingOperation;
    readonly outcome: HistoryEntry['outcome'];
  }[];
}

/** A stage never goes back: still where the move began means that nothing of that patch was done. */
const isMoved = (to: StageMove, shown: Stage): boolean =>
  shown === to || (to === 'accepted' && (shown === 'won' || shown === 'lost'));

interface Facts {
  readonly codecs: readonly Codec[];
  readonly mapping: Mapping;
  readonly now: string;
}

const holds = (shown: CrmFields, sent: CrmFields): boolean =>
  Object.entries(sent).every(([name, value]) => shown[name] === value);

/** Does the written side show what was sent? An atom without a rule is the CRM id or a stage of the row. */
const showsAfter = (
  operation: PendingOperation,
  atom: PendingAtom,
  codec: Codec | undefined,
  views: Views,
): boolean => {
  const { before, after } = atom;
  if (operation.side === 'partner') {
    const shown = views.partner.fields[codec?.rule.lead ?? 'crmId'];
    return shown !== undefined && sameValue(shown, after as LeadValue | null);
  }
  if (codec === undefined) return holds(views.crm.fields, after as CrmFields);
  const shown = codec.read(views.crm.fields);
  const sent = { ...(before as CrmFields), ...(after as CrmFields) };
  return shown !== undefined && codec.sameCrm(sent, shown);
};

const isUnmoved = (operation: PendingOperation, views: Views): boolean => {
  if (operation.stage !== undefined) return !isMoved(operation.stage.to, views.partner.stage);
  const { version } = operation.side === 'partner' ? views.partner : views.crm;
  return version === operation.ifVersion;
};

const baseOf = (
  operation: PendingOperation,
  key: string,
  atom: PendingAtom,
  link: Link,
): Link['base'][string] => {
  const lossy = atom.isLossy === true ? { isLossy: true as const } : {};
  if (operation.side === 'crm') {
    const crm = { ...(atom.before as CrmFields), ...(atom.after as CrmFields) };
    return { partner: atom.counterpart as LeadValue | null, crm, ...lossy };
  }
  const own =
    atom.isJoin === true ? (link.base[key]?.partner ?? null) : (atom.after as LeadValue | null);
  return { partner: own, crm: atom.counterpart as CrmFields, ...lossy };
};

type Known = Pick<Link, 'told' | 'toldConflicts' | 'conflicts'>;

const canBeSettled = (link: Known, operation: PendingOperation): Link['toldConflicts'] =>
  Object.fromEntries(
    link.conflicts
      .filter(({ key }) => operation.atoms[key] === undefined)
      .map((entry) => [entry.key, canonical(entry.partner)]),
  );

/** What the row has been told; with the whole of it also the conflicts that its message told. */
const toldBy = (
  operation: PendingOperation,
  views: Views,
  link: Known,
  own: readonly string[],
): Pick<Link, 'told' | 'toldConflicts'> => {
  const sent = Object.entries(operation.fields ?? {}).filter(([name]) => own.includes(name));
  const told = sent.filter(([name, value]) => views.crm.fields[name] === value);
  const isWhole = sent.length > 0 && told.length === sent.length;
  return {
    told: { ...link.told, ...Object.fromEntries(told) },
    toldConflicts: isWhole ? canBeSettled(link, operation) : link.toldConflicts,
  };
};

/** Nobody can tell our write from an edit: a person decides, and settleAtom closes it at once where the sides agree. A one-way rule still has its own base to judge by. */
const unclear = (link: Link, codec: Codec, views: Views, facts: Facts): Link => {
  const partner = views.partner.fields[codec.rule.lead];
  const crm = codec.read(views.crm.fields);
  if (codec.rule.direction !== 'both' || partner === undefined || crm === undefined) return link;
  const { key } = codec;
  const conflict = { key, partner, crm, openedAt: facts.now };
  return {
    ...link,
    conflicts: [...link.conflicts.filter((entry) => entry.key !== key), conflict],
  };
};

/**
 * Design §7.2, the whole of crash recovery for writes: what was pending is judged by what the sides show
 * now. Shown as sent ⇒ done; version unmoved ⇒ not sent; moved and something else ⇒ a person decides,
 * unless the sides agree.
 */
export const settlePending = (link: Link, views: Views, facts: Facts): Settled => {
  let next: Link = { ...link, pending: [] };
  const outcomes: { operation: PendingOperation; outcome: HistoryEntry['outcome'] }[] = [];
  for (const operation of link.pending) {
    const wasNotSent = isUnmoved(operation, views);
    let isAnyDone = operation.stage !== undefined && !wasNotSent;
    for (const [key, atom] of Object.entries(operation.atoms)) {
      const codec = facts.codecs.find((entry) => entry.key === key);
      const isDone =
        (operation.stage === undefined || !wasNotSent) && showsAfter(operation, atom, codec, views);
      isAnyDone ||= isDone;
      if (codec === undefined) continue;
      if (isDone) {
        const base = { ...next.base, [key]: baseOf(operation, key, atom, next) };
        next = { ...next, base, conflicts: next.conflicts.filter((entry) => entry.key !== key) };
      } else if (!wasNotSent) next = unclear(next, codec, views, facts);
    }
    const told = toldBy(
      operation,
      views,
      { ...next, conflicts: link.conflicts },
      Object.values(facts.mapping.own),
    );
    next = { ...next, ...told };
    outcomes.push({ operation, outcome: isAnyDone ? 'lostThenFound' : 'notSent' });
  }
  return { link: next, outcomes };
};
