import type { LeadPath, LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import { canonical } from '#core/merge/plan-atoms.ts';
import { CRM_ID } from '#core/merge/plan-partner.ts';
import type { Operation } from '#core/merge/operation.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { AtomBase, Link, PendingAtom, RefusedAtom, StageBase } from './link.ts';

const isPath = (codecs: readonly Codec[], key: string): LeadPath | undefined =>
  codecs.find((codec) => codec.key === key)?.rule.lead;

const lossy = (atom: PendingAtom): { readonly isLossy?: true } =>
  atom.isLossy === true ? { isLossy: true } : {};

const withBase = (link: Link, key: string, base: AtomBase): Link => ({
  ...link,
  base: { ...link.base, [key]: base },
  conflicts: link.conflicts.filter((conflict) => conflict.key !== key),
});

/** What the reply shows; an unknown field says nothing against what was sent. */
const replied = (
  shown: PartnerView | undefined,
  path: LeadPath,
  after: LeadValue | null,
): LeadValue | null => {
  const value = shown?.fields[path];
  return value === undefined ? after : value;
};

/** The CRM id has no rule, hence a base only where it was not taken: then it is not sent again and again. */
const crmIdTaken = (link: Link, atom: PendingAtom, shown: PartnerView | undefined): Link => {
  const { [CRM_ID]: _, ...base } = link.base;
  const after = atom.after as LeadValue | null;
  const partner = replied(shown, CRM_ID, after);
  return sameValue(partner, after)
    ? { ...link, base }
    : { ...link, base: { ...base, [CRM_ID]: { partner, crm: {}, notTakenBy: 'partner' } } };
};

/** Only a write's own reply may set a base to another value than the one written (design §7.4). */
export const partnerWritten = (
  link: Link,
  operation: Operation & { readonly side: 'partner' },
  shown: PartnerView | undefined,
  codecs: readonly Codec[],
): Link => {
  let next = link;
  for (const [key, atom] of Object.entries(operation.atoms)) {
    if (key === CRM_ID) next = crmIdTaken(next, atom, shown);
    const path = isPath(codecs, key);
    if (path === undefined) continue;
    const after = atom.after as LeadValue | null;
    const taken = replied(shown, path, after);
    const isTaken = sameValue(taken, after);
    // A join that was not taken at all ends here: what stood before would cross and undo the CRM's half.
    const before = atom.before as LeadValue | null;
    const isHalf = atom.isJoin === true && !sameValue(taken, before);
    next = withBase(next, key, {
      partner: isHalf ? (next.base[key]?.partner ?? null) : taken,
      crm: atom.counterpart as CrmFields,
      ...lossy(atom),
      ...(isTaken ? {} : { notTakenBy: 'partner' as const }),
    });
  }
  return next;
};

/** The row's whole atom (an amount sent alone keeps its currency), as shown if it was shown. */
const wholeAtom = (codec: Codec, atom: PendingAtom, shown: CrmView | undefined): CrmFields => {
  const sent = { ...(atom.before as CrmFields), ...(atom.after as CrmFields) };
  return (shown === undefined ? undefined : codec.read(shown.fields)) ?? sent;
};

const stageBaseShown = (
  operation: Operation & { readonly side: 'crm' },
  shown: CrmView | undefined,
  mapping: Mapping,
): StageBase | null => {
  if (operation.stageBase === null || shown === undefined) return operation.stageBase;
  const stageValue = shown.fields[mapping.stages.field];
  const reason = shown.fields[mapping.own.reason];
  return {
    ...operation.stageBase,
    closure: shown.closure,
    stageValue: typeof stageValue === 'string' ? stageValue : operation.stageBase.stageValue,
    reason: typeof reason === 'string' ? reason : operation.stageBase.reason,
  };
};

export const crmWritten = (
  link: Link,
  operation: Operation & { readonly side: 'crm' },
  shown: CrmView | undefined,
  facts: { readonly codecs: readonly Codec[]; readonly mapping: Mapping },
): Link => {
  let next = link;
  for (const [key, atom] of Object.entries(operation.atoms)) {
    const codec = facts.codecs.find((entry) => entry.key === key);
    if (codec === undefined) continue;
    const sent = { ...(atom.before as CrmFields), ...(atom.after as CrmFields) };
    const taken = wholeAtom(codec, atom, shown);
    next = withBase(next, key, {
      partner: atom.counterpart as LeadValue | null,
      crm: taken,
      ...lossy(atom),
      ...(codec.sameCrm(sent, taken) ? {} : { notTakenBy: 'crm' as const }),
    });
  }
  const ownNames = Object.values(facts.mapping.own);
  const told = Object.entries(operation.fields).filter(([name]) => ownNames.includes(name));
  const toldConflicts =
    told.length === 0
      ? link.toldConflicts
      : Object.fromEntries(next.conflicts.map((entry) => [entry.key, canonical(entry.partner)]));
  return {
    ...next,
    told: { ...next.told, ...Object.fromEntries(told) },
    toldConflicts,
    stageBase: stageBaseShown(operation, shown, facts.mapping) ?? next.stageBase,
  };
};

/** A refused atom is parked by value and mapping version; it stops nothing else. */
export const refusedAtoms = (
  link: Link,
  parked: readonly Omit<RefusedAtom, 'at'>[],
  at: string,
): Link => ({
  ...link,
  refused: [
    ...link.refused.filter(
      (entry) => !parked.some((atom) => atom.key === entry.key && atom.side === entry.side),
    ),
    ...parked.map((atom) => ({ ...atom, at })),
  ],
});
