import { expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import type { Transform } from '#core/mapping/rule.ts';
import { applyTransform, clipText, revertTransform } from '#core/mapping/transforms.ts';

test.each([
  ['a text that fits', 'abc', 3, 'abc'],
  ['a longer text', 'abcd', 3, 'abc'],
  ['a pair on the edge', 'ab\u{1F600}', 3, 'ab'],
  ['a pair that fits', 'a\u{1F600}', 3, 'a\u{1F600}'],
  ['no room at all', 'abc', 0, ''],
])('%s is cut between characters', (_case, text, length, is) => {
  expect(clipText(text, length)).toBe(is);
});

const CLIP: Transform = { kind: 'clip', length: 3 };
const JOIN: Transform = { kind: 'join', separator: ', ' };
const TABLE: Transform = { kind: 'table', entries: { coSell: 'Co-sell' } };

test.each<[string, Transform | undefined, LeadValue | null]>([
  ['no transform', undefined, 'abc'],
  ['a clip that cut nothing', CLIP, 'abc'],
  ['a list', JOIN, ['a', 'b']],
  ['a table', TABLE, 'coSell'],
  ['nothing, by a clip', CLIP, null],
  ['nothing, by a join', JOIN, null],
  ['nothing, by a table', TABLE, null],
])('%s comes back as it went', (_case, transform, value) => {
  const there = applyTransform(transform, value);
  expect({ kind: there.kind, back: revertTransform(transform, there.value) }).toEqual({
    kind: 'value',
    back: value,
  });
});
