import type { Instant } from '#core/lead/instant.ts';
import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { LinkCounts, LinkFilter, StoredLink } from '#core/ports/store.ts';
import type { Database } from './database.ts';
import { searchText } from './link-columns.ts';
import { DOCUMENTS, LINK_COLUMNS, toStoredLink, type LinkRow } from './stored-link.ts';

/** All of these need a person, so the small index of such links serves them. */
const isForPerson = ({ state, hasConflict, hasRefused, needsPerson }: LinkFilter): boolean =>
  hasConflict === true ||
  hasRefused === true ||
  needsPerson === true ||
  state === 'parked' ||
  state === 'gone';

const pageSql = (filter: LinkFilter): string => {
  const isForOne = isForPerson(filter);
  const conditions = [
    'l.tenant = :tenant AND l.referral > :after',
    ...(isForOne ? ['l.needs_person = 1'] : []),
    ...(filter.state === undefined ? [] : ['l.state = :state']),
    ...(filter.hasConflict === undefined ? [] : ['l.has_conflict = 1']),
    ...(filter.hasRefused === undefined ? [] : ['l.has_refused = 1']),
    ...(filter.search === undefined ? [] : ['instr(l.search, :search) > 0']),
  ];
  return `SELECT ${LINK_COLUMNS} FROM links AS l ${isForOne ? 'INDEXED BY links_person' : ''} ${DOCUMENTS}
    WHERE ${conditions.join(' AND ')} ORDER BY l.referral LIMIT :limit`;
};

export interface PageRequest {
  readonly tenant: TenantId;
  readonly filter: LinkFilter;
  readonly after?: ReferralId;
  readonly limit: number;
}

export const listLinks = (database: Database, request: PageRequest): StoredLink[] => {
  const { tenant, filter, after = '', limit } = request;
  const { state, search } = filter;
  return database
    .all<LinkRow>(pageSql(filter), {
      tenant,
      after,
      limit,
      ...(state === undefined ? {} : { state }),
      ...(search === undefined ? {} : { search: searchText(search) }),
    })
    .map(toStoredLink);
};

const OF_TENANT = 'SELECT count(*) FROM links WHERE tenant = :tenant';

const COUNT = `SELECT
  (${OF_TENANT}) AS "all",
  (${OF_TENANT} AND opportunity IS NOT NULL) AS linked,
  (${OF_TENANT} AND due_seq > done_seq)
    + (${OF_TENANT} AND retry_at IS NOT NULL AND retry_at <= :now AND due_seq <= done_seq) AS due,
  (${OF_TENANT} AND needs_person = 1 AND has_conflict = 1) AS conflicts,
  (${OF_TENANT} AND needs_person = 1 AND has_refused = 1) AS refused,
  (${OF_TENANT} AND state = 'parked') AS parked,
  (${OF_TENANT} AND state = 'gone') AS gone,
  (${OF_TENANT} AND state = 'left') AS left,
  (${OF_TENANT} AND retry_at IS NOT NULL AND retry_at > :now) AS waiting`;

const NONE: LinkCounts = {
  all: 0,
  linked: 0,
  due: 0,
  conflicts: 0,
  refused: 0,
  parked: 0,
  gone: 0,
  left: 0,
  waiting: 0,
};

export const countLinks = (database: Database, tenant: TenantId, now: Instant): LinkCounts => ({
  ...(database.all<LinkCounts>(COUNT, { tenant, now })[0] ?? NONE),
});
