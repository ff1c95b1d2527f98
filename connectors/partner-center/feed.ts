import type { Cursor, FeedPage } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import { pagesByLink, pagesByStamp, type ListOptions, type Page } from './list-pages.ts';
import { changedSince, everythingNewestFirst, everythingOldestFirst } from './query.ts';
import { isAscending, isDescending, isLater, laterOf, stampBefore } from './stamp-order.ts';

export interface FeedOptions extends ListOptions {
  readonly overlapMs: number;
  /** What is known of the date filter, and where it is noted that the filter is refused. */
  readonly filter: { isTaken: () => boolean; refuse: () => void };
}

/** Before any referral. */
const LONG_AGO = '2000-01-01T00:00:00Z';

const newestOf = (stamps: readonly string[]): string | undefined =>
  stamps.reduce<string | undefined>((newest, stamp) => laterOf(newest, stamp), undefined);

const feedPage = (page: Page, cursor: string | undefined): FeedPage<PartnerView> => ({
  rows: page.rows,
  unparsed: page.unparsed,
  ...(cursor === undefined ? {} : { cursor }),
});

/** A page's cursor holds only while the rows do come oldest first; else there is one, at the end. */
async function* oldestFirst(
  first: HttpReply,
  cursor: Cursor | undefined,
  options: FeedOptions,
): AsyncGenerator<FeedPage<PartnerView>, 'read' | 'refused'> {
  const pages = pagesByStamp(first, options);
  let newest = cursor;
  let last: string[] = [];
  let isOrdered = true;
  for (;;) {
    const step = await pages.next();
    if (step.done === true) return step.value;
    const page = step.value;
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
  const bound = stampBefore(cursor ?? LONG_AGO, options.overlapMs);
  if (filter.isTaken()) {
    const first = await api.list(
      cursor === undefined ? everythingOldestFirst() : changedSince(bound),
    );
    const isTaken = cursor === undefined || first.status !== 400;
    if (isTaken && (yield* oldestFirst(first, cursor, options)) === 'read') return;
  }
  const first = await api.list(everythingNewestFirst());
  if (first.status === 200) filter.refuse();
  yield* newestFirst(pagesByLink(first, options), { cursor: cursor ?? LONG_AGO, bound });
}
