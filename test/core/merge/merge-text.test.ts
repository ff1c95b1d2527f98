import { describe, expect, test } from '@jest/globals';
import { mergeText } from '#core/merge/merge-text.ts';

interface Row {
  readonly case: string;
  readonly base: string;
  readonly one: string;
  readonly other: string;
  readonly is: string | undefined;
}

const both = ({ base, one, other }: Row, grain: 'lines' | 'words') => [
  mergeText(base, { one, other }, grain),
  mergeText(base, { one: other, other: one }, grain),
];

describe('by lines', () => {
  test.each<Row>([
    {
      case: 'edits far apart join',
      base: 'a\nb\nc',
      one: 'A\nb\nc',
      other: 'a\nb\nC',
      is: 'A\nb\nC',
    },
    { case: 'an edit and none', base: 'a\nb', one: 'a\nB', other: 'a\nb', is: 'a\nB' },
    { case: 'no edit at all', base: 'a\nb', one: 'a\nb', other: 'a\nb', is: 'a\nb' },
    { case: 'the same edit twice', base: 'a', one: 'a\nb', other: 'a\nb', is: 'a\nb' },
    {
      case: 'an addition and an edit above it',
      base: 'a\nb\nc',
      one: 'A\nb\nc',
      other: 'a\nb\nc\nd',
      is: 'A\nb\nc\nd',
    },
    {
      case: 'a removal and an edit far from it',
      base: 'a\nb\nc',
      one: 'b\nc',
      other: 'a\nb\nC',
      is: 'b\nC',
    },
    { case: 'a first text on one side', base: '', one: 'a', other: '', is: 'a' },
    {
      case: 'a last line that grows a neighbour',
      base: 'a\nb',
      one: 'a\nb\nc',
      other: 'A\nb',
      is: 'A\nb\nc',
    },
    {
      case: 'line ends of two systems',
      base: 'a\r\nb',
      one: 'a\nb\nc',
      other: 'a\r\nb',
      is: 'a\nb\nc',
    },
    {
      case: 'two edits of one line overlap',
      base: 'a\nb',
      one: 'a\nc',
      other: 'a\nd',
      is: undefined,
    },
    {
      case: 'edits of neighbouring lines overlap',
      base: 'a\nb\nc',
      one: 'A\nb\nc',
      other: 'a\nB\nc',
      is: undefined,
    },
    {
      case: 'two additions at one place overlap',
      base: 'a',
      one: 'a\nb',
      other: 'a\nc',
      is: undefined,
    },
    { case: 'two first texts overlap', base: '', one: 'a', other: 'b', is: undefined },
    {
      case: 'an edit of what is removed overlaps',
      base: 'a\nb',
      one: 'a',
      other: 'a\nB',
      is: undefined,
    },
    {
      case: 'an addition to what is emptied overlaps',
      base: 'a',
      one: '',
      other: 'a\nb',
      is: undefined,
    },
  ])('$case', (row) => {
    expect(both(row, 'lines')).toEqual([row.is, row.is]);
  });
});

describe('by words, where a cut fell inside a line', () => {
  const full = 'one two three four five';
  const base = 'one two three fo';
  test.each<Row>([
    {
      case: 'an edit before the cut',
      base,
      one: 'ONE two three fo',
      other: full,
      is: 'ONE two three four five',
    },
    {
      case: 'a removal before the cut',
      base,
      one: 'two three fo',
      other: full,
      is: 'two three four five',
    },
    { case: 'no edit', base, one: base, other: full, is: full },
    {
      case: 'a new line before the cut',
      base,
      one: 'zero\none two three fo',
      other: full,
      is: `zero\n${full}`,
    },
    {
      case: 'an edit of the cut word overlaps',
      base,
      one: 'one two three fox',
      other: full,
      is: undefined,
    },
    {
      case: 'an addition after the cut overlaps',
      base,
      one: `${base} more`,
      other: full,
      is: undefined,
    },
    {
      case: 'an edit of the word before the cut overlaps',
      base,
      one: 'one two 3 fo',
      other: full,
      is: undefined,
    },
  ])('$case', (row) => {
    expect(both(row, 'words')).toEqual([row.is, row.is]);
  });
});

/** Numbers from a fixed start: the same texts every time. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};

test('a join keeps every line that either side added, and drops what either side removed', () => {
  const next = numbers(7);
  const edit = (base: readonly string[], mark: string): string[] => {
    const at = next(base.length);
    return next(2) === 0
      ? base.toSpliced(at, 0, `${mark}${next(99)}`)
      : base.filter((_line, index) => index !== at);
  };
  const wrong: string[] = [];
  let joins = 0;
  for (let round = 0; round < 500; round += 1) {
    const base = Array.from({ length: 3 + next(8) }, (_line, index) => `line ${index}`);
    const [one, other] = [edit(base, 'one '), edit(base, 'other ')];
    const joined = mergeText(base.join('\n'), { one: one.join('\n'), other: other.join('\n') });
    if (joined === undefined) continue;
    joins += 1;
    const kept = base.filter((line) => one.includes(line) && other.includes(line));
    const added = [...one, ...other].filter((line) => !base.includes(line));
    const is = joined.split('\n').toSorted();
    if (JSON.stringify(is) !== JSON.stringify([...kept, ...added].toSorted())) wrong.push(joined);
  }
  expect({ wrong, isWorthwhile: joins > 100 }).toEqual({ wrong: [], isWorthwhile: true });
});
