import { beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { API, collect, connect, failureOf, grant, LIST_PATH, NOW } from './connected.ts';
import { fixtureText, row } from './fixture.ts';
import {
  at,
  CURSOR,
  DATE_REFUSED,
  listed,
  NEWEST_FIRST,
  NO_FILTER,
  OLDEST_FIRST,
  page,
  SINCE,
  told,
} from './listed.ts';
import { guardWire } from './wire.ts';

guardWire();
beforeEach(() => grant('AT'));

describe('oldest first', () => {
  test('from a cursor the overlap is read again', async () => {
    listed(SINCE, page([1]));
    expect(told(await collect(connect().partner.listChanges(CURSOR)))).toEqual([[[1], at(1)]]);
  });

  test('the documented list page is read and its http link followed on our own host', async () => {
    listed(SINCE, fixtureText('list-page'));
    const skipToken = 'k181pEdP0ykypkieJfcxXIN4ARsee8/FUEbbvZaoTUZRLJ3o7TADYve12iEDrlg';
    listed({ $skiptoken: skipToken }, { value: [] });
    const pages = await collect(connect().partner.listChanges(CURSOR));
    expect(pages.map(({ rows }) => rows.map((view) => [view.stage, view.readAt]))).toEqual([
      [
        ['received', NOW],
        ['received', NOW],
      ],
      [],
    ]);
  });

  test('a short or empty page does not end it, only a missing link does', async () => {
    listed(SINCE, page([1], 'A'));
    listed({ $skiptoken: 'A' }, page([], 'B'));
    listed({ $skiptoken: 'B' }, { ...page([2]), '@odata.nextLink': '' });
    expect(told(await collect(connect().partner.listChanges(CURSOR)))).toEqual([
      [[1], at(1)],
      [[], at(1)],
      [[2], at(2)],
    ]);
  });

  test('the cursor keeps every digit and never goes back', async () => {
    const late = '2026-11-20T14:02:11.4579541Z';
    const later = '2026-11-20T14:02:11.4579543Z';
    listed(SINCE, { value: [row(1, late)], '@odata.nextLink': '?$skiptoken=A' });
    listed({ $skiptoken: 'A' }, { value: [row(2, later)] });
    expect(told(await collect(connect().partner.listChanges(CURSOR)))).toEqual([
      [[1], CURSOR],
      [[2], later],
    ]);
  });

  test('nothing new leaves the cursor where it was', async () => {
    listed(SINCE, { value: [] });
    expect(told(await collect(connect().partner.listChanges(CURSOR)))).toEqual([[[], CURSOR]]);
  });

  test('an empty account has no cursor', async () => {
    listed(OLDEST_FIRST, { value: [] });
    expect(told(await collect(connect().partner.listChanges(undefined)))).toEqual([
      [[], undefined],
    ]);
  });

  test('rows in disorder hold the cursor back to the end', async () => {
    listed(SINCE, page([3, 1], 'A'));
    listed({ $skiptoken: 'A' }, page([2]));
    expect(told(await collect(connect().partner.listChanges(CURSOR)))).toEqual([
      [[3, 1], undefined],
      [[2], at(3)],
    ]);
  });

  test('a row that cannot be read is told by id and path, and counts for the cursor', async () => {
    const odd: Record<string, unknown> = {
      ...row(2, at(2)),
      substatus: 'Dancing',
      name: 'Secret plan',
    };
    listed(SINCE, { value: [row(1, at(1)), odd, 'rubbish'] as unknown[] });
    const pages = await collect(connect().partner.listChanges(CURSOR));
    expect(told(pages)).toEqual([[[1], at(2)]]);
    expect(pages[0]?.unparsed).toEqual([
      { id: odd['id'], path: 'substatus' },
      { id: undefined, path: 'row' },
    ]);
  });
});

describe('a server that takes no date filter', () => {
  test('is read newest first down to the overlap, and remembered', async () => {
    listed(SINCE, DATE_REFUSED, 400);
    listed(NEWEST_FIRST, page([9, 8], 'A'));
    const below = '2026-11-20T13:52:11.4Z';
    listed(
      { $skiptoken: 'A' },
      { value: [row(7, at(7)), row(6, below)], '@odata.nextLink': '?$skiptoken=B' },
    );
    const { partner } = connect();
    expect(told(await collect(partner.listChanges(CURSOR)))).toEqual([
      [[9, 8], undefined],
      [[7, 6], at(9)],
    ]);
    expect(partner.capabilities).toEqual(NO_FILTER);
    listed(NEWEST_FIRST, { value: [row(9, at(9))] });
    expect(told(await collect(partner.listChanges(CURSOR)))).toEqual([[[9], at(9)]]);
  });

  test('is read to the end where its rows are in disorder', async () => {
    const below = '2026-11-20T13:00:00Z';
    listed(NEWEST_FIRST, {
      value: [row(1, below), row(8, at(8)), row(2, below)],
      '@odata.nextLink': '?$skiptoken=A',
    });
    listed({ $skiptoken: 'A' }, page([3]));
    const { partner } = connect({ capabilities: NO_FILTER });
    expect(told(await collect(partner.listChanges(CURSOR)))).toEqual([
      [[1, 8, 2], undefined],
      [[3], at(8)],
    ]);
  });

  test('leaves the cursor where it was when nothing is there', async () => {
    listed(NEWEST_FIRST, { value: [] });
    const { partner } = connect({ capabilities: NO_FILTER });
    expect(told(await collect(partner.listChanges(CURSOR)))).toEqual([[[], CURSOR]]);
  });

  test('is not blamed for a 400 that has another cause', async () => {
    listed(SINCE, DATE_REFUSED, 400);
    listed(NEWEST_FIRST, DATE_REFUSED, 400);
    const { partner } = connect();
    expect(await failureOf(collect(partner.listChanges(CURSOR)))).toMatchObject({
      code: 'REJECTED',
    });
    expect(partner.capabilities.filtersByDate).toBe(true);
  });
});

describe('an answer that is no list', () => {
  test.each([
    {
      case: 'a link to itself',
      answers: [page([1], 'A'), page([2], 'A')],
      words: 'its nextLink leads to itself',
    },
    {
      case: 'a link without a query',
      answers: [{ value: [], '@odata.nextLink': 'https://api.partner.example/x' }],
      words: 'its nextLink has no query',
    },
    { case: 'no rows', answers: [{ items: [] }], words: 'value' },
    { case: 'a page of HTML', answers: ['<html>maintenance</html>'], words: 'it is not JSON' },
  ])('$case', async ({ answers, words }) => {
    for (const answer of answers) nock(API).get(LIST_PATH).query(true).reply(200, answer);
    expect(await failureOf(collect(connect().partner.listChanges(undefined)))).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: `Partner Center's answer for the list of referrals cannot be read: ${words}.`,
    });
  });

  test('a user without the role is told which role it takes', async () => {
    listed(OLDEST_FIRST, fixtureText('error-403-forbidden'), 403);
    expect(await failureOf(collect(connect().partner.listChanges(undefined)))).toMatchObject({
      code: 'FORBIDDEN',
      message:
        'We may not read the list of referrals (HTTP 403, accessDenied: "The caller may not act on this referral."). The signed-in user needs the role Referrals admin for the whole company.',
    });
  });
});
