import { describe, expect, test } from '@jest/globals';
import {
  isAscending,
  isDescending,
  laterOf,
  stampBefore,
} from '#connectors/partner-center/stamp-order.ts';

describe('laterOf', () => {
  test.each([
    {
      case: 'seven digits beyond two',
      one: '2026-11-13T00:04:18.25Z',
      other: '2026-11-13T00:04:18.2500001Z',
    },
    {
      case: 'the seventh digit',
      one: '2026-11-13T00:04:18.2500001Z',
      other: '2026-11-13T00:04:18.2500002Z',
    },
    { case: 'no digits', one: '2026-11-13T00:04:18Z', other: '2026-11-13T00:04:18.0000001Z' },
    { case: 'a second', one: '2026-11-13T00:04:18.9999999Z', other: '2026-11-13T00:04:19Z' },
    {
      case: 'UTC written as an offset',
      one: '2026-11-13T00:04:18.25+00:00',
      other: '2026-11-13T00:04:18.26Z',
    },
    { case: 'another zone', one: '2026-11-13T02:04:18+02:00', other: '2026-11-13T00:04:19Z' },
  ])('$case', ({ one, other }) => {
    expect(laterOf(one, other)).toBe(other);
    expect(laterOf(other, one)).toBe(other);
  });

  test('one alone is the later one, none is none', () => {
    expect(laterOf(undefined, '2026-11-13T00:04:18Z')).toBe('2026-11-13T00:04:18Z');
    expect(laterOf('2026-11-13T00:04:18Z', undefined)).toBe('2026-11-13T00:04:18Z');
    expect(laterOf(undefined, undefined)).toBeUndefined();
  });
});

test('equal stamps are in either order', () => {
  const stamps = ['2026-11-13T00:04:18.1Z', '2026-11-13T00:04:18.1Z'];
  expect([isAscending(stamps), isDescending(stamps)]).toEqual([true, true]);
});

test.each([
  { stamps: ['2026-11-13T00:04:18.1Z', '2026-11-13T00:04:18.11Z'], ascending: true },
  { stamps: ['2026-11-13T00:04:18.11Z', '2026-11-13T00:04:18.1Z'], ascending: false },
])('$stamps', ({ stamps, ascending }) => {
  expect([isAscending(stamps), isDescending(stamps)]).toEqual([ascending, !ascending]);
});

test('a lower bound never lies above the stamp', () => {
  expect(stampBefore('2026-11-13T00:10:00.2599999Z', 600_000)).toBe('2026-11-13T00:00:00.259Z');
});
