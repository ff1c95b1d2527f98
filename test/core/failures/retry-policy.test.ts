import { describe, expect, test } from '@jest/globals';
import { decideRetry, linkRetryMs } from '#core/failures/retry-policy.ts';
import { SyncError, type SyncErrorCode } from '#core/failures/sync-error.ts';

const giveUp = { kind: 'giveUp' };
const wait = (ms: number) => ({ kind: 'wait', ms });
const error = (code: SyncErrorCode, status?: number, retryAfterMs?: number) =>
  new SyncError(code, 'said', {
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

const call = { attempt: 1, isWrite: false, elapsedMs: 0, deadlineMs: 30_000, random: () => 0.5 };

describe('a read that failed', () => {
  test.each([
    {
      case: 'limited, told when: waits exactly that',
      with: { error: error('RATE_LIMITED', 429, 7_001) },
      is: wait(7_001),
    },
    {
      case: 'limited, told "at once": goes at once',
      with: { error: error('RATE_LIMITED', 429, 0) },
      is: wait(0),
    },
    {
      case: 'limited by 503, told when: waits exactly that',
      with: { error: error('RATE_LIMITED', 503, 2_000) },
      is: wait(2_000),
    },
    {
      case: 'limited, not told: backs off',
      with: { error: error('RATE_LIMITED', 429), attempt: 2 },
      is: wait(500),
    },
    {
      case: 'told a wait that ends before the deadline',
      with: { error: error('RATE_LIMITED', 429, 9_999), elapsedMs: 20_000 },
      is: wait(9_999),
    },
    {
      case: 'told a wait that ends at the deadline',
      with: { error: error('RATE_LIMITED', 429, 10_000), elapsedMs: 20_000 },
      is: giveUp,
    },
    {
      case: 'limited the tenth time, whatever is told',
      with: { error: error('RATE_LIMITED', 429, 0), attempt: 10 },
      is: giveUp,
    },
    {
      case: 'unavailable, first try',
      with: { error: error('UNAVAILABLE', 500) },
      is: wait(250),
    },
    {
      case: 'unavailable, second try: twice as long',
      with: { error: error('UNAVAILABLE', 500), attempt: 2 },
      is: wait(500),
    },
    {
      case: 'unavailable, third try: twice as long again',
      with: { error: error('UNAVAILABLE', 500), attempt: 3 },
      is: wait(1_000),
    },
    {
      case: 'unavailable, fourth try: the last',
      with: { error: error('UNAVAILABLE', 500), attempt: 4 },
      is: giveUp,
    },
    {
      case: 'full jitter may be no wait at all',
      with: { error: error('UNAVAILABLE'), random: () => 0 },
      is: wait(0),
    },
    {
      case: 'full jitter stays below its step',
      with: { error: error('UNAVAILABLE'), random: () => 0.999_999 },
      is: wait(499),
    },
    {
      case: 'a back-off that would pass the deadline',
      with: { error: error('UNAVAILABLE'), elapsedMs: 29_900 },
      is: giveUp,
    },
  ])('$case', ({ with: given, is }) => {
    expect(decideRetry({ ...call, ...given })).toEqual(is);
  });
});

describe('a write that failed', () => {
  test.each([
    {
      case: '429, told when: nothing was done, waits exactly that',
      with: { error: error('RATE_LIMITED', 429, 3_000) },
      is: wait(3_000),
    },
    {
      case: '429, not told: backs off',
      with: { error: error('RATE_LIMITED', 429) },
      is: wait(250),
    },
    {
      case: 'held back before it was sent: waits',
      with: { error: error('RATE_LIMITED', undefined, 3_000) },
      is: wait(3_000),
    },
    {
      case: 'limited by another status than 429',
      with: { error: error('RATE_LIMITED', 503, 3_000) },
      is: giveUp,
    },
    { case: 'unreachable', with: { error: error('UNAVAILABLE') }, is: giveUp },
    { case: 'unknown result', with: { error: error('UNKNOWN_RESULT', 500) }, is: giveUp },
  ])('$case', ({ with: given, is }) => {
    expect(decideRetry({ ...call, isWrite: true, ...given })).toEqual(is);
  });
});

test.each([
  'UNKNOWN_RESULT',
  'TOKEN_REJECTED',
  'FORBIDDEN',
  'REJECTED',
  'UNEXPECTED_ANSWER',
  'BUDGET_SPENT',
  'RUN_SUPERSEDED',
  'BAD_SETTINGS',
] as const)('%s is never tried again', (code) => {
  expect(
    [false, true].map((isWrite) => decideRetry({ ...call, isWrite, error: error(code, 429) })),
  ).toEqual([giveUp, giveUp]);
});

test.each([
  { attempt: 1, longest: 60_000, shortest: 30_000 },
  { attempt: 2, longest: 120_000, shortest: 60_000 },
  { attempt: 3, longest: 240_000, shortest: 120_000 },
  { attempt: 6, longest: 1_920_000, shortest: 960_000 },
  { attempt: 7, longest: 3_600_000, shortest: 1_800_000 },
  { attempt: 2_000, longest: 3_600_000, shortest: 1_800_000 },
])('a link rests between half and all of its step after attempt $attempt', (row) => {
  expect({
    attempt: row.attempt,
    longest: linkRetryMs(row.attempt, () => 0),
    shortest: linkRetryMs(row.attempt, () => 1),
  }).toEqual(row);
});
