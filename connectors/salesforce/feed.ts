import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import { addMs, MINUTE_MS, msBetween, type Instant } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { Cursor, FeedPage } from '#core/ports/feed.ts';
import type { QueryPage, ReadRows } from './read-rows.ts';
import { dateOf } from './server-sight.ts';
import { quote, soqlInstant } from './soql.ts';
import { toInstant, type RowShape } from './to-view.ts';

/** As long as one API transaction can take: a row stamped at its start shows up at its end (reference SF §12). */
export const OVERLAP_MS = 10 * MINUTE_MS;
const LIMIT = 2_000;
/** Nobody else sees an answer: with the calls of the day used up it is still looked for. */
const URGENT = { isUrgent: true };

/** Where the feed stands. `id` and `startedAt` only inside a pass; `stamp` alone = all before it has been read. */
const Position = z.object({
  stamp: z.iso.datetime(),
  id: z.string().optional(),
  startedAt: z.iso.datetime().optional(),
});
type Position = z.infer<typeof Position>;

/** A cursor we cannot read means a first pass: slower, never a gap in linked rows. */
const parseCursor = (cursor: Cursor | undefined): Position | undefined => {
  if (cursor === undefined) return undefined;
  try {
    return Position.safeParse(JSON.parse(cursor)).data;
  } catch {
    return undefined;
  }
};

const Key = z.object({ Id: z.string(), SystemModstamp: z.string() });

/** Keyset position after the last row of a page. */
const endOf = (page: QueryPage): Pick<Position, 'stamp' | 'id'> | undefined => {
  const last = page.records.at(-1);
  if (last === undefined) return undefined;
  const key = Key.safeParse(last);
  const stamp = key.success ? toInstant(key.data.SystemModstamp) : undefined;
  if (!key.success || stamp === undefined)
    throw new SyncError('UNEXPECTED_ANSWER', 'A row of the change feed has no id or no stamp.', {
      side: 'crm',
    });
  return { stamp, id: key.data.Id };
};

export interface FeedOptions {
  readonly rows: ReadRows;
  readonly clock: Clock;
  readonly referralField: string;
  readonly overlapMs: number;
}

interface Pass {
  readonly isFirst: boolean;
  readonly shape: RowShape;
  readonly after: Pick<Position, 'stamp' | 'id'> | undefined;
}

const toSoql = ({ isFirst, shape, after }: Pass, referralField: string): string => {
  const conditions: string[] = [];
  // A first pass leaves strangers alone: only rows that carry a referral id can be ours.
  if (isFirst) conditions.push(`${referralField} != null`);
  if (after !== undefined) {
    const stamp = soqlInstant(after.stamp);
    conditions.push(
      after.id === undefined
        ? `SystemModstamp > ${stamp}`
        : `(SystemModstamp > ${stamp} OR (SystemModstamp = ${stamp} AND Id > ${quote(after.id)}))`,
    );
  }
  return `SELECT ${shape.select.join(', ')} FROM Opportunity WHERE ${conditions.join(' AND ')} ORDER BY SystemModstamp ASC, Id ASC LIMIT ${LIMIT}`;
};

/** The server's clock when this query cannot yet have begun; never our own (reference SF §12). */
const startOf = (page: QueryPage, clock: Clock): Instant | undefined => {
  const date = dateOf(page.reply);
  if (date === undefined) return undefined;
  return addMs(date, -Math.max(0, msBetween(page.reply.sentAt, clock.now())));
};

/**
 * Changed opportunities by keyset over (SystemModstamp, Id), the bin included. A pass begins one overlap before the
 * cursor and, done, moves it to the server's time at its own beginning; a pass broken off goes on where it stood.
 * A first pass, without a cursor, saves it only at its end.
 */
export const createFeed = ({ rows, clock, referralField, overlapMs }: FeedOptions) => {
  const read = async (pass: Omit<Pass, 'shape'>): Promise<{ page: QueryPage; shape: RowShape }> =>
    rows.withShape(async (shape) => ({
      page: await rows.queryAll(
        toSoql({ ...pass, shape }, referralField),
        'read changed opportunities',
        URGENT,
      ),
      shape,
    }));

  return async function* listChanges(
    cursor: Cursor | undefined,
  ): AsyncGenerator<FeedPage<CrmView>> {
    const from = parseCursor(cursor);
    const isFirst = from === undefined;
    await rows.lookAgain();
    if (isFirst && !(await rows.shape()).types.has(referralField)) {
      // Not provisioned yet: no row can be ours, and there is no place to go on from either.
      yield { rows: [], unparsed: [] };
      return;
    }
    let startedAt = from?.startedAt;
    let after: Pass['after'];
    let last = from?.stamp;
    if (from !== undefined)
      after = from.id === undefined ? { stamp: addMs(from.stamp, -overlapMs) } : from;

    for (let count = LIMIT; count >= LIMIT;) {
      count = 0;
      let { page, shape } = await read({ isFirst, after });
      startedAt ??= startOf(page, clock);
      for (let isMore = true; isMore;) {
        count += page.records.length;
        isMore = page.next !== undefined;
        const end = endOf(page);
        after = end ?? after;
        last = end?.stamp ?? last;
        const isDone = !isMore && count < LIMIT;
        const { rows: views, unparsed } = await rows.toViews(page.records, {
          shape,
          readAt: page.reply.sentAt,
        });
        let next: Position | undefined;
        if (isDone) {
          const stamp = startedAt ?? last;
          next = stamp === undefined ? undefined : { stamp };
        } else if (!isFirst && end !== undefined)
          next = { ...end, ...(startedAt === undefined ? {} : { startedAt }) };
        yield {
          rows: views,
          unparsed,
          ...(next === undefined ? {} : { cursor: JSON.stringify(next) }),
        };
        if (page.next !== undefined)
          page = await rows.queryMore(page.next, 'read changed opportunities', URGENT);
      }
    }
  };
};
