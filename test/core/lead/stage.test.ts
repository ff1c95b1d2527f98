import { expect, test } from '@jest/globals';
import { STAGES, isEnding, isLegalMove, type Stage, type StageMove } from '#core/lead/stage.ts';

/** Reference PC §10.1, the strict reading: rows from, columns to. */
const LEGAL: Readonly<Record<Stage, readonly Stage[]>> = {
  received: ['accepted', 'declined'],
  accepted: ['won', 'lost'],
  won: [],
  lost: [],
  declined: [],
  expired: [],
};

test.each(STAGES.flatMap((from) => STAGES.map((to) => ({ from, to }))))(
  'a partner may move from $from to $to exactly where Partner Center takes it',
  ({ from, to }) => {
    // `received` and `expired` cannot be asked for by type; a stray value is refused all the same.
    expect(isLegalMove(from, to as StageMove)).toBe(LEGAL[from].includes(to));
  },
);

test('four stages are endings', () => {
  expect(STAGES.filter(isEnding)).toEqual(['won', 'lost', 'declined', 'expired']);
});
