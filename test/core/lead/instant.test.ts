import { expect, test } from '@jest/globals';
import { addMs, isAfter, msBetween } from '#core/lead/instant.ts';

const NINE = '2026-11-24T09:00:00.000Z';

test('instants move and are measured in milliseconds', () => {
  expect([addMs(NINE, 86_400_001), addMs(NINE, -1), msBetween(NINE, addMs(NINE, 5))]).toEqual([
    '2026-11-25T09:00:00.001Z',
    '2026-11-24T08:59:59.999Z',
    5,
  ]);
});

test.each([
  ['the same instant', NINE, false],
  ['one written with an offset', '2026-11-24T11:00:00.001+02:00', true],
  ['an earlier one', '2026-11-24T08:59:59.999Z', false],
])('%s comes after nine: %j', (_case, instant, is) => {
  expect(isAfter(instant, NINE)).toBe(is);
});
