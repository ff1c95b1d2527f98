import type { TenantId } from '#core/lead/ids.ts';
import type { Job, JobQueue } from '#core/ports/job-queue.ts';

export interface LocalQueueOptions {
  readonly work: (job: Job) => Promise<void>;
  /** Tenants at once. */
  readonly concurrency: number;
  /** A job that threw: a bug, the queue itself goes on. */
  readonly onBug: (error: unknown) => void;
}

const keyOf = ({ job, tenant }: Job): string => `${job} ${tenant}`;

/** The job queue of one process; what waits is lost with it, and asked for again by the schedule. */
export const createLocalQueue = (options: LocalQueueOptions): JobQueue => {
  const waiting = new Map<string, Job>();
  const running = new Map<TenantId, Promise<void>>();
  let isClosed = false;

  const run = async (job: Job): Promise<void> => {
    try {
      await options.work(job);
    } catch (error) {
      options.onBug(error);
    }
    running.delete(job.tenant);
    begin();
  };

  const begin = (): void => {
    if (isClosed) return;
    for (const [key, job] of waiting) {
      if (running.size >= options.concurrency) return;
      if (running.has(job.tenant)) continue;
      waiting.delete(key);
      running.set(job.tenant, run(job));
    }
  };

  return {
    ask: async (job) => {
      const key = keyOf(job);
      if (isClosed || waiting.has(key)) return 'waiting';
      waiting.set(key, job);
      begin();
      return 'asked';
    },
    close: async () => {
      isClosed = true;
      waiting.clear();
      await Promise.all(running.values());
    },
  };
};
