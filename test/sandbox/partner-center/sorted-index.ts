export interface SortedIndex<T> {
  readonly size: number;
  insert(item: T): void;
  /** For loading many: puts it in its place at the next look. */
  append(item: T): void;
  remove(item: T): void;
  /** `now` takes the place of `former`, which compares equal to it. */
  replace(former: T, now: T): void;
  /** From the first item that is not before, upwards. `isBefore` must hold for a prefix of the order only. */
  ascend(isBefore: (item: T) => boolean): Generator<T>;
  /** From the last item that is before, downwards. */
  descend(isBefore: (item: T) => boolean): Generator<T>;
}

/** Bounds what one insertion has to move. */
const CHUNK = 512;

/** How many of a sorted list come first: binary search. */
const prefixLength = <T>(items: readonly T[], isBefore: (item: T) => boolean): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Kept in order so that no query has to sort. `compare` must be total: items that compare equal are the same one. */
export const createSortedIndex = <T>(compare: (a: T, b: T) => number): SortedIndex<T> => {
  let chunks: T[][] = [];
  let appended: T[] = [];
  let size = 0;

  const settle = (): void => {
    if (appended.length === 0) return;
    const all = [...chunks.flat(), ...appended].toSorted(compare);
    appended = [];
    chunks = [];
    for (let at = 0; at < all.length; at += CHUNK) chunks.push(all.slice(at, at + CHUNK));
  };

  /** Chunk and place in it; the chunk may be one past the last. */
  const find = (isBefore: (item: T) => boolean): { chunk: number; at: number } => {
    settle();
    const chunk = prefixLength(chunks, (each) => isBefore(each.at(-1) as T));
    return { chunk, at: prefixLength(chunks[chunk] ?? [], isBefore) };
  };

  const findItem = (item: T): { chunk: number; at: number; isThere: boolean } => {
    const { chunk, at } = find((other) => compare(other, item) < 0);
    const found = chunks[chunk]?.[at];
    return { chunk, at, isThere: found !== undefined && compare(found, item) === 0 };
  };

  return {
    get size() {
      return size;
    },
    append: (item) => {
      appended.push(item);
      size += 1;
    },
    insert: (item) => {
      const { chunk, at } = findItem(item);
      const isPastLast = chunk === chunks.length && chunk > 0;
      const index = isPastLast ? chunk - 1 : chunk;
      const into = (chunks[index] ??= []);
      into.splice(isPastLast ? into.length : at, 0, item);
      size += 1;
      if (into.length > 2 * CHUNK) chunks.splice(index + 1, 0, into.splice(CHUNK));
    },
    remove: (item) => {
      const { chunk, at, isThere } = findItem(item);
      if (!isThere) return;
      chunks[chunk]?.splice(at, 1);
      size -= 1;
      if (chunks[chunk]?.length === 0) chunks.splice(chunk, 1);
    },
    replace: (former, now) => {
      const { chunk, at, isThere } = findItem(former);
      if (isThere) (chunks[chunk] as T[])[at] = now;
    },
    *ascend(isBefore) {
      let { chunk, at } = find(isBefore);
      for (; chunk < chunks.length; chunk += 1, at = 0)
        for (; at < (chunks[chunk] as T[]).length; at += 1) yield (chunks[chunk] as T[])[at] as T;
    },
    *descend(isBefore) {
      const start = find(isBefore);
      let at = start.at - 1;
      for (let chunk = start.chunk; chunk >= 0; chunk -= 1) {
        for (; at >= 0; at -= 1) yield (chunks[chunk] as T[])[at] as T;
        at = (chunks[chunk - 1]?.length ?? 0) - 1;
      }
    },
  };
};
