import type { Codec } from '#core/mapping/codec.ts';
import {
  agreedBase,
  isSameAcross,
  leftApart,
  writeCrm,
  writePartner,
  type AtomFacts,
  type AtomPlan,
  type Known,
} from './atom-plan.ts';

/** A rule without a base for its triple: one side empty is filled, both filled and different is the rule's `onLink`. */
export const firstLink = (codec: Codec, shown: Known, facts: AtomFacts): AtomPlan => {
  const { direction, onLink } = codec.rule;
  if (isSameAcross(codec, shown)) return { kind: 'agree', base: agreedBase(codec, shown) };
  const apart = leftApart(codec, shown, 'note.oneWay');
  if (shown.partner === null) {
    return direction === 'toCrm' ? apart : writePartner(codec, shown, facts);
  }
  if (codec.isEmpty(shown.crm)) {
    return direction === 'toPartner' ? apart : writeCrm(codec, shown.partner);
  }
  switch (onLink) {
    case 'partner':
      return direction === 'toPartner' ? apart : writeCrm(codec, shown.partner);
    case 'crm':
      return direction === 'toCrm' ? apart : writePartner(codec, shown, facts);
    case 'ask':
      return { kind: 'conflict', partner: shown.partner, crm: shown.crm };
    default:
      return onLink satisfies never;
  }
};
