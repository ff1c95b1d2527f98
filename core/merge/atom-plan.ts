import type { LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { AtomBase, Note } from '#core/sync/link.ts';

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

export interface Known {
  readonly partner: LeadValue | null;
  readonly crm: CrmFields;
}

export const note = (key: string, codec: Codec): AtomPlan => ({
  kind: 'note',
  note: { key, values: { field: codec.rule.lead } },
});

export const writeCrm = (codec: Codec, value: LeadValue | null): AtomPlan => {
  const said = codec.toCrm(value);
  return said.kind === 'unsayable'
    ? { kind: 'note', note: said.note }
    : { kind: 'toCrm', after: said.fields, counterpart: value, isLossy: said.isLossy };
};

export const writePartner = (codec: Codec, shown: Known, facts: AtomFacts): AtomPlan => {
  if (facts.partnerRefusal !== undefined) return note(facts.partnerRefusal, codec);
  const value = codec.toLead(shown.crm);
  if (value === undefined) {
    const values = { field: codec.rule.lead, value: Object.values(shown.crm).join(' ') };
    return { kind: 'note', note: { key: 'note.pickValue', values } };
  }
  return { kind: 'toPartner', after: value, counterpart: shown.crm, isLossy: false, isJoin: false };
};

export const isSameAcross = (codec: Codec, shown: Known): boolean => {
  const said = codec.toCrm(shown.partner);
  if (said.kind === 'fields' && codec.sameCrm(said.fields, shown.crm)) return true;
  const value = codec.toLead(shown.crm);
  return value !== undefined && sameValue(value, shown.partner);
};

export const agreedBase = (codec: Codec, shown: Known): AtomBase => {
  const said = codec.toCrm(shown.partner);
  const isLossy = said.kind === 'fields' && said.isLossy;
  return { partner: shown.partner, crm: shown.crm, ...(isLossy ? { isLossy: true } : {}) };
};

/** Both sides keep what they show, and say why. */
export const leftApart = (codec: Codec, shown: Known, key: string): AtomPlan => ({
  kind: 'agree',
  base: { partner: shown.partner, crm: shown.crm },
  note: { key, values: { field: codec.rule.lead } },
});
