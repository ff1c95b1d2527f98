import { expect, test } from '@jest/globals';
import { parseManner } from './arguments.ts';

test.each([
  { args: [], is: 'play' },
  { args: ['--break'], is: 'break' },
  { args: ['--stay'], is: 'stay' },
  { args: ['--break', '--stay'], is: undefined },
  { args: ['--fast'], is: undefined },
  { args: ['break'], is: undefined },
])('arguments $args are $is', ({ args, is }) => {
  expect(parseManner(args)).toBe(is);
});
