import type { LeadValue } from '#core/lead/lead.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { AtomBase, PendingAtom, PendingOperation } from './link.ts';
import type { Session } from './session.ts';

type Bases = Record<string, AtomBase>;

const baseOfSent = (
  atoms: PendingOperation['atoms'],
  row: CrmView | undefined,
  session: Session,
): Bases =>
  Object.fromEntries(
    Object.entries(atoms).map(([key, atom]: [string, PendingAtom]) => {
      const codec = session.codecs.find((entry) => entry.key === key);
      const sent = atom.after as CrmFields;
      const shown = row === undefined ? undefined : codec?.read(row.fields);
      const isTaken = shown === undefined || codec?.sameCrm(sent, shown) === true;
      const base: AtomBase = {
        partner: atom.counterpart as LeadValue | null,
        crm: shown ?? sent,
        ...(atom.isLossy === true ? { isLossy: true } : {}),
        ...(atom.isPlaceholder === true ? { isPlaceholder: true } : {}),
        ...(isTaken ? {} : { notTakenBy: 'crm' as const }),
      };
      return [key, base];
    }),
  );

/** What the CRM filled in by itself where the referral says nothing: nobody's edit, so it does not cross by itself. */
const baseOfDefaults = (partner: PartnerView, row: CrmView, session: Session): Bases =>
  Object.fromEntries(
    session.codecs.flatMap((codec): [string, AtomBase][] => {
      const { lead, direction } = codec.rule;
      const crm = codec.read(row.fields);
      if (partner.fields[lead] !== null || direction === 'toPartner' || crm === undefined)
        return [];
      const isInvented = direction === 'both' && !codec.isEmpty(crm);
      return [
        [
          codec.key,
          { partner: null, crm, ...(isInvented ? { isPlaceholder: true as const } : {}) },
        ],
      ];
    }),
  );

/**
 * The base after a create: as its own reply shows it, defaults and rewriting included, else as sent.
 * `partner` is the referral as it was when the create was sent.
 */
export const baseOfCreated = (
  atoms: PendingOperation['atoms'],
  views: { readonly partner: PartnerView; readonly row: CrmView | undefined },
  session: Session,
): Bases => ({
  ...(views.row === undefined ? {} : baseOfDefaults(views.partner, views.row, session)),
  ...baseOfSent(atoms, views.row, session),
});
