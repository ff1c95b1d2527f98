import type { Instant } from '#core/lead/instant.ts';
import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { LinkCounts, LinkFilter, StoredLink } from '#core/ports/store.ts';
import type { Database } from './database.ts';
import { searchText } from './link-columns.ts';
import { DOCUMENTS, LINK_COLUMNS, toStoredLink, type LinkRow } from './stored-link.ts';

/** Each asks something of a person, so the small index of such links serves them all. */
const isForPerson = ({ hasConflict, hasRefused, needsPerson }: LinkFilter): boolean =>
  hasConflict === true || hasRefused === true || needsPerson === true;

const indexFor = (filter: LinkFilter): string => {
  if (isForPerson(filter)) return 'INDEXED BY links_person';
  return filter.state === undefined ? '' : 'INDEXED BY links_state';
};

const pageSql = (filter: LinkFilter): string => {
  const conditions = [
    'l.tenant = :tenant AND l.referral > :after',
    ...(isForPerson(filter) ? ['l.needs_person = 1'] : []),
    ...(filter.state === undefined ? [] : ['l.state = :state']),
    ...(filter.hasConflict === undefined ? [] : ['l.has_conflict = 1']),
    ...(filter.hasRefused === undefined ? [] : ['l.has_refused = 1']),
    ...(filter.search === undefined ? [] : ['instr(l.search, :search) > 0']),
  ];
  return `SELECT ${LINK_COLUMNS} FROM links AS l ${indexFor(filter)} ${DOCUMENTS}
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

/** Every count reads its own small index; only `all` reads one entry per link. */
const countSql = (index: string, condition = 'TRUE'): string =>
  `(SELECT count(*) FROM links INDEXED BY ${index} WHERE tenant = :tenant AND ${condition})`;
const MARKED = countSql('links_marked', 'due_seq > done_seq');
const RETRIES = countSql(
  'links_retry',
  'retry_at IS NOT NULL AND retry_at <= :now AND due_seq <= done_seq',
);
const COUNT = `SELECT
  ${countSql('links_state')} AS "all",
  ${countSql('links_opportunity', 'opportunity IS NOT NULL')} AS linked,
  ${MARKED} + ${RETRIES} AS due,
  ${countSql('links_person', 'needs_person = 1 AND has_conflict = 1')} AS conflicts,
  ${countSql('links_person', 'needs_person = 1 AND has_refused = 1')} AS refused,
  ${countSql('links_state', "state = 'parked'")} AS parked,
  ${countSql('links_state', "state = 'gone'")} AS gone,
  ${countSql('links_state', "state = 'left'")} AS left,
  ${countSql('links_retry', 'retry_at IS NOT NULL AND retry_at > :now')} AS waiting`;

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
