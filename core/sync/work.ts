import { MINUTE_MS, SECOND_MS, addMs, msBetween } from '#core/lead/instant.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { SaveOptions, StoredLink } from '#core/ports/store.ts';
import { SyncError } from '#core/failures/sync-error.ts';
import type { HistoryEntry } from './history.ts';
import type { Link, PendingOperation, Schedule } from './link.ts';
import type { Session } from './session.ts';

/** An irreversible move is sent only from a row read at most so long before (design §6). */
export const FRESH_MS = 5 * SECOND_MS;
/** No write leaves later than this after its row was read (design §7.3). */
export const VIEW_MS = 30 * SECOND_MS;

/** One link under way: what is known now, and what is still to be told to the history. */
export interface Work {
  link: Link;
  partner: PartnerView;
  crm: CrmView;
  readonly stored: StoredLink;
  readonly history: HistoryEntry[];
}

/** Somebody else saved the link first: it stays due, and their view of it wins. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** @throws Overtaken when the stored version has moved. */
export const saveLink = async (
  session: Session,
  link: Link,
  options?: SaveOptions,
): Promise<Link> => {
  const outcome = await session.store.links.save(link, options);
  switch (outcome) {
    case 'saved':
      return { ...link, version: link.version + 1 };
    case 'stale':
      throw new Overtaken(`Lead ${link.referral} was saved by somebody else meanwhile`);
    case 'opportunityTaken':
      throw new SyncError(
        'REJECTED',
        `Opportunity ${link.opportunity ?? ''} is linked to another lead already; lead ${link.referral} stays apart until a person unlinks one of them`,
      );
    default:
      return outcome satisfies never;
  }
};

/** Saves the intent before anything is sent. The link stays due until it is saved again: after a crash somebody must come back. */
export const savePending = (
  session: Session,
  link: Link,
  operation: PendingOperation,
): Promise<Link> => {
  const attempt = link.schedule.kind === 'waiting' ? link.schedule.attempt : 0;
  const schedule: Schedule = { kind: 'waiting', until: session.clock.now(), attempt };
  return saveLink(session, { ...link, pending: [operation], schedule });
};

/** What was written and has not been told yet. Before the pending that says the same is gone. */
export const tellHistory = async (session: Session, work: Work): Promise<void> => {
  if (work.history.length > 0) await session.store.history.append(work.history);
  work.history.length = 0;
};

/** Ends a reconcile: the link with its mark, and the history with it; told even if somebody else was first. */
export const finish = async (
  session: Session,
  work: Work,
  pending: Link['pending'] = [],
): Promise<void> => {
  const link: Link = {
    ...work.link,
    pending,
    requests: [],
    planned: null,
    seen: { ...work.link.seen, partner: work.partner, crm: work.crm },
  };
  const { dueSeq } = work.stored;
  const done = { doneSeq: dueSeq, plannedSeq: dueSeq, history: work.history };
  try {
    work.link = await saveLink(session, link, done);
  } catch (error) {
    await tellHistory(session, work);
    throw error;
  }
  work.history.length = 0;
};

/** Ends a reconcile of a link that has no row in the CRM. What is pending stays so: nobody has seen what became of it. */
export const finishUnlinked = async (
  session: Session,
  stored: StoredLink,
  link: Link,
): Promise<void> => {
  await saveLink(
    session,
    { ...link, requests: [], planned: null, updatedAt: session.clock.now() },
    { doneSeq: stored.dueSeq, plannedSeq: stored.dueSeq },
  );
};

/** Read later than now: the clock was put back since, and nobody knows how old it is. */
export const ageMs = (view: { readonly readAt: string }, session: Session): number => {
  const ms = msBetween(view.readAt, session.clock.now());
  return ms < 0 ? Number.POSITIVE_INFINITY : ms;
};

export const inMinutes = (session: Session, minutes: number): string =>
  addMs(session.clock.now(), minutes * MINUTE_MS);
