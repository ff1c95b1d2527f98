import type { Instant } from '#core/lead/instant.ts';
import type { Link } from '#core/sync/link.ts';
import type { Params } from './database.ts';

/** Notes whose key begins so ask something of a person. */
const ACTION = 'action.';

/** Partner Center's own date, while an answer is still owed. */
const respondBy = (link: Link): Instant | null =>
  link.seen.partner?.stage === 'received' ? (link.seen.partner.fields.respondBy ?? null) : null;

const needsPerson = (link: Link): boolean =>
  link.conflicts.length > 0 ||
  link.refused.length > 0 ||
  link.state.kind === 'parked' ||
  link.state.kind === 'gone' ||
  [...link.notes, ...link.lasting].some((note) => note.key.startsWith(ACTION));

/** Case is ignored by lowering both sides; a line end keeps a match inside one field. */
export const searchText = (text: string): string => text.toLowerCase();

const searchable = (link: Link): string => {
  const shown = link.seen.partner?.fields;
  const texts = [link.referral, link.opportunity, shown?.name, shown?.['customer.name']];
  return searchText(texts.filter((text) => typeof text === 'string').join('\n'));
};

/** What of a link stands beside its JSON, by the names of the SQL parameters. */
export const linkColumns = (link: Link): Params => ({
  opportunity: link.opportunity,
  engagement: link.engagementId,
  retryAt: link.schedule.kind === 'waiting' ? link.schedule.until : null,
  respondBy: respondBy(link),
  state: link.state.kind,
  hasConflict: link.conflicts.length > 0 ? 1 : 0,
  hasRefused: link.refused.length > 0 ? 1 : 0,
  needsPerson: needsPerson(link) ? 1 : 0,
  search: searchable(link),
});
