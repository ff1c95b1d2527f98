import type { CycleReport } from './run-record.ts';

type Count = Exclude<keyof CycleReport, 'calls'>;

/** What a run has done so far. */
export interface Tally {
  add(count: Count, by?: number): void;
  report(calls: CycleReport['calls']): CycleReport;
}

export const createTally = (): Tally => {
  const counts: Record<Count, number> = {
    polled: 0,
    due: 0,
    created: 0,
    patched: 0,
    unchanged: 0,
    conflicts: 0,
    parked: 0,
    waiting: 0,
  };
  return {
    add: (count, by = 1) => {
      counts[count] += by;
    },
    report: (calls) => ({ ...counts, calls }),
  };
};
