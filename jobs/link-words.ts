import type { StoredLink } from '#core/ports/store.ts';
import type { Link, Note } from '#core/sync/link.ts';

/** Where a lead stands, in people's words. */
export type LinkWord =
  'in step' | 'waiting' | 'action needed' | 'refused' | 'left out' | 'set aside' | 'gone';

const hasNote = (link: Link, prefix: string): boolean =>
  [...link.notes, ...link.lasting].some(({ key }) => key.startsWith(prefix));

const isWaiting = ({ link, dueSeq, doneSeq }: StoredLink): boolean =>
  dueSeq > doneSeq ||
  link.opportunity === null ||
  link.schedule.kind === 'waiting' ||
  hasNote(link, 'wait.');

export const wordOf = (stored: StoredLink): LinkWord => {
  const { link } = stored;
  switch (link.state.kind) {
    case 'gone':
      return 'gone';
    case 'parked':
      return 'set aside';
    case 'left':
      return hasNote(link, 'action.') ? 'action needed' : 'left out';
    case 'live':
      if (link.refused.length > 0) return 'refused';
      if (link.conflicts.length > 0 || hasNote(link, 'action.')) return 'action needed';
      return isWaiting(stored) ? 'waiting' : 'in step';
    default:
      return link.state satisfies never;
  }
};

export const nameOf = (link: Link): string =>
  link.seen.partner?.fields.name ?? link.seen.partner?.fields['customer.name'] ?? '(no name)';

/** Actions first, then what waits, then remarks. */
const PREFIXES = ['action.', 'wait.'];
const rankOf = ({ key }: Note): number => {
  const rank = PREFIXES.findIndex((prefix) => key.startsWith(prefix));
  return rank === -1 ? PREFIXES.length : rank;
};

/** What a person is told about a lead, each sentence once, what needs them first. */
export const sentencesOf = (link: Link, say: (note: Note) => string): readonly string[] => {
  const notes = [...link.notes, ...link.lasting];
  const ordered = notes.toSorted((one, other) => rankOf(one) - rankOf(other));
  return [...new Set(ordered.map((note) => say(note)))];
};
