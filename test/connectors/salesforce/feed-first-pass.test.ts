import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { Cursor, FeedPage } from '#core/ports/feed.ts';
import { openSalesforce, START } from './open-salesforce.ts';
import { expectDescribe, expectQuery, expectSignIn } from './org.ts';
import { describeOf, row } from './rows.ts';

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

describe('a first pass', () => {
  test('asks only for rows with a referral id and saves its cursor once, at the end', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const first = expectQuery(many(2_000));
    const second = expectQuery([]);
    const { crm } = openSalesforce();
    const pages = await read(crm.listChanges(undefined));
    expect(pages.map((page) => [page.rows.length, page.cursor])).toEqual([
      [2_000, undefined],
      [0, cursorAt({ stamp: START })],
    ]);
    expect([conditionOf(first.soql), conditionOf(second.soql)]).toEqual([
      'PC_Referral_Id__c != null',
      `PC_Referral_Id__c != null AND (SystemModstamp > 2026-11-24T09:00:00Z OR (SystemModstamp = 2026-11-24T09:00:00Z AND Id > '${idOf(1_999)}'))`,
    ]);
  });

  test('takes the place of a cursor that cannot be read', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const asked = expectQuery([]);
    const { crm } = openSalesforce();
    await read(crm.listChanges('not ours'));
    expect(conditionOf(asked.soql)).toBe('PC_Referral_Id__c != null');
  });

  test('before anything is provisioned there is nothing to see', async () => {
    expectSignIn();
    const all = describeOf('Opportunity');
    const fields = all.fields.filter((one) => !String(one['name']).startsWith('PC_'));
    expectDescribe('Opportunity', { ...all, fields });
    const { crm } = openSalesforce();
    expect(await read(crm.listChanges(undefined))).toEqual([{ rows: [], unparsed: [] }]);
    expect(await crm.holdsReferrals()).toBe(false);
  });
});
