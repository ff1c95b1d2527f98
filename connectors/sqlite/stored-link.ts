import type { StoredLink } from '#core/ports/store.ts';
import type { Link } from '#core/sync/link.ts';

export interface LinkRow {
  readonly json: string;
  readonly dueSeq: number;
  readonly doneSeq: number;
  readonly plannedSeq: number;
}

/** Select list and tables of every read of whole links. */
export const LINK_COLUMNS =
  'd.json, l.due_seq AS dueSeq, l.done_seq AS doneSeq, l.planned_seq AS plannedSeq';
export const DOCUMENTS = 'JOIN link_documents AS d ON d.id = l.document';

export const toStoredLink = ({ json, dueSeq, doneSeq, plannedSeq }: LinkRow): StoredLink => ({
  link: JSON.parse(json) as Link,
  dueSeq,
  doneSeq,
  plannedSeq,
});

/** At version 1 for an insert, one more than it was for a save. */
export const linkJson = (link: Link, version: number): string =>
  JSON.stringify({ ...link, version });
