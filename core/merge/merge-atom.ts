import type { LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { AtomBase } from '#core/sync/link.ts';
import {
  agreedBase,
  isSameAcross,
  note,
  writeCrm,
  writePartner,
  type AtomFacts,
  type AtomPlan,
  type Known,
} from './atom-plan.ts';
import { firstLink } from './first-link.ts';
import { mergeText } from './merge-text.ts';

/** What the two sides show of one atom now; undefined = unknown. */
export interface AtomShown {
  readonly partner: LeadValue | null | undefined;
  readonly crm: CrmFields | undefined;
}

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

/** Sides that agreed to differ say why for as long as they do. */
const whyApart = (
  codec: Codec,
  shown: Known & { readonly base: AtomBase },
  facts: AtomFacts,
): AtomPlan => {
  const { notTakenBy, isPlaceholder, isLossy } = shown.base;
  const isToldOtherwise = notTakenBy !== undefined || isPlaceholder === true || isLossy === true;
  if (isToldOtherwise || isSameAcross(codec, shown)) return { kind: 'nothing' };
  if (codec.rule.direction !== 'both') return note('note.oneWay', codec);
  return facts.partnerRefusal === undefined
    ? { kind: 'nothing' }
    : note(facts.partnerRefusal, codec);
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
  if (!hasPartnerChanged && !hasCrmChanged) return whyApart(codec, known, facts);
  if (isSameAcross(codec, known)) return { kind: 'agree', base: agreedBase(codec, known) };
  if (hasPartnerChanged && hasCrmChanged) return bothChanged(codec, known, facts);
  if (hasCrmChanged) return crmChanged(codec, known, facts);
  return codec.rule.direction === 'toPartner'
    ? note('note.oneWay', codec)
    : writeCrm(codec, partner);
};
