import { describe, expect, test } from '@jest/globals';
import { below, createRandom } from './random.ts';
import { createSortedIndex } from './sorted-index.ts';

const all = (): boolean => true;
const none = (): boolean => false;

describe('a sorted index', () => {
  test('stays what a sorted list would be, whatever is put in and taken out', () => {
    const random = createRandom(11);
    const index = createSortedIndex<number>((a, b) => a - b);
    const plain = new Set<number>();
    for (let step = 0; step < 6_000; step += 1) {
      const item = below(random, 3_000);
      const isRemoval = step % 3 === 2;
      if (isRemoval) {
        index.remove(item);
        plain.delete(item);
      } else if (!plain.has(item)) {
        if (step % 1_000 < 500) index.append(item);
        else index.insert(item);
        plain.add(item);
      }
    }
    const sorted = [...plain].toSorted((a, b) => a - b);
    expect(index.size).toBe(sorted.length);
    expect([...index.ascend(none)]).toEqual(sorted);
    expect([...index.descend(all)]).toEqual(sorted.toReversed());
    const from = sorted[700] as number;
    expect([...index.ascend((item) => item < from)]).toEqual(sorted.slice(700));
    expect([...index.descend((item) => item < from)]).toEqual(sorted.slice(0, 700).toReversed());
  });

  test('replaces in place, and ignores what is not there', () => {
    const index = createSortedIndex<{ key: number; text: string }>((a, b) => a.key - b.key);
    const [one, two] = [
      { key: 1, text: 'one' },
      { key: 2, text: 'two' },
    ] as const;
    index.insert(one);
    index.replace(one, { key: 1, text: 'uno' });
    index.replace(two, two);
    index.remove(two);
    expect([...index.ascend(none)]).toEqual([{ key: 1, text: 'uno' }]);
    index.remove(one);
    expect([...index.ascend(none), ...index.descend(all)]).toEqual([]);
  });
});
