import type { Instant } from '#core/lead/instant.ts';
import type { LinkStore } from '#core/ports/store.ts';
import { isTaken } from './database-errors.ts';
import type { Database } from './database.ts';
import { listDue } from './due-links.ts';
import { appendHistory } from './history.ts';
import { linkColumns } from './link-columns.ts';
import { countLinks, listLinks } from './link-pages.ts';
import { DOCUMENTS, LINK_COLUMNS, linkJson, toStoredLink, type LinkRow } from './stored-link.ts';

/** One text for any number of ids; the named index is what keeps a look-up from reading every link of the tenant. */
const findSql = (condition: string, index = ''): string =>
  `SELECT ${LINK_COLUMNS} FROM links AS l ${index} ${DOCUMENTS} WHERE l.tenant = :tenant AND ${condition}`;
const IDS = 'IN (SELECT value FROM json_each(:ids))';
const FIND_ONE = findSql('l.referral = :referral');
const FIND_MANY = findSql(`l.referral ${IDS}`);
const FIND_BY_OPPORTUNITY = findSql(
  `l.opportunity IS NOT NULL AND l.opportunity ${IDS}`,
  'INDEXED BY links_opportunity',
);
const FIND_BY_ENGAGEMENT = findSql('l.engagement = :engagement', 'INDEXED BY links_engagement');

const INSERT_DOCUMENT = 'INSERT INTO link_documents (json) VALUES (:json) RETURNING id';
const INSERT = `
  INSERT INTO links (tenant, referral, opportunity, engagement, version, due_seq, done_seq, planned_seq, due_since,
    retry_at, respond_by, state, has_conflict, has_refused, needs_person, search, document)
  VALUES (:tenant, :referral, :opportunity, :engagement, 1, 1, 0, 0, :now,
    :retryAt, :respondBy, :state, :hasConflict, :hasRefused, :needsPerson, :search, :document)`;

/** What was marked while the work was done is due from now on, not from the mark the work has answered. */
const PROGRESS = `version = version + 1,
    done_seq = coalesce(:doneSeq, done_seq), planned_seq = coalesce(:plannedSeq, planned_seq),
    due_since = iif(:doneSeq IS NULL, due_since, :now), retry_at = :retryAt`;
const THIS = 'tenant = :tenant AND referral = :referral AND version = :version';

/** Most saves move nothing else, and then leave alone the indexes that a whole save writes anew. */
const SAVE_ALIKE = `
  UPDATE links SET ${PROGRESS}
  WHERE ${THIS} AND opportunity IS :opportunity AND engagement = :engagement AND respond_by IS :respondBy
    AND state = :state AND has_conflict = :hasConflict AND has_refused = :hasRefused
    AND needs_person = :needsPerson AND search = :search
  RETURNING document`;
const SAVE = `
  UPDATE links SET ${PROGRESS}, opportunity = :opportunity, engagement = :engagement, respond_by = :respondBy,
    state = :state, has_conflict = :hasConflict, has_refused = :hasRefused, needs_person = :needsPerson, search = :search
  WHERE ${THIS}
  RETURNING document`;
const SAVE_DOCUMENT = 'UPDATE link_documents SET json = :json WHERE id = :document';

const MARK_DUE = `
  UPDATE links SET due_seq = due_seq + 1, due_since = iif(due_seq > done_seq, due_since, :now)
  WHERE tenant = :tenant AND referral IN (SELECT value FROM json_each(:ids))`;

export const createLinks = (database: Database, now: () => Instant): LinkStore => {
  const find: LinkStore['find'] = async (tenant, referral) => {
    const row = database.all<LinkRow>(FIND_ONE, { tenant, referral })[0];
    return row === undefined ? undefined : toStoredLink(row);
  };

  return {
    find,
    insert: async (link) => {
      const { tenant, referral } = link;
      const columns = { ...linkColumns(link), tenant, referral, now: now() };
      const json = linkJson(link, 1);
      try {
        await database.write(() => {
          const document = database.all<{ id: number }>(INSERT_DOCUMENT, { json })[0]?.id ?? null;
          database.run(INSERT, { ...columns, document });
        });
        return 'inserted';
      } catch (error) {
        if (!isTaken(error)) throw error;
        return (await find(tenant, referral)) === undefined ? 'opportunityTaken' : 'exists';
      }
    },
    findMany: async (tenant, referrals) =>
      database
        .all<LinkRow>(FIND_MANY, { tenant, ids: JSON.stringify(referrals) })
        .map(toStoredLink),
    findByOpportunity: async (tenant, opportunities) =>
      database
        .all<LinkRow>(FIND_BY_OPPORTUNITY, { tenant, ids: JSON.stringify(opportunities) })
        .map(toStoredLink),
    findByEngagement: async (tenant, engagement) =>
      database.all<LinkRow>(FIND_BY_ENGAGEMENT, { tenant, engagement }).map(toStoredLink),
    save: async (link, { doneSeq = null, plannedSeq = null, history = [] } = {}) => {
      const { tenant, referral, version } = link;
      const columns = { ...linkColumns(link), tenant, referral, version, now: now() };
      const json = linkJson(link, version + 1);
      try {
        return await database.write(() => {
          const params = { ...columns, doneSeq, plannedSeq };
          const row =
            database.all<{ document: number }>(SAVE_ALIKE, params)[0] ??
            database.all<{ document: number }>(SAVE, params)[0];
          if (row === undefined) return 'stale';
          database.run(SAVE_DOCUMENT, { json, document: row.document });
          appendHistory(database, history);
          return 'saved';
        });
      } catch (error) {
        if (!isTaken(error)) throw error;
        return 'opportunityTaken';
      }
    },
    markDue: async (tenant, referrals) => {
      if (referrals.length === 0) return;
      database.run(MARK_DUE, { tenant, ids: JSON.stringify(referrals), now: now() });
    },
    listDue: async (tenant, at, options) => listDue(database, { tenant, now: at, ...options }),
    list: async (tenant, filter, page) => listLinks(database, { tenant, filter, ...page }),
    count: async (tenant, at) => countLinks(database, tenant, at),
  };
};
