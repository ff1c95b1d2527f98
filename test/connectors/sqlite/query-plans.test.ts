import { afterAll, describe, expect, test } from '@jest/globals';
import {
  IN_MEMORY,
  openDatabase,
  type Database,
  type Params,
} from '#connectors/sqlite/database.ts';
import { createHistory } from '#connectors/sqlite/history.ts';
import { createLinks } from '#connectors/sqlite/links.ts';
import { migrate } from '#connectors/sqlite/migrations.ts';
import { opportunityId, runId } from '#core/lead/ids.ts';
import { referral, TENANT } from '#test/contracts/store/a-link.ts';
import { START } from '#test/contracts/store/bench.ts';

const database = openDatabase({ path: IN_MEMORY, busyTimeoutMs: 0 });
migrate(database);
const asked: { sql: string; params: Params }[] = [];

/** The database, noting what it is asked. */
const watched: Database = {
  ...database,
  all: (sql, params = {}) => {
    asked.push({ sql, params });
    return database.all(sql, params);
  },
  iterate: (sql, params = {}) => {
    asked.push({ sql, params });
    return database.iterate(sql, params);
  },
  run: (sql, params = {}) => {
    asked.push({ sql, params });
    return database.run(sql, params);
  },
};
const links = createLinks(watched, () => START);
const history = createHistory(watched);

/** How SQLite would read our tables for what was asked since the last look. */
const plans = (): string[] =>
  asked
    .splice(0)
    .flatMap(({ sql, params }) =>
      database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params),
    )
    .map(({ detail }) => detail)
    .filter((detail) => /^(SCAN|SEARCH|USE TEMP)/.test(detail))
    .filter((detail) => !/json_each|CONSTANT ROW/.test(detail));

const KEYED = 'PRIMARY KEY (tenant=? AND referral=?)';
const DOCUMENT = 'SEARCH d USING INTEGER PRIMARY KEY (rowid=?)';

afterAll(() => {
  database.close();
});

describe('nothing is read that was not asked for, however many links there are', () => {
  test.each<{ case: string; ask: () => Promise<unknown>; reads: string[] }>([
    {
      case: 'the longest due',
      ask: () => links.listDue(TENANT, START, { limit: 100 }),
      reads: [
        'SEARCH links USING INDEX links_respond (tenant=? AND respond_by>? AND respond_by<?)',
        'SEARCH links USING INDEX links_marked (tenant=?)',
        'SEARCH links USING COVERING INDEX links_retry (tenant=? AND retry_at>? AND retry_at<?)',
        `SEARCH l USING ${KEYED}`,
        DOCUMENT,
      ],
    },
    {
      case: 'the unplanned',
      ask: () => links.listDue(TENANT, START, { limit: 100, unplanned: true }),
      reads: [
        'SEARCH links USING INDEX links_respond (tenant=? AND respond_by>? AND respond_by<?)',
        'SEARCH links USING INDEX links_unplanned (tenant=?)',
        'SEARCH links USING INDEX links_retry (tenant=? AND retry_at>? AND retry_at<?)',
        `SEARCH l USING ${KEYED}`,
        DOCUMENT,
      ],
    },
    {
      case: 'many by referral',
      ask: () => links.findMany(TENANT, [referral(1), referral(2)]),
      reads: [`SEARCH l USING ${KEYED}`, DOCUMENT],
    },
    {
      case: 'many by opportunity',
      ask: () => links.findByOpportunity(TENANT, [opportunityId('1')]),
      reads: ['SEARCH l USING INDEX links_opportunity (tenant=? AND opportunity=?)', DOCUMENT],
    },
    {
      case: 'an engagement',
      ask: () => links.findByEngagement(TENANT, 'engagement-1'),
      reads: ['SEARCH l USING INDEX links_engagement (tenant=? AND engagement=?)', DOCUMENT],
    },
    {
      case: 'a mark',
      ask: () => links.markDue(TENANT, [referral(1)]),
      reads: [`SEARCH links USING ${KEYED}`],
    },
    {
      case: 'a page of all',
      ask: () => links.list(TENANT, {}, { limit: 10 }),
      reads: ['SEARCH l USING PRIMARY KEY (tenant=? AND referral>?)', DOCUMENT],
    },
    {
      case: 'a page of what needs a person',
      ask: () => links.list(TENANT, { hasConflict: true, state: 'live' }, { limit: 10 }),
      reads: ['SEARCH l USING INDEX links_person (tenant=? AND referral>?)', DOCUMENT],
    },
    {
      case: 'a page of a state',
      ask: () => links.list(TENANT, { state: 'left' }, { limit: 10 }),
      reads: ['SEARCH l USING INDEX links_state (tenant=? AND state=? AND referral>?)', DOCUMENT],
    },
    {
      case: 'the history of a lead',
      ask: () => history.listByReferral(TENANT, referral(1), 10),
      reads: ['SEARCH history USING INDEX history_referral (tenant=? AND referral=?)'],
    },
    {
      case: 'the history of a run',
      ask: () => history.listByRun(TENANT, runId('run-1'), 10),
      reads: ['SEARCH history USING INDEX history_run (tenant=? AND run=?)'],
    },
    {
      case: 'pruning',
      ask: () => history.prune(TENANT, START),
      reads: [
        'SEARCH history USING INTEGER PRIMARY KEY (rowid=?)',
        'SEARCH history USING COVERING INDEX history_at (tenant=? AND at<?)',
      ],
    },
  ])('$case', async ({ ask, reads }) => {
    await ask();
    expect(plans()).toEqual(reads);
  });

  test('counts read indexes alone', async () => {
    await links.count(TENANT, START);
    expect(
      plans().filter((plan) => !/^SEARCH links USING (COVERING )?INDEX links_/.test(plan)),
    ).toEqual([]);
  });
});
