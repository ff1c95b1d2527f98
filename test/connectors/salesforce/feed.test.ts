import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { Cursor, FeedPage } from '#core/ports/feed.ts';
import { openSalesforce, START } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectQuery, expectSignIn, org } from './org.ts';
import { describeOf, field, refusal, REFERRAL, ROOT, row, view } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const read = async (
  pages: AsyncIterable<FeedPage<CrmView>>,
): Promise<readonly FeedPage<CrmView>[]> => Array.fromAsync(pages);

const cursorAt = (position: object): Cursor => JSON.stringify(position);

const idOf = (at: number) => `006${String(at).padStart(12, '0')}AAA`;
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => row({ Id: idOf(from + at) }));

const conditionOf = (soql: string) => /WHERE (.*) ORDER BY/.exec(soql)?.[1];

describe('a pass of the feed', () => {
  test('begins one overlap before the cursor and is one call when little has changed', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const asked = expectQuery([row()]);
    const { crm } = openSalesforce();
    expect(await read(crm.listChanges(cursorAt({ stamp: '2026-11-24T09:05:00.000Z' })))).toEqual([
      { rows: [view()], unparsed: [], cursor: cursorAt({ stamp: START }) },
    ]);
    expect(asked.soql).toBe(
      'SELECT Id, SystemModstamp, CreatedDate, LastModifiedDate, LastModifiedById, IsDeleted, IsClosed, IsWon, OwnerId, PC_Referral_Id__c, PC_Respond_By__c, Name, StageName, Amount, CloseDate FROM Opportunity WHERE SystemModstamp > 2026-11-24T08:55:00Z ORDER BY SystemModstamp ASC, Id ASC LIMIT 2000',
    );
  });

  test('tells deleted rows and rows that do not parse', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectQuery([row({ IsDeleted: true }), row({ Id: idOf(7), IsWon: 'yes' })]);
    const { crm } = openSalesforce();
    const [page] = await read(crm.listChanges(cursorAt({ stamp: START })));
    expect({ rows: page?.rows.map((one) => one.isDeleted), unparsed: page?.unparsed }).toEqual({
      rows: [true],
      unparsed: [{ id: idOf(7), path: 'IsWon' }],
    });
  });

  test('goes on behind the last row of a full page', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectQuery(many(2_000));
    const asked = expectQuery(many(1, 2_000));
    const { crm } = openSalesforce();
    const pages = await read(crm.listChanges(cursorAt({ stamp: '2026-11-24T09:05:00.000Z' })));
    expect(pages.map((page) => [page.rows.length, page.cursor])).toEqual([
      [2_000, cursorAt({ stamp: '2026-11-24T09:00:00.000Z', id: idOf(1_999), startedAt: START })],
      [1, cursorAt({ stamp: START })],
    ]);
    expect(conditionOf(asked.soql)).toBe(
      `(SystemModstamp > 2026-11-24T09:00:00Z OR (SystemModstamp = 2026-11-24T09:00:00Z AND Id > '${idOf(1_999)}'))`,
    );
  });

  test('follows the batches a page comes in, on our own host, before it asks anew', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectQuery(many(2), { next: 'https://elsewhere.example/services/data/v67.0/query/0r8-200' });
    org()
      .get(`${ROOT}/query/0r8-200`)
      .reply(200, { totalSize: 3, done: true, records: many(1, 2) });
    const { crm } = openSalesforce();
    const pages = await read(crm.listChanges(cursorAt({ stamp: START })));
    expect(pages.map((page) => [page.rows.length, page.cursor])).toEqual([
      [2, cursorAt({ stamp: '2026-11-24T09:00:00.000Z', id: idOf(1), startedAt: START })],
      [1, cursorAt({ stamp: START })],
    ]);
  });

  test('broken off, goes on where it stood and ends at the time it first began', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const asked = expectQuery([]);
    const { crm } = openSalesforce();
    const startedAt = '2026-11-24T08:00:00.000Z';
    const cursor = cursorAt({ stamp: '2026-11-24T07:59:00.000Z', id: idOf(9), startedAt });
    expect(await read(crm.listChanges(cursor))).toEqual([
      { rows: [], unparsed: [], cursor: cursorAt({ stamp: startedAt }) },
    ]);
    expect(conditionOf(asked.soql)).toBe(
      `(SystemModstamp > 2026-11-24T07:59:00Z OR (SystemModstamp = 2026-11-24T07:59:00Z AND Id > '${idOf(9)}'))`,
    );
  });

  test('without a server date goes no further than the last stamp', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    org()
      .get(`${ROOT}/queryAll`)
      .query(true)
      .reply(200, { totalSize: 1, done: true, records: [row()] });
    const { crm } = openSalesforce();
    const [page] = await read(crm.listChanges(cursorAt({ stamp: '2026-11-24T08:00:00.000Z' })));
    expect(page?.cursor).toBe(cursorAt({ stamp: '2026-11-24T09:00:00.000Z' }));
  });

  test('a field that became hidden is left out from then on', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    org()
      .get(`${ROOT}/queryAll`)
      .query(true)
      .reply(400, refusal('INVALID_FIELD', "No such column 'Amount' on entity 'Opportunity'"));
    const all = describeOf('Opportunity');
    expectDescribe('Opportunity', {
      ...all,
      fields: all.fields.filter((one) => one['name'] !== 'Amount'),
    });
    const asked = expectQuery([row()]);
    const { crm } = openSalesforce();
    const [page] = await read(crm.listChanges(cursorAt({ stamp: START })));
    expect({
      amount: page?.rows[0]?.fields['Amount'],
      asksFor: asked.soql.includes('Amount'),
    }).toEqual({
      amount: undefined,
      asksFor: false,
    });
  });

  test('a complaint about a field that is still described is thrown, not asked for ever', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    org().get(`${ROOT}/queryAll`).query(true).reply(400, refusal('INVALID_FIELD', 'odd'));
    expectDescribe('Opportunity');
    const { crm } = openSalesforce();
    await expect(read(crm.listChanges(cursorAt({ stamp: START })))).rejects.toMatchObject({
      code: 'REJECTED',
      details: { systemCode: 'INVALID_FIELD', systemWords: 'odd' },
    });
  });

  test('an hour later a mapped field that was missing is looked for again', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectQuery([]);
    const { crm, clock } = openSalesforce();
    await read(crm.listChanges(cursorAt({ stamp: START })));
    clock.advance(3_600_000);
    expectDescribe(
      'Opportunity',
      describeOf('Opportunity', [field('CurrencyIsoCode', 'picklist')]),
    );
    const asked = expectQuery([]);
    await read(crm.listChanges(cursorAt({ stamp: START })));
    expect(asked.soql).toContain('CurrencyIsoCode');
  });
});

test('a statement too long for a URL travels in a body', async () => {
  expectSignIn();
  const long = Array.from({ length: 400 }, (_, at) => `A_Field_With_A_Rather_Long_Name_${at}__c`);
  expectDescribe(
    'Opportunity',
    describeOf(
      'Opportunity',
      long.map((name) => field(name, 'string')),
    ),
  );
  const sent = expectComposite([
    { status: 200, body: { totalSize: 1, done: true, records: [row()] } },
  ]);
  const { crm } = openSalesforce({ fields: ['PC_Referral_Id__c', ...long] });
  const [page] = await read(crm.listChanges(cursorAt({ stamp: START })));
  expect({
    ids: page?.rows.map((one) => one.fields['PC_Referral_Id__c']),
    cursor: page?.cursor,
  }).toEqual({
    ids: [REFERRAL],
    cursor: cursorAt({ stamp: START }),
  });
  expect(sent.body.compositeRequest[0]?.url.startsWith(`${ROOT}/queryAll?q=SELECT`)).toBe(true);
});

test.each([
  { records: [{ Id: idOf(1) }], is: true },
  { records: [], is: false },
])('rows with a referral id, or none: $is', async ({ records, is }) => {
  expectSignIn();
  expectDescribe('Opportunity');
  expectQuery(records);
  const { crm } = openSalesforce();
  expect(await crm.holdsReferrals()).toBe(is);
});
