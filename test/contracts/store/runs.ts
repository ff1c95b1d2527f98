import { expect, test } from '@jest/globals';
import { addMs } from '#core/lead/instant.ts';
import { runId } from '#core/lead/ids.ts';
import type { Holder } from '#core/ports/store.ts';
import type { RunOutcome } from '#core/sync/run-record.ts';
import { START, type StoreBench } from './bench.ts';
import { OTHER_TENANT, TENANT } from './a-link.ts';
import { aHolder, aRequest, LEASE_MS, RUN } from './a-run.ts';

const LAPSED = addMs(START, LEASE_MS);
const SECOND = runId('run-2');
const OTHER = aHolder(2);
const BUSY = { kind: 'busy', holder: aHolder(1) };

const DONE: RunOutcome = {
  kind: 'done',
  at: addMs(START, 5_000),
  report: {
    polled: 3,
    due: 2,
    created: 1,
    patched: 1,
    unchanged: 0,
    conflicts: 0,
    parked: 0,
    waiting: 0,
    calls: { partner: 4, crm: 5 },
  },
};
const FAILED: RunOutcome = {
  kind: 'failed',
  at: LAPSED,
  error: { code: 'UNAVAILABLE', message: 'away' },
};

export const describeRuns = (bench: StoreBench): void => {
  const beginAt = (now: string, holder: Holder, isDead?: (of: Holder) => boolean) =>
    bench.store().runs.begin(TENANT, SECOND, aRequest({ holder, now, ...(isDead && { isDead }) }));

  test('the first run of a tenant has epoch 1', async () => {
    const { runs } = bench.store();
    expect(await runs.begin(TENANT, RUN, aRequest())).toEqual({ kind: 'begun', epoch: 1 });
    expect(await runs.begin(OTHER_TENANT, RUN, aRequest())).toEqual({ kind: 'begun', epoch: 1 });
  });

  test('a living lease answers busy with its holder, and starts nothing', async () => {
    const { runs } = bench.store();
    await runs.begin(TENANT, RUN, aRequest());
    expect(await beginAt(addMs(LAPSED, -1), OTHER)).toEqual(BUSY);
    expect(await runs.list(TENANT, 10)).toHaveLength(1);
    expect(await runs.renew(TENANT, 1, LAPSED)).toBe(true);
  });

  test('one run at a time holds for two runs of one process too', async () => {
    await bench.store().runs.begin(TENANT, RUN, aRequest());
    expect(await beginAt(START, aHolder(1))).toEqual(BUSY);
  });

  test('a lease that has lapsed is taken, with the next epoch', async () => {
    await bench.store().runs.begin(TENANT, RUN, aRequest());
    expect(await beginAt(LAPSED, OTHER)).toEqual({ kind: 'begun', epoch: 2 });
  });

  test('the lease of a dead holder is taken at once; who is dead is for the caller to say', async () => {
    await bench.store().runs.begin(TENANT, RUN, aRequest());
    const asked: Holder[] = [];
    const begun = await beginAt(START, OTHER, (holder) => asked.push(holder) > 0);
    expect(begun).toEqual({ kind: 'begun', epoch: 2 });
    expect(asked).toEqual([aHolder(1)]);
  });

  test('of many that begin at once exactly one does', async () => {
    const stores = [bench.store(), await bench.open()];
    const begun = await Promise.all(
      [1, 2, 3, 4].flatMap((pid) =>
        stores.map(({ runs }) => runs.begin(TENANT, RUN, aRequest({ holder: aHolder(pid) }))),
      ),
    );
    expect(begun.filter(({ kind }) => kind === 'begun')).toEqual([{ kind: 'begun', epoch: 1 }]);
    expect(begun.filter(({ kind }) => kind === 'busy')).toHaveLength(7);
  });

  test('a renewed lease lives on, and a renewal never shortens it', async () => {
    const { runs } = bench.store();
    await runs.begin(TENANT, RUN, aRequest());
    expect(await runs.renew(TENANT, 1, addMs(LAPSED, 10_000))).toBe(true);
    expect(await runs.renew(TENANT, 1, START)).toBe(true);
    expect(await beginAt(addMs(LAPSED, 9_999), OTHER)).toEqual(BUSY);
    expect(await beginAt(addMs(LAPSED, 10_000), OTHER)).toEqual({ kind: 'begun', epoch: 2 });
  });

  test('an old epoch renews nothing', async () => {
    const { runs } = bench.store();
    await runs.begin(TENANT, RUN, aRequest());
    await beginAt(LAPSED, OTHER);
    expect(await runs.renew(TENANT, 1, addMs(LAPSED, 10 * LEASE_MS))).toBe(false);
    const third = await beginAt(addMs(LAPSED, LEASE_MS), OTHER);
    expect(third).toEqual({ kind: 'begun', epoch: 3 });
    expect(await runs.renew(OTHER_TENANT, 1, LAPSED)).toBe(false);
  });

  test('an end frees the lease and records the outcome; the epoch stays taken', async () => {
    const { runs } = bench.store();
    await runs.begin(TENANT, RUN, aRequest());
    await runs.end(TENANT, 1, DONE);
    expect(await runs.renew(TENANT, 1, LAPSED)).toBe(false);
    expect(await beginAt(START, OTHER)).toEqual({ kind: 'begun', epoch: 2 });
    await runs.end(TENANT, 2, FAILED);
    expect(await runs.list(TENANT, 10)).toEqual([
      { run: SECOND, tenant: TENANT, epoch: 2, startedAt: START, outcome: FAILED },
      { run: RUN, tenant: TENANT, epoch: 1, startedAt: START, outcome: DONE },
    ]);
  });

  test('the end of an old epoch changes nothing', async () => {
    const { runs } = bench.store();
    await runs.begin(TENANT, RUN, aRequest());
    await beginAt(LAPSED, OTHER);
    await runs.end(TENANT, 1, DONE);
    expect((await runs.list(TENANT, 10)).map(({ outcome }) => outcome)).toEqual([null, null]);
    expect(await beginAt(LAPSED, aHolder(3))).toEqual({ kind: 'busy', holder: OTHER });
  });

  test('runs are listed newest first, no more than the limit', async () => {
    const { runs } = bench.store();
    for (let number = 1; number <= 12; number += 1) {
      await runs.begin(TENANT, runId(`run-${number}`), aRequest({ isDead: () => true }));
    }
    expect((await runs.list(TENANT, 3)).map(({ epoch }) => epoch)).toEqual([12, 11, 10]);
    expect(await runs.list(OTHER_TENANT, 3)).toEqual([]);
  });

  test('each request for a cycle has a higher number, before, during and after a run', async () => {
    const { runs } = bench.store();
    expect(await runs.requestedCycle(TENANT)).toBe(0);
    expect(await runs.requestCycle(TENANT)).toBe(1);
    await runs.begin(TENANT, RUN, aRequest());
    const other = await bench.open();
    expect(await other.runs.requestCycle(TENANT)).toBe(2);
    await runs.end(TENANT, 1, DONE);
    expect(await runs.requestedCycle(TENANT)).toBe(2);
    expect(await runs.requestedCycle(OTHER_TENANT)).toBe(0);
    const numbers = await Promise.all([runs, other.runs].map((r) => r.requestCycle(TENANT)));
    expect(new Set(numbers)).toEqual(new Set([3, 4]));
  });

  test('asking for a cycle neither takes nor frees the lease', async () => {
    const { runs } = bench.store();
    await runs.requestCycle(TENANT);
    expect(await runs.begin(TENANT, RUN, aRequest())).toEqual({ kind: 'begun', epoch: 1 });
    await runs.requestCycle(TENANT);
    expect(await beginAt(START, OTHER)).toEqual(BUSY);
  });
};
