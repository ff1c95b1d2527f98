import { z } from 'zod';
import type { FeedPage } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import type { ReferralApi } from './api.ts';
import { requireDocument, unreadable } from './documents.ts';
import { refusal } from './errors.ts';
import { changedSince, queryOf } from './query.ts';
import { isAscending, isLater } from './stamp-order.ts';
import { parseReferral } from './to-view.ts';
import { requiredStamp } from './wire-value.ts';

const Envelope = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
});
const Stamped = z.object({ updatedDateTime: requiredStamp });

/** What a page of the wire holds. */
export interface Page {
  readonly rows: PartnerView[];
  readonly unparsed: FeedPage<PartnerView>['unparsed'];
  /** Of every row that has one, readable or not, in the order of the page. */
  readonly stamps: readonly string[];
  readonly next: string | undefined;
}

export interface ListOptions {
  readonly api: ReferralApi;
  readonly timeZone: string;
}

const SUBJECT = 'the list of referrals';

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

const pageByLink = async (next: string, options: ListOptions): Promise<Page> => {
  const query = queryOf(next);
  if (query === undefined) throw unreadable(SUBJECT, 'its nextLink has no query');
  const following = toPage(await options.api.list(query), options.timeZone);
  if (following.next === next) throw unreadable(SUBJECT, 'its nextLink leads to itself');
  return following;
};

/** Only a missing nextLink ends a list: a short page does not (reference PC §5). */
export async function* pagesByLink(first: HttpReply, options: ListOptions): AsyncGenerator<Page> {
  let page = toPage(first, options.timeZone);
  for (;;) {
    yield page;
    if (page.next === undefined) return;
    page = await pageByLink(page.next, options);
  }
}

/** The stamp to go on from; undefined where it would lead to the same page again. */
const endOf = ({ stamps }: Page): string | undefined => {
  const [first] = stamps;
  const last = stamps.at(-1);
  const goesOn = first !== undefined && last !== undefined && isLater(last, first);
  return goesOn && isAscending(stamps) ? last : undefined;
};

/**
 * Goes on from the last stamp, not by the link: our own writes move rows to the end while we read, and
 * nobody knows whether a skip token holds a row or counts rows, and so leaves some out (reference PC §5).
 * Ends early, with `refused`, where the server takes no date filter.
 */
export async function* pagesByStamp(
  first: HttpReply,
  options: ListOptions,
): AsyncGenerator<Page, 'read' | 'refused'> {
  let page = toPage(first, options.timeZone);
  for (;;) {
    yield page;
    if (page.next === undefined) return 'read';
    const end = endOf(page);
    if (end === undefined) page = await pageByLink(page.next, options);
    else {
      const reply = await options.api.list(changedSince(end));
      if (reply.status === 400) return 'refused';
      page = toPage(reply, options.timeZone);
    }
  }
}
