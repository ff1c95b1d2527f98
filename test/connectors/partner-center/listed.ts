import nock from 'nock';
import type { FeedPage } from '#core/ports/feed.ts';
import type { PartnerCapabilities, PartnerView } from '#core/ports/partner-system.ts';
import { API, LIST_PATH } from './connected.ts';
import { row } from './fixture.ts';

export const CURSOR = '2026-11-20T14:02:11.4579542Z';
export const SINCE = {
  $filter: 'updatedDateTime ge 2026-11-20T13:52:11.457Z',
  $orderby: 'updatedDateTime asc',
};
export const since = (stamp: string) => ({ ...SINCE, $filter: `updatedDateTime ge ${stamp}` });
export const OLDEST_FIRST = { $orderby: 'updatedDateTime asc' };
export const NEWEST_FIRST = { $orderby: 'updatedDateTime desc' };
export const NO_FILTER: PartnerCapabilities = {
  filtersByDate: false,
  writesName: undefined,
  writesNull: undefined,
};
export const DATE_REFUSED = { error: { code: 'invalidRequest', message: 'Invalid filter clause' } };

export const at = (second: number): string =>
  `2026-11-20T15:00:${String(second).padStart(2, '0')}.5Z`;
export const page = (seconds: number[], next?: string) => ({
  value: seconds.map((second) => row(second, at(second))),
  ...(next === undefined
    ? {}
    : { '@odata.nextLink': `http://api.partner.example/v1.0/referrals?$skiptoken=${next}` }),
});
export const listed = (query: Record<string, string>, body: nock.Body, status = 200) =>
  nock(API).get(LIST_PATH).query(query).reply(status, body);

/** Numbers of the rows, and the cursor. */
export const told = (pages: FeedPage<PartnerView>[]) =>
  pages.map(({ rows, cursor }) => [rows.map((view) => Number(view.id.slice(-12))), cursor]);
