import { z } from 'zod';
import type { Cursor, FeedPage } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import type { ReferralApi } from './api.ts';
import { requireDocument, unreadable } from './documents.ts';
import { refusal } from './errors.ts';
import { changedSince, everythingNewestFirst, everythingOldestFirst, queryOf } from './query.ts';
import { isAscending, isDescending, isLater, laterOf, stampBefore } from './stamp-order.ts';
import { parseReferral } from './to-view.ts';
import { requiredStamp } from './wire-value.ts';

const Envelope = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
});
const Stamped = z.object({ updatedDateTime: requiredStamp });

/** What a page of the wire holds. */
interface Page {
  readonly rows: PartnerView[];
  readonly unparsed: FeedPage<PartnerView>['unparsed'];
  /** Of every row that has one, readable or not, in the order of the page. */
  readonly stamps: readonly string[];
  readonly next: string | undefined;
}

export interface FeedOptions {
  readonly api: ReferralApi;
  readonly timeZone: string;
  readonly overlapMs: number;
  /** What is known of the date filter, and where it is noted that the filter is refused. */
  readonly filter: { isTaken: () => boolean; refuse: () => void };
}

const SUBJECT = 'the list of referrals';

const newestOf = (stamps: readonly string[]): string | undefined =>
  stamps.reduce<string | undefined>((newest, stamp) => laterOf(newest, stamp), undefined);

const toPage = (reply: HttpReply, timeZone: string): Page => {
  if (reply.status !== 200) throw refusal(reply, SUBJECT);
  const envelope = Envelope.safeParse(requireDocument(reply, SUBJECT));
  if (!envelope.success)
    throw unreadable(SUBJECT, envelope.error.issues[0]?.path.map(String).join('.') ?? 'its shape');
  const { value, '@odata.nextLink': nextLink } = envelope.data;
  const parsed = value.map((raw) => parseReferral(raw, { timeZone, readAt: reply.sentAt }));
  return {
    rows: parsed.flatMap((it) => (it.kind === 'view' ? [it.view] : [])),
    unparsed: parsed.flatMap((it) => (it.kind === 'unparsed' ? [it.row] : [])),
    stamps: value.flatMap((raw) => Stamped.safeParse(raw).data?.updatedDateTime ?? []),
    next: nextLink === null || nextLink === undefined || nextLink === '' ? undefined : nextLink,
  };
};

const feedPage = (page: Page, cursor: string | undefined): FeedPage<PartnerView> => ({
  rows: page.rows,
  unparsed: page.unparsed,
  ...(cursor === undefined ? {} : { cursor }),
});

/** Only a missing nextLink ends a list: a short page does not (reference PC §5). */
async function* pagesFrom(first: HttpReply, options: FeedOptions): AsyncGenerator<Page> {
  let page = toPage(first, options.timeZone);
  for (;;) {
    yield page;
    const { next } = page;
    if (next === undefined) return;
    const query = queryOf(next);
    if (query === undefined) throw unreadable(SUBJECT, 'its nextLink has no query');
    page = toPage(await options.api.list(query), options.timeZone);
    if (page.next === next) throw unreadable(SUBJECT, 'its nextLink leads to itself');
  }
}

/** A page's cursor holds only while the rows do come oldest first; else there is one, at the end. */
async function* oldestFirst(
  pages: AsyncIterable<Page>,
  cursor: Cursor | undefined,
): AsyncGenerator<FeedPage<PartnerView>> {
  let newest = cursor;
  let last: string[] = [];
  let isOrdered = true;
  for await (const page of pages) {
    const run = [...last, ...page.stamps];
    isOrdered &&= isAscending(run);
    last = run.slice(-1);
    newest = laterOf(newest, newestOf(page.stamps));
    yield feedPage(page, isOrdered || page.next === undefined ? newest : undefined);
  }
}

/** Down to the cursor less the overlap; the cursor moves once, at the end, to the newest stamp of the first page. */
async function* newestFirst(
  pages: AsyncIterable<Page>,
  range: { readonly cursor: Cursor; readonly bound: string },
): AsyncGenerator<FeedPage<PartnerView>> {
  let newest: string | undefined;
  for await (const page of pages) {
    newest ??= laterOf(range.cursor, newestOf(page.stamps)) ?? range.cursor;
    const oldest = page.stamps.at(-1);
    const isBelow =
      oldest !== undefined && isLater(range.bound, oldest) && isDescending(page.stamps);
    const isEnd = isBelow || page.next === undefined;
    yield feedPage(page, isEnd ? newest : undefined);
    if (isEnd) return;
  }
}

/** Changed referrals since the cursor, which is the newest `updatedDateTime` with all its digits. */
export async function* listChanges(
  cursor: Cursor | undefined,
  options: FeedOptions,
): AsyncGenerator<FeedPage<PartnerView>> {
  const { api, filter } = options;
  if (cursor === undefined) {
    const first = await api.list(everythingOldestFirst());
    yield* oldestFirst(pagesFrom(first, options), cursor);
    return;
  }
  const bound = stampBefore(cursor, options.overlapMs);
  if (filter.isTaken()) {
    const first = await api.list(changedSince(bound));
    if (first.status !== 400) {
      yield* oldestFirst(pagesFrom(first, options), cursor);
      return;
    }
  }
  const first = await api.list(everythingNewestFirst());
  if (first.status === 200) filter.refuse();
  yield* newestFirst(pagesFrom(first, options), { cursor, bound });
}
