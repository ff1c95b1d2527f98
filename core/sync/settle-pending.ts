import type { LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';
import { isEnding, type Stage, type StageMove } from '#core/lead/stage.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { Mapping } from '#core/mapping/rule.ts';
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

type Verdict = 'done' | 'notSent' | 'unclear';

/** A stage never goes back: still answering to the move's start means that nothing of that patch was done. */
const stageVerdict = (to: StageMove, shown: Stage): Verdict => {
  if (shown === to) return 'done';
  if (to === 'accepted' && isEnding(shown) && (shown === 'won' || shown === 'lost')) return 'done';
  return 'notSent';
};

const partnerVerdict = (
  operation: PendingOperation,
  atom: PendingAtom,
  shown: { readonly version: string; readonly value: LeadValue | null | undefined },
): Verdict => {
  if (shown.value !== undefined && sameValue(shown.value, atom.after as LeadValue | null))
    return 'done';
  return shown.version === operation.ifVersion ? 'notSent' : 'unclear';
};

const crmVerdict = (
  operation: PendingOperation,
  atom: PendingAtom,
  shown: {
    readonly version: string;
    readonly fields: CrmFields | undefined;
    readonly codec: Codec;
  },
): Verdict => {
  const sent = { ...(atom.before as CrmFields), ...(atom.after as CrmFields) };
  if (shown.fields !== undefined && shown.codec.sameCrm(sent, shown.fields)) return 'done';
  return shown.version === operation.ifVersion ? 'notSent' : 'unclear';
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

const toldAfter = (operation: PendingOperation, views: Views, own: readonly string[]): CrmFields =>
  Object.fromEntries(
    Object.entries(operation.fields ?? {}).filter(
      ([name, value]) => own.includes(name) && views.crm.fields[name] === value,
    ),
  );

/**
 * Design §7.2, the whole of crash recovery for writes: what was pending is judged by what the sides show
 * now. Shown as sent ⇒ done; version unmoved ⇒ not sent; moved and something else ⇒ a person decides,
 * unless the sides agree.
 */
export const settlePending = (
  link: Link,
  views: Views,
  facts: { readonly codecs: readonly Codec[]; readonly mapping: Mapping; readonly now: string },
): Settled => {
  let next: Link = { ...link, pending: [] };
  const outcomes: { operation: PendingOperation; outcome: HistoryEntry['outcome'] }[] = [];
  for (const operation of link.pending) {
    const whole =
      operation.stage === undefined
        ? undefined
        : stageVerdict(operation.stage.to, views.partner.stage);
    let isAnyDone = whole === 'done';
    for (const [key, atom] of Object.entries(operation.atoms)) {
      const codec = facts.codecs.find((entry) => entry.key === key);
      if (codec === undefined) continue;
      const partner = views.partner.fields[codec.rule.lead];
      const crm = codec.read(views.crm.fields);
      const verdict =
        whole ??
        (operation.side === 'partner'
          ? partnerVerdict(operation, atom, { version: views.partner.version, value: partner })
          : crmVerdict(operation, atom, { version: views.crm.version, fields: crm, codec }));
      isAnyDone ||= verdict === 'done';
      if (verdict === 'done') {
        const base = { ...next.base, [key]: baseOf(operation, key, atom, next) };
        next = { ...next, base, conflicts: next.conflicts.filter((entry) => entry.key !== key) };
      } else if (verdict === 'unclear' && partner !== undefined && crm !== undefined) {
        // settleAtom closes it at once where the sides agree.
        const conflict = { key, partner, crm, openedAt: facts.now };
        next = {
          ...next,
          conflicts: [...next.conflicts.filter((entry) => entry.key !== key), conflict],
        };
      }
    }
    const told = toldAfter(operation, views, Object.values(facts.mapping.own));
    next = { ...next, told: { ...next.told, ...told } };
    outcomes.push({ operation, outcome: isAnyDone ? 'lostThenFound' : 'notSent' });
  }
  return { link: next, outcomes };
};
