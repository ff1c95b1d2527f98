import { expect, test } from '@jest/globals';
import { retryAfterMs } from '#connectors/http/retry-after.ts';

const DATE = 'Tue, 24 Nov 2026 09:10:11 GMT';

test.each([
  { case: 'nothing told', headers: {}, is: undefined },
  { case: 'empty', headers: { 'retry-after': ' ' }, is: undefined },
  { case: 'words', headers: { 'retry-after': 'soon' }, is: undefined },
  { case: 'seconds', headers: { 'retry-after': '17' }, is: 17_000 },
  { case: 'a part of a second, rounded up', headers: { 'retry-after': '0.0001' }, is: 1 },
  { case: 'at once', headers: { 'retry-after': '0' }, is: 0 },
  { case: 'more than an hour', headers: { 'retry-after': '90000' }, is: 3_600_000 },
  {
    case: 'a date, from the date of the reply',
    headers: { 'retry-after': 'Tue, 24 Nov 2026 09:10:41 GMT', date: DATE },
    is: 30_000,
  },
  {
    case: 'a date already past',
    headers: { 'retry-after': 'Tue, 24 Nov 2026 09:10:10 GMT', date: DATE },
    is: 0,
  },
  {
    case: 'a date more than an hour away',
    headers: { 'retry-after': 'Wed, 25 Nov 2026 09:10:11 GMT', date: DATE },
    is: 3_600_000,
  },
  {
    case: 'a date in a reply without one, from when we asked',
    headers: { 'retry-after': 'Tue, 24 Nov 2026 09:10:41 GMT' },
    is: 41_000,
  },
])('$case', ({ headers, is }) => {
  expect(retryAfterMs({ headers, sentAt: '2026-11-24T09:10:00.000Z' })).toBe(is);
});
