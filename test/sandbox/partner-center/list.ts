import { boundsOf, engagementOf, matches } from './matching.ts';
import type { Filter } from './odata-filter.ts';
import { filterOf, tokenOf, type ListQuery } from './odata-query.ts';
import { present, SERVICE_URL } from './output.ts';
import { createSortedIndex, type SortedIndex } from './sorted-index.ts';
import { byId, orderBy, type ReferralStore, type Version } from './store.ts';
import type { Switches } from './switches.ts';
import { isVisible } from './visibility.ts';

/** The few rows of one engagement, walked like the whole. */
const indexOf = (rows: readonly Version[], order: ListQuery['order']): SortedIndex<Version> => {
  const index = createSortedIndex(order === 'id' ? byId : orderBy(order));
  for (const row of rows) index.append(row);
  return index;
};

/** Walks the kept order from the right place: no sorting, and no row outside the bounds or before the token is looked at. */
function* rowsOf(
  store: ReferralStore,
  query: ListQuery,
  filter: Filter | undefined,
): Generator<Version> {
  const { order, isDescending, after } = query;
  const engagement = engagementOf(filter);
  const index =
    engagement === undefined
      ? store.listed[order]
      : indexOf(store.engagement(engagement, 'listed'), order);
  const { from, to } = order === 'updated' ? boundsOf(filter) : { from: -Infinity, to: Infinity };
  const key = (version: Version): number => (order === 'id' ? 0 : version[order]);
  const isBeforeToken = (version: Version): boolean =>
    after !== undefined &&
    (key(version) < after.ticks || (key(version) === after.ticks && version.id < after.id));
  const isToken = (version: Version): boolean =>
    key(version) === after?.ticks && version.id === after.id;
  if (isDescending) {
    const isStart = (version: Version): boolean =>
      key(version) <= to && (after === undefined || isBeforeToken(version));
    for (const version of index.descend(isStart)) {
      if (key(version) < from) return;
      yield version;
    }
    return;
  }
  const isPassed = (version: Version): boolean =>
    key(version) < from || isBeforeToken(version) || isToken(version);
  for (const version of index.ascend(isPassed)) {
    if (key(version) > to) return;
    yield version;
  }
}

const selected = (document: object, select: readonly string[] | undefined): object =>
  select === undefined
    ? document
    : Object.fromEntries(Object.entries(document).filter(([name]) => select.includes(name)));

/** The envelope of one page; `@odata.count` counts the page, not the whole (reference PC §5). */
export const listPage = (
  query: ListQuery,
  from: { store: ReferralStore; switches: Switches; ownUrl: string },
): object => {
  const { store, switches } = from;
  const filter = filterOf(query, switches.dateLiteral);
  const size = query.top === undefined ? switches.pageSize : Math.min(query.top, switches.topCap);
  let toSkip = switches.paging === 'offset' ? (query.after?.count ?? 0) : 0;
  const start = switches.paging === 'offset' ? { ...query, after: undefined } : query;
  const page: Version[] = [];
  let hasMore = false;
  for (const version of rowsOf(store, start, filter)) {
    if (filter !== undefined && !matches(filter, version)) continue;
    if (!isVisible(version, switches)) continue;
    if (toSkip > 0) toSkip -= 1;
    else if (page.length === size) {
      hasMore = true;
      break;
    } else page.push(version);
  }
  const last = page.at(-1);
  const seen = (query.after?.count ?? 0) + page.length;
  const left =
    query.top === undefined || switches.topIsPageSize ? Infinity : query.top - page.length;
  const next =
    hasMore && last !== undefined && left > 0
      ? tokenOf({
          ...query,
          ...(left === Infinity ? {} : { top: left }),
          after: {
            id: last.id,
            ticks: query.order === 'id' ? 0 : last[query.order],
            count: seen,
          },
        })
      : undefined;
  const host =
    switches.nextLinkHost === 'vendor' ? 'http://api.partner.microsoft.com' : from.ownUrl;
  return {
    '@odata.context': `${SERVICE_URL}/$metadata#Referrals`,
    '@odata.count': page.length,
    value: page.map((version) => selected(present(version.read(), switches), query.select)),
    ...(next === undefined
      ? {}
      : { '@odata.nextLink': `${host}/v1.0/referrals?$skiptoken=${next}` }),
  };
};
