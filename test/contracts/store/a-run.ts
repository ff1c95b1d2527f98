import { runId } from '#core/lead/ids.ts';
import type { Holder, RunStore, Store } from '#core/ports/store.ts';
import { START } from './bench.ts';
import { TENANT } from './a-link.ts';

export const LEASE_MS = 60_000;
export const RUN = runId('run-1');

export const aHolder = (pid: number): Holder => ({
  host: 'worker.example',
  pid,
  startedAt: '1234567',
});

type Request = Parameters<RunStore['begin']>[2];

export const aRequest = (change: Partial<Request> = {}): Request => ({
  holder: aHolder(1),
  now: START,
  leaseMs: LEASE_MS,
  isDead: () => false,
  ...change,
});

/** Begins runs until the tenant's epoch is this one. */
export const raiseEpoch = async (store: Store, epoch: number): Promise<void> => {
  for (let reached = 0; reached < epoch; reached += 1) {
    await store.runs.begin(TENANT, RUN, aRequest({ isDead: () => true }));
  }
};
