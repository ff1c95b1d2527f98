import { beforeEach, expect, test } from '@jest/globals';
import { collect, connect, grant } from './connected.ts';
import {
  at,
  DATE_REFUSED,
  listed,
  NEWEST_FIRST,
  OLDEST_FIRST,
  page,
  since,
  told,
} from './listed.ts';
import { guardWire } from './wire.ts';

guardWire();
beforeEach(() => grant('AT'));

test('without a cursor everything is read, and goes on from the last stamp', async () => {
  listed(OLDEST_FIRST, page([1, 2], 'A'));
  listed(since(at(2)), page([2, 3]));
  expect(told(await collect(connect().partner.listChanges(undefined)))).toEqual([
    [[1, 2], at(2)],
    [[2, 3], at(3)],
  ]);
});

test('a page of one stamp is left by its link', async () => {
  listed(OLDEST_FIRST, { ...page([1, 1], 'A') });
  listed({ $skiptoken: 'A' }, page([1, 2], 'B'));
  listed(since(at(2)), page([2]));
  expect(told(await collect(connect().partner.listChanges(undefined)))).toEqual([
    [[1, 1], at(1)],
    [[1, 2], at(2)],
    [[2], at(2)],
  ]);
});

test('where the date is refused on the way, everything is read newest first', async () => {
  listed(OLDEST_FIRST, page([1, 2], 'A'));
  listed(since(at(2)), DATE_REFUSED, 400);
  listed(NEWEST_FIRST, page([4, 3], 'B'));
  listed({ $skiptoken: 'B' }, page([2, 1]));
  const { partner } = connect();
  expect(told(await collect(partner.listChanges(undefined)))).toEqual([
    [[1, 2], at(2)],
    [[4, 3], undefined],
    [[2, 1], at(4)],
  ]);
  expect(partner.capabilities.filtersByDate).toBe(false);
});
