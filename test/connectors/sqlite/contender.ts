import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { aLink, referral, TENANT } from '#test/contracts/store/a-link.ts';
import { START } from '#test/contracts/store/bench.ts';
import { KEY } from './sqlite-house.ts';

/** What one process got out of ROUNDS rounds on one file. */
export interface Gains {
  readonly inserted: number;
  readonly saved: number;
  readonly granted: number;
  readonly requests: readonly string[];
  readonly cycles: readonly number[];
}

export const ROUNDS = 60;
export const LIMIT = 100;

const compete = async (path: string): Promise<Gains> => {
  const store = await createSqliteStore({ path, key: KEY });
  const { links, budget, tenants, runs } = store;
  const inserted = (await links.insert(aLink(1))) === 'inserted' ? 1 : 0;
  let saved = 0;
  let granted = 0;
  const requests: string[] = [];
  const cycles: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const stored = await links.find(TENANT, referral(1));
    await links.markDue(TENANT, [referral(1)]);
    const link = stored?.link ?? aLink(1);
    if ((await links.save({ ...link, customerId: String(process.pid) })) === 'saved') saved += 1;
    granted += await budget.take(TENANT, 'crm', { now: START, calls: 3, limit: LIMIT });
    const by = `${process.pid}-${round}`;
    await tenants.addRequest(TENANT, { kind: 'adopt', by, at: START });
    requests.push(...(await tenants.takeRequests(TENANT)).map((request) => request.by));
    cycles.push(await runs.requestCycle(TENANT));
  }
  await store.close();
  return { inserted, saved, granted, requests, cycles };
};

const path = process.argv[2];
if (process.send !== undefined && path !== undefined) process.send(await compete(path));
