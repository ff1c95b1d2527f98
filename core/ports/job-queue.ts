import type { TenantId } from '#core/lead/ids.ts';

/** `cycle`: follow both feeds and reconcile what is due. `tidy`: forget history past its days. */
export const JOBS = ['cycle', 'tidy'] as const;

export interface Job {
  readonly job: (typeof JOBS)[number];
  readonly tenant: TenantId;
}

/** Jobs of one tenant never run at the same time; jobs of different tenants may. */
export interface JobQueue {
  /** `waiting`: the same job waits already, and asking again adds nothing. A job under way does not count as waiting. */
  ask(job: Job): Promise<'asked' | 'waiting'>;
  /** Begins no job any more; resolves when those under way have ended. */
  close(): Promise<void>;
}
