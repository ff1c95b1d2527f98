import type { CreationPlan } from '#core/merge/plan-creation.ts';
import { canonical } from '#core/merge/plan-atoms.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { refusedAtoms } from './apply-outcome.ts';
import type { Link } from './link.ts';
import type { Creation } from './link-row.ts';
import type { Session } from './session.ts';
import { inMinutes } from './work.ts';

const RETRY_REFUSED_MINUTES = 60;

/** Parks what the CRM blames; false when it blames nothing that could be left out. */
export const parkBlamed = (
  link: Link,
  creation: CreationPlan,
  refusal: { readonly words: string; readonly fields: readonly string[] },
  session: Session,
): Link | undefined => {
  const keys = Object.entries(creation.atoms)
    .filter(([, atom]) =>
      Object.keys(atom.after as CrmFields).some((name) => refusal.fields.includes(name)),
    )
    .map(([key]) => key);
  if (keys.length === 0) return undefined;
  const parked = keys.map((key) => ({
    key,
    side: 'crm' as const,
    value: canonical(creation.atoms[key]?.after ?? null),
    mappingVersion: session.mapping.version,
    words: refusal.words,
  }));
  session.tally.add('parked', keys.length);
  return refusedAtoms(link, parked, session.clock.now());
};

export const refusedWhole = (link: Link, words: string, session: Session): Creation => {
  const until = inMinutes(session, RETRY_REFUSED_MINUTES);
  const note = { key: 'action.refused', values: { field: 'opportunity', side: 'crm', words } };
  session.tally.add('parked');
  return {
    kind: 'apart',
    link: { ...link, pending: [], notes: [note], schedule: { kind: 'waiting', until, attempt: 1 } },
  };
};
