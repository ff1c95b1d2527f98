import { expect, test } from '@jest/globals';
import { cut, table } from '#jobs/table.ts';

test.each([
  {
    case: 'columns are as wide as their widest cell, the last one is not padded',
    rows: [
      ['LEAD', 'IS'],
      ['a', 'in step'],
      ['longer', 'x'],
    ],
    lines: ['LEAD    IS', 'a       in step', 'longer  x'],
  },
  {
    case: 'accents and emoji count as one character',
    rows: [
      ['ação', 'x'],
      ['👩‍💻', 'y'],
      ['abcd', 'z'],
    ],
    lines: ['ação  x', '👩‍💻     y', 'abcd  z'],
  },
  { case: 'a cell stays on one line', rows: [['a\nb', 'c']], lines: ['a / b  c'] },
  { case: 'no rows, no lines', rows: [], lines: [] },
])('$case', ({ rows, lines }) => {
  expect(table(rows)).toEqual(lines);
});

test.each([
  { text: 'four', width: 4, shown: 'four' },
  { text: 'fives', width: 4, shown: 'fiv…' },
])('$text in $width characters: $shown', ({ text, width, shown }) => {
  expect(cut(text, width)).toBe(shown);
});
