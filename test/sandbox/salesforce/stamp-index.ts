import type { Row } from './tables.ts';

interface Entry {
  readonly stamp: number;
  readonly row: Row;
}

export interface StampIndex {
  note(row: Row, stamp: number): void;
  /** Rows stamped at or after `ms`, by stamp and id: what a feed reads, without looking at the rest. */
  from(ms: number): Iterable<Row>;
}

const inOrder = (left: Entry, right: Entry): number =>
  left.stamp - right.stamp ||
  (left.row.id < right.row.id ? -1 : left.row.id > right.row.id ? 1 : 0);

const firstAtOrAfter = (entries: readonly Entry[], ms: number): number => {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.stamp ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Old places of a row stay behind until they outnumber the rows; `isCurrent` tells them apart. */
export const createStampIndex = (isCurrent: (row: Row, stamp: number) => boolean): StampIndex => {
  let sorted: Entry[] = [];
  let fresh: Entry[] = [];
  let noted = 0;

  const settle = (): void => {
    if (fresh.length === 0) return;
    fresh.sort(inOrder);
    const start = firstAtOrAfter(sorted, fresh[0]?.stamp ?? 0);
    const moved = sorted.splice(start);
    for (const entry of moved) fresh.push(entry);
    if (moved.length > 0) fresh.sort(inOrder);
    for (const entry of fresh) sorted.push(entry);
    fresh = [];
    if (noted < sorted.length / 2) return;
    sorted = sorted.filter((entry) => isCurrent(entry.row, entry.stamp));
    noted = 0;
  };

  return {
    note: (row, stamp) => {
      fresh.push({ row, stamp });
      noted += 1;
    },
    *from(ms) {
      settle();
      const entries = sorted;
      let last: Row | undefined;
      for (let place = firstAtOrAfter(entries, ms); place < entries.length; place += 1) {
        const entry = entries[place];
        if (entry === undefined || entry.row === last || !isCurrent(entry.row, entry.stamp))
          continue;
        last = entry.row;
        yield entry.row;
      }
    },
  };
};
