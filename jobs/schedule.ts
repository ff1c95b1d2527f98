import { schedule } from 'node-cron';

export interface Timetable {
  stop(): Promise<void>;
}

/** Calls each at its times. What it calls only asks a queue: it ends at once, so no run can overlap. */
export const createTimetable = (
  entries: readonly { readonly cron: string; readonly call: () => void }[],
): Timetable => {
  const tasks = entries.map(({ cron, call }) => schedule(cron, call));
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
};
