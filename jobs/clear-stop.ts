import type { Tenant } from './open-tenants.ts';

/** A run may begin between our look and our save: its epoch is then the one to save under. */
const MOST_TRIES = 5;

/** A tenant that stood still after a refused sign-in goes on; a worker that runs sees it at its next poll. */
export const clearStop = async ({ id, store }: Pick<Tenant, 'id' | 'store'>): Promise<void> => {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const record = await store.tenants.find(id);
    if (record === undefined || record.stopped === null) return;
    const [latest] = await store.runs.list(id, 1);
    const saved = await store.tenants.save({ ...record, stopped: null }, latest?.epoch ?? 0);
    if (saved === 'saved') return;
  }
};
