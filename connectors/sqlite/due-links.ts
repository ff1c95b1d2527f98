import { addMs, DAY_MS, type Instant } from '#core/lead/instant.ts';
import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { Database } from './database.ts';
import { DOCUMENTS, LINK_COLUMNS, toStoredLink, type LinkRow } from './stored-link.ts';

/** Either side of `respondBy`: an answer just too late by our clock may be in time by theirs. */
const NEAR_MS = DAY_MS;

const UNPLANNED = 'AND due_seq > planned_seq';

/** Each branch reads one index in its own order, so a page costs what it holds (INDEXED BY makes that a promise). */
const nearSql = (isUnplanned: boolean): string => `
  SELECT referral FROM links INDEXED BY links_respond
  WHERE tenant = :tenant AND respond_by IS NOT NULL AND (due_seq > done_seq OR retry_at IS NOT NULL)
    AND respond_by BETWEEN :from AND :to
    AND (due_seq > done_seq OR retry_at <= :now) ${isUnplanned ? UNPLANNED : ''}
  ORDER BY respond_by, referral`;

const longestSql = (isUnplanned: boolean): string => `
  SELECT referral, due_since AS since FROM links INDEXED BY ${isUnplanned ? 'links_unplanned' : 'links_marked'}
  WHERE tenant = :tenant AND due_seq > done_seq ${isUnplanned ? UNPLANNED : ''}
  UNION ALL
  SELECT referral, retry_at AS since FROM links INDEXED BY links_retry
  WHERE tenant = :tenant AND retry_at IS NOT NULL AND retry_at <= :now ${isUnplanned ? UNPLANNED : ''}
  ORDER BY since, referral`;

const FETCH = `
  SELECT l.referral, ${LINK_COLUMNS} FROM links AS l ${DOCUMENTS}
  WHERE l.tenant = :tenant AND l.referral IN (SELECT value FROM json_each(:ids))`;

export interface DueRequest {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly limit: number;
  readonly unplanned?: boolean;
  readonly skip?: ReadonlySet<ReferralId>;
}

const findDueIds = (database: Database, request: DueRequest): readonly ReferralId[] => {
  const { tenant, now, limit, unplanned = false, skip } = request;
  const found = new Set<ReferralId>();
  const take = (rows: Iterable<{ referral: ReferralId }>): void => {
    if (found.size >= limit) return;
    for (const { referral } of rows) {
      if (skip?.has(referral) !== true) found.add(referral);
      if (found.size >= limit) return;
    }
  };
  const near = { tenant, now, from: addMs(now, -NEAR_MS), to: addMs(now, NEAR_MS) };
  take(database.iterate(nearSql(unplanned), near));
  take(database.iterate(longestSql(unplanned), { tenant, now }));
  return [...found];
};

export const listDue = (database: Database, request: DueRequest): StoredLink[] => {
  const ids = findDueIds(database, request);
  const rows = database.all<LinkRow & { referral: ReferralId }>(FETCH, {
    tenant: request.tenant,
    ids: JSON.stringify(ids),
  });
  const byId = new Map(rows.map((row) => [row.referral, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toStoredLink(row)];
  });
};
