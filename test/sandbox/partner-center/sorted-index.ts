export interface SortedIndex<T> {
  /** In order. Sorted only when something was added in bulk since. */
  items(): readonly T[];
  /** In order, at once. */
  insert(item: T): void;
  /** At the end for now: for loading many. */
  append(item: T): void;
  remove(item: T): void;
  /** Position of the first item that is not before. `isBefore` must hold for a prefix of the order only. */
  position(isBefore: (item: T) => boolean): number;
}

/** Kept in order so that no query has to sort. `compare` must be total: no two items may be equal. */
export const createSortedIndex = <T>(compare: (a: T, b: T) => number): SortedIndex<T> => {
  const sorted: T[] = [];
  let isSorted = true;

  const items = (): T[] => {
    if (!isSorted) {
      sorted.sort(compare);
      isSorted = true;
    }
    return sorted;
  };

  const position = (isBefore: (item: T) => boolean): number => {
    const all = items();
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(all[middle] as T)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    items,
    position,
    insert: (item) => {
      items().splice(
        position((other) => compare(other, item) < 0),
        0,
        item,
      );
    },
    append: (item) => {
      sorted.push(item);
      isSorted = false;
    },
    remove: (item) => {
      const at = position((other) => compare(other, item) < 0);
      if (sorted[at] !== undefined && compare(sorted[at], item) === 0) sorted.splice(at, 1);
    },
  };
};
