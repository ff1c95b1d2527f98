import { linkRetryMs } from '#core/failures/retry-policy.ts';
import { isSyncError } from '#core/failures/sync-error.ts';
import { SECOND_MS, addMs, fromMs, isAfter, msBetween, toMs } from '#core/lead/instant.ts';
import type { OpportunityId } from '#core/lead/ids.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { Due } from './follow-changes.ts';
import type { Link } from './link.ts';
import { observe } from './observe.ts';
import { isOfOneLink, reconcile } from './reconcile.ts';
import type { Session } from './session.ts';
import { tellWaiting } from './tell-waiting.ts';
import { VIEW_MS, ageMs, Overtaken } from './work.ts';
import { OLDER_ROWS, WorldMismatch } from './world.ts';

/** CRM rows are read in bulk, at most so many ahead of their writes (design §8). */
export const SLICE = 200;
/** Links under way at once: enough to keep the transport busy, few enough that no view grows old in its queue. */
const AT_ONCE = 8;

/** Runs `work` over the entries, `AT_ONCE` at a time, in their order; the first thrown error ends it. */
const inTurn = async <Entry>(
  entries: readonly Entry[],
  signal: AbortSignal,
  work: (entry: Entry) => Promise<void>,
): Promise<void> => {
  const queue = entries.values();
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    for (const entry of queue) {
      if (signal.aborted || hasFailed) return;
      try {
        await work(entry);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
  const failed = lanes.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

const needsRow = ({ stored, rows }: Due, session: Session): boolean => {
  if (stored.link.opportunity === null) return false;
  const { crm } = rows;
  return crm === undefined || (typeof crm === 'object' && ageMs(crm, session) > VIEW_MS / 2);
};

/** Rows read by id that are older than we have seen them: the CRM was restored from a copy (design §9). */
const watchForRestore = (
  session: Session,
  slice: readonly Due[],
  found: ReadonlyMap<OpportunityId, CrmView | 'gone' | 'hidden'>,
): void => {
  for (const { stored } of slice) {
    const { opportunity, seen } = stored.link;
    const row = opportunity === null ? undefined : found.get(opportunity);
    if (typeof row !== 'object' || seen.crm === null) continue;
    const { adoptedAt } = session;
    if (adoptedAt !== undefined && isAfter(adoptedAt, seen.crm.readAt)) continue;
    if (isAfter(seen.crm.modifiedAt, row.modifiedAt)) session.olderRows.add(row.id);
  }
  if (session.olderRows.size >= OLDER_ROWS) {
    throw new WorldMismatch(
      `${session.olderRows.size} opportunities in the CRM are older than they were seen before: it looks like a restored copy`,
    );
  }
};

/** In bulk; nothing when today's calls are used up: a stage move reads its own row from the reserve. */
const fetchRows = async (
  session: Session,
  ids: readonly OpportunityId[],
): Promise<ReadonlyMap<OpportunityId, CrmView | 'gone' | 'hidden'>> => {
  try {
    return await session.crm.fetchMany(ids);
  } catch (error) {
    if (!isSyncError(error, 'BUDGET_SPENT')) throw error;
    session.spent.error ??= error;
    return new Map();
  }
};

const withRows = async (session: Session, slice: readonly Due[]): Promise<readonly Due[]> => {
  const wanted = slice.flatMap((due): OpportunityId[] => {
    const id = due.stored.link.opportunity;
    return id !== null && needsRow(due, session) ? [id] : [];
  });
  if (wanted.length === 0) return slice;
  const found = await fetchRows(session, wanted);
  watchForRestore(session, slice, found);
  return slice.map((due): Due => {
    const id = due.stored.link.opportunity;
    const row: CrmView | 'gone' | 'hidden' | undefined = id === null ? undefined : found.get(id);
    return row === undefined ? due : { stored: due.stored, rows: { ...due.rows, crm: row } };
  });
};

/**
 * The link waits with the reason; what was pending stays pending and is settled when it comes back. The
 * partner's row is kept as seen, or the link stays marked until it has been read: no change gets lost.
 */
const putOff = async (session: Session, { stored, rows }: Due, error: unknown): Promise<void> => {
  if (error instanceof Overtaken) return;
  const { tenant, referral } = stored.link;
  const told = isSyncError(error)
    ? { code: error.code, message: error.message }
    : { code: 'BUG', message: error instanceof Error ? error.message : 'unknown failure' };
  session.log.warn('lead put off', { referral, code: told.code });
  const latest = await session.store.links.find(tenant, referral);
  if (latest === undefined) return;
  const now = session.clock.now();
  const attempt = latest.link.schedule.kind === 'waiting' ? latest.link.schedule.attempt + 1 : 1;
  const backOff = addMs(now, linkRetryMs(attempt, session.random));
  const asked = isSyncError(error) ? error.details.retryAt : undefined;
  const until = asked === undefined ? backOff : fromMs(Math.max(toMs(asked), toMs(now)));
  const { seen } = latest.link;
  const isNewer =
    rows.partner !== undefined &&
    (seen.partner === null || !isAfter(seen.partner.updatedAt, rows.partner.updatedAt));
  const partner = isNewer ? (rows.partner ?? null) : seen.partner;
  const link: Link = {
    ...latest.link,
    seen: { ...seen, partner },
    schedule: { kind: 'waiting', until, attempt, error: told },
  };
  const isSeen = rows.partner !== undefined || rows.isPartnerAsSeen === true;
  const marks = { doneSeq: stored.dueSeq, plannedSeq: stored.dueSeq };
  session.tally.add('waiting');
  const outcome = await session.store.links.save(link, isSeen ? marks : {});
  if (outcome !== 'saved' || !isSyncError(error) || session.mode !== 'live') return;
  await tellWaiting(session, { ...link, version: link.version + 1 }, { error, until });
};

/** A long backfill must not keep an answer waiting: past this, or without calls left, creates stay due, and the next cycle follows both feeds first. */
const CREATES_MS = 40 * SECOND_MS;

export const isForLater = (session: Session, stored: StoredLink): boolean =>
  stored.link.opportunity === null &&
  (session.spent.error !== null || msBetween(session.startedAt, session.clock.now()) > CREATES_MS);

/**
 * Reconciles due links, each for itself: one bad lead never stops the others.
 * @returns those set aside until it is known how many would do the same.
 * @throws SyncError when the run itself must stop: sign-in refused, superseded.
 */
export const runSlice = async (session: Session, due: readonly Due[]): Promise<readonly Due[]> => {
  const deferred: Due[] = [];
  for (let from = 0; from < due.length && !session.signal.aborted; from += SLICE) {
    const slice = await withRows(session, due.slice(from, from + SLICE));
    session.tally.add('due', slice.length);
    await inTurn(slice, session.signal, async (entry) => {
      const { stored, rows } = entry;
      if (isForLater(session, stored)) return;
      try {
        const outcome =
          session.mode === 'live'
            ? await reconcile(session, stored, rows)
            : await observe(session, stored, rows);
        if (outcome.kind === 'deferred') deferred.push({ stored, rows: outcome.rows });
      } catch (error) {
        if (!isOfOneLink(error)) throw error;
        if (session.mode !== 'preview') await putOff(session, entry, error);
        if (isSyncError(error, 'BUDGET_SPENT')) session.spent.error ??= error;
      }
    });
  }
  return deferred;
};
