import type { LeadValue } from '#core/lead/lead.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { Choice } from '#core/sync/link.ts';
import {
  agreedBase,
  isSameAcross,
  leftApart,
  writeCrm,
  writePartner,
  type AtomFacts,
  type AtomPlan,
} from './atom-plan.ts';

/** An open conflict leaves the table: equal sides close it, a choice decides it, else it keeps both values as they are now. */
export const settleAtom = (
  codec: Codec,
  shown: { readonly partner: LeadValue | null; readonly crm: CrmFields },
  choice: Choice | undefined,
  facts: AtomFacts,
): AtomPlan => {
  if (isSameAcross(codec, shown)) return { kind: 'agree', base: agreedBase(codec, shown) };
  const { direction } = codec.rule;
  switch (choice) {
    case 'partner':
      return direction === 'toPartner'
        ? leftApart(codec, shown, 'note.oneWay')
        : writeCrm(codec, shown.partner);
    case 'crm': {
      if (direction === 'toCrm') return leftApart(codec, shown, 'note.oneWay');
      const refusal = facts.partnerRefusal;
      return refusal === undefined
        ? writePartner(codec, shown, facts)
        : leftApart(codec, shown, refusal);
    }
    case undefined:
      return { kind: 'conflict', partner: shown.partner, crm: shown.crm };
    default:
      return choice satisfies never;
  }
};
