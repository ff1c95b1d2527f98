import { once } from 'node:events';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { aLink, referral, TENANT } from '#test/contracts/store/a-link.ts';
import { START } from '#test/contracts/store/bench.ts';
import { KEY } from './sqlite-house.ts';

/** What one process, told to go once all are open, got out of its rounds on a file that others have open too. */
export interface Gains {
  readonly inserted: number;
  readonly saved: number;
  readonly granted: number;
  readonly requests: readonly string[];
  readonly cycles: readonly number[];
}

const compete = async (path: string, rounds: number, limit: number): Promise<Gains> => {
  const store = await createSqliteStore({ path, key: KEY });
  const { links, budget, tenants, runs } = store;
  const inserted = (await links.insert(aLink(1))) === 'inserted' ? 1 : 0;
  process.send?.('open');
  await once(process, 'message');
  let saved = 0;
  let granted = 0;
  const requests: string[] = [];
  const cycles: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const stored = await links.find(TENANT, referral(1));
    await links.markDue(TENANT, [referral(1)]);
    const link = stored?.link ?? aLink(1);
    if ((await links.save({ ...link, customerId: String(process.pid) })) === 'saved') saved += 1;
    granted += await budget.take(TENANT, 'crm', { now: START, calls: 3, limit });
    const by = `${process.pid}-${round}`;
    await tenants.addRequest(TENANT, { kind: 'adopt', by, at: START });
    requests.push(by);
    cycles.push(await runs.requestCycle(TENANT));
  }
  await store.close();
  return { inserted, saved, granted, requests, cycles };
};

const [, , path = '', rounds, limit] = process.argv;
process.send?.(await compete(path, Number(rounds), Number(limit)));
process.disconnect();
