import type { Codec } from '#core/mapping/codec.ts';
import type { Conflict, Link, Note, RefusedAtom } from '#core/sync/link.ts';
import { canonical, type AtomsPlan } from './plan-atoms.ts';
import type { PlanContext } from './plan-context.ts';
import { refusedNote } from './plan-partner.ts';

const isChoice = (entry: RefusedAtom, open: Conflict, codec: Codec): boolean => {
  if (entry.side === 'partner') return entry.value === canonical(codec.toLead(open.crm) ?? null);
  const said = codec.toCrm(open.partner);
  return said.kind === 'fields' && entry.value === canonical(said.fields);
};

/**
 * A choice that the other side refused leaves its conflict open: the refusal is kept and told beside it, for as
 * long as the refused value stands.
 */
export const refusedChoices = (
  link: Link,
  atoms: Pick<AtomsPlan, 'conflicts' | 'writes'>,
  context: PlanContext,
): { readonly refused: readonly RefusedAtom[]; readonly notes: readonly Note[] } => {
  const found = link.refused.flatMap((entry) => {
    const open = atoms.conflicts.find(({ key }) => key === entry.key);
    const codec = context.codecs.find(({ key }) => key === entry.key);
    const isTriedNow = atoms.writes.some(
      ({ codec: { key }, side }) => key === entry.key && side === entry.side,
    );
    const isStanding =
      open !== undefined &&
      codec !== undefined &&
      entry.mappingVersion === context.mapping.version &&
      !isTriedNow &&
      isChoice(entry, open, codec);
    return isStanding ? [{ entry, note: refusedNote(entry, codec.rule.lead) }] : [];
  });
  return { refused: found.map(({ entry }) => entry), notes: found.map(({ note }) => note) };
};
