import type { LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { AtomBase, Choice, Note } from '#core/sync/link.ts';
import { mergeText } from './merge-text.ts';

/** What the two sides show of one atom now; undefined = unknown. */
export interface AtomShown {
  readonly partner: LeadValue | null | undefined;
  readonly crm: CrmFields | undefined;
}

export interface AtomFacts {
  /** Why Partner Center cannot take this atom now; undefined = it can. */
  readonly partnerRefusal: 'note.notWritable' | 'note.closedFinal' | undefined;
  /** The seller confirms what we invented at creation by answering Accept. */
  readonly confirmsPlaceholder: boolean;
}

/** What to do about one atom. `base` is what the base becomes when nothing has to be written. */
export type AtomPlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'agree'; readonly base: AtomBase; readonly note?: Note }
  | {
      readonly kind: 'toCrm';
      readonly after: CrmFields;
      readonly counterpart: LeadValue | null;
      readonly isLossy: boolean;
    }
  | {
      readonly kind: 'toPartner';
      readonly after: LeadValue | null;
      readonly counterpart: CrmFields;
      readonly isLossy: boolean;
      readonly isJoin: boolean;
    }
  | { readonly kind: 'conflict'; readonly partner: LeadValue | null; readonly crm: CrmFields }
  | { readonly kind: 'note'; readonly note: Note };

interface Known {
  readonly partner: LeadValue | null;
  readonly crm: CrmFields;
}

const note = (key: string, codec: Codec): AtomPlan => ({
  kind: 'note',
  note: { key, values: { field: codec.rule.lead } },
});

const writeCrm = (codec: Codec, value: LeadValue | null): AtomPlan => {
  const said = codec.toCrm(value);
  return said.kind === 'unsayable'
    ? { kind: 'note', note: said.note }
    : { kind: 'toCrm', after: said.fields, counterpart: value, isLossy: said.isLossy };
};

const writePartner = (codec: Codec, shown: Known, facts: AtomFacts): AtomPlan => {
  if (facts.partnerRefusal !== undefined) return note(facts.partnerRefusal, codec);
  const value = codec.toLead(shown.crm);
  if (value === undefined) {
    const values = { field: codec.rule.lead, value: Object.values(shown.crm).join(' ') };
    return { kind: 'note', note: { key: 'note.pickValue', values } };
  }
  return { kind: 'toPartner', after: value, counterpart: shown.crm, isLossy: false, isJoin: false };
};

const isSameAcross = (codec: Codec, shown: Known): boolean => {
  const said = codec.toCrm(shown.partner);
  if (said.kind === 'fields' && codec.sameCrm(said.fields, shown.crm)) return true;
  const value = codec.toLead(shown.crm);
  return value !== undefined && sameValue(value, shown.partner);
};

const agreedBase = (codec: Codec, shown: Known): AtomBase => {
  const said = codec.toCrm(shown.partner);
  const isLossy = said.kind === 'fields' && said.isLossy;
  return { partner: shown.partner, crm: shown.crm, ...(isLossy ? { isLossy: true } : {}) };
};

const firstLink = (codec: Codec, shown: Known, facts: AtomFacts): AtomPlan => {
  const { direction, onLink } = codec.rule;
  if (isSameAcross(codec, shown)) return { kind: 'agree', base: agreedBase(codec, shown) };
  const apart: AtomPlan = {
    kind: 'agree',
    base: { partner: shown.partner, crm: shown.crm },
    note: { key: 'note.oneWay', values: { field: codec.rule.lead } },
  };
  if (shown.partner === null) {
    return direction === 'toCrm' ? apart : writePartner(codec, shown, facts);
  }
  if (codec.isEmpty(shown.crm)) {
    return direction === 'toPartner' ? apart : writeCrm(codec, shown.partner);
  }
  if (direction === 'toCrm') return onLink === 'crm' ? apart : writeCrm(codec, shown.partner);
  if (direction === 'toPartner') {
    return onLink === 'partner' ? apart : writePartner(codec, shown, facts);
  }
  switch (onLink) {
    case 'partner':
      return writeCrm(codec, shown.partner);
    case 'crm':
      return writePartner(codec, shown, facts);
    case 'ask':
      return { kind: 'conflict', partner: shown.partner, crm: shown.crm };
    default:
      return onLink satisfies never;
  }
};

/** An edit of a shortened copy, carried over to the full text as a difference; undefined where it does not fit. */
const editOfShortCopy = (
  base: AtomBase,
  full: LeadValue | null,
  edited: LeadValue | null,
): string | undefined => {
  const short = Object.values(base.crm)[0];
  return typeof short === 'string' && typeof full === 'string' && typeof edited === 'string'
    ? mergeText(short, { one: edited, other: full }, 'words')
    : undefined;
};

const crmChanged = (
  codec: Codec,
  shown: Known & { readonly base: AtomBase },
  facts: AtomFacts,
): AtomPlan => {
  if (codec.rule.direction === 'toCrm') return note('note.oneWay', codec);
  const plain = writePartner(codec, shown, facts);
  if (shown.base.isLossy !== true || plain.kind !== 'toPartner') return plain;
  const joined = editOfShortCopy(shown.base, shown.partner, plain.after);
  return joined === undefined
    ? { kind: 'conflict', partner: shown.partner, crm: shown.crm }
    : { ...plain, after: joined, isLossy: true };
};

const joinTexts = (
  codec: Codec,
  shown: Known & { readonly base: AtomBase },
): string | undefined => {
  const crm = codec.toLead(shown.crm);
  const { partner, base } = shown;
  const isText = typeof crm === 'string' && typeof partner === 'string' && base.isLossy !== true;
  if (!isText) return undefined;
  const before = base.partner ?? '';
  return typeof before === 'string' ? mergeText(before, { one: partner, other: crm }) : undefined;
};

const bothChanged = (
  codec: Codec,
  shown: Known & { readonly base: AtomBase },
  facts: AtomFacts,
): AtomPlan => {
  const { direction, conflict } = codec.rule;
  if (direction !== 'both') return note('note.oneWay', codec);
  const ask: AtomPlan = { kind: 'conflict', partner: shown.partner, crm: shown.crm };
  switch (conflict) {
    case 'partner':
      return writeCrm(codec, shown.partner);
    case 'crm':
      return crmChanged(codec, shown, facts);
    case 'ask':
      return ask;
    case 'merge': {
      const joined = facts.partnerRefusal === undefined ? joinTexts(codec, shown) : undefined;
      if (joined === undefined) return ask;
      if (sameValue(joined, shown.partner)) return writeCrm(codec, shown.partner);
      return {
        kind: 'toPartner',
        after: joined,
        counterpart: shown.crm,
        isLossy: false,
        isJoin: !sameValue(joined, codec.toLead(shown.crm) ?? null),
      };
    }
    default:
      return conflict satisfies never;
  }
};

/** Design §6: each side is compared with its own base, never with the other side. */
export const mergeAtom = (
  codec: Codec,
  shown: AtomShown,
  base: AtomBase | undefined,
  facts: AtomFacts,
): AtomPlan => {
  const { partner, crm } = shown;
  if (partner === undefined || crm === undefined) return { kind: 'nothing' };
  if (base === undefined) return firstLink(codec, { partner, crm }, facts);
  const known = { partner, crm, base };
  const hasPartnerChanged = !sameValue(partner, base.partner);
  const isConfirmed = base.isPlaceholder === true && facts.confirmsPlaceholder && partner === null;
  const hasCrmChanged = !codec.sameCrm(crm, base.crm) || isConfirmed;
  if (!hasPartnerChanged && !hasCrmChanged) return { kind: 'nothing' };
  if (isSameAcross(codec, known)) return { kind: 'agree', base: agreedBase(codec, known) };
  if (hasPartnerChanged && hasCrmChanged) return bothChanged(codec, known, facts);
  if (hasCrmChanged) return crmChanged(codec, known, facts);
  return codec.rule.direction === 'toPartner'
    ? note('note.oneWay', codec)
    : writeCrm(codec, partner);
};

/** An open conflict leaves the table: equal sides close it, a choice decides it, else it keeps both values as they are now. */
export const settleAtom = (
  codec: Codec,
  shown: { readonly partner: LeadValue | null; readonly crm: CrmFields },
  choice: Choice | undefined,
  facts: AtomFacts,
): AtomPlan => {
  if (isSameAcross(codec, shown)) return { kind: 'agree', base: agreedBase(codec, shown) };
  switch (choice) {
    case 'partner':
      return writeCrm(codec, shown.partner);
    case 'crm':
      return writePartner(codec, shown, facts);
    case undefined:
      return { kind: 'conflict', partner: shown.partner, crm: shown.crm };
    default:
      return choice satisfies never;
  }
};
