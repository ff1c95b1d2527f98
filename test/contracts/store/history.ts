import { expect, test } from '@jest/globals';
import { operationId, opportunityId, runId } from '#core/lead/ids.ts';
import type { HistoryEntry } from '#core/sync/history.ts';
import type { StoreBench } from './bench.ts';
import { aLink, OTHER_TENANT, referral, TENANT } from './a-link.ts';

const RUN = runId('run-1');

const entry = (number: number, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  tenant: TENANT,
  referral: referral(1),
  opportunity: opportunityId('opportunity-1'),
  run: RUN,
  operation: operationId(`operation-${number}`),
  at: `2026-11-24T09:00:0${number}.000Z`,
  side: 'crm',
  kind: 'patch',
  purpose: 'sync',
  outcome: 'done',
  atoms: { notes: { before: null, after: 'sent', shown: { Notes: 'shown' } } },
  ...change,
});

export const describeHistory = (bench: StoreBench): void => {
  test('entries come back whole, newest first, no more than the limit', async () => {
    const { history } = bench.store();
    await history.append([entry(2), entry(1, { words: 'Amount: refused' })]);
    await history.append([entry(3)]);
    await history.append([]);
    const all = [entry(3), entry(2), entry(1, { words: 'Amount: refused' })];
    expect(await history.listByReferral(TENANT, referral(1), 10)).toEqual(all);
    expect(await history.listByRun(TENANT, RUN, 2)).toEqual(all.slice(0, 2));
  });

  test('a save brings its history with it; one that comes too late adds nothing twice', async () => {
    const { links, history } = bench.store();
    await links.insert(aLink(1));
    const told = { history: [entry(1), entry(2)] };
    expect(await links.save(aLink(1), told)).toBe('saved');
    expect(await history.listByReferral(TENANT, referral(1), 10)).toEqual([entry(2), entry(1)]);
    expect(await links.save(aLink(1), told)).toBe('stale');
    expect(await history.listByReferral(TENANT, referral(1), 10)).toHaveLength(2);
  });

  test('of entries of one instant the one appended last is the newest', async () => {
    const { history } = bench.store();
    const at = entry(1).at;
    await history.append([entry(1), entry(3, { at }), entry(2, { at })]);
    expect((await history.listByRun(TENANT, RUN, 10)).map(({ operation }) => operation)).toEqual([
      'operation-2',
      'operation-3',
      'operation-1',
    ]);
  });

  test('an operation with the same outcome is not doubled, with another one it is one more', async () => {
    const { history } = bench.store();
    await history.append([entry(1, { outcome: 'stale' }), entry(1, { outcome: 'stale' })]);
    await history.append([entry(1, { outcome: 'stale', at: entry(5).at }), entry(1)]);
    const kept = [entry(1), entry(1, { outcome: 'stale' })];
    expect(await history.listByReferral(TENANT, referral(1), 10)).toEqual(kept);
  });

  test('referral, run and tenant are kept apart', async () => {
    const { history } = bench.store();
    const elsewhere = entry(1, { tenant: OTHER_TENANT });
    const otherRun = entry(2, { run: runId('run-2') });
    const otherLead = entry(3, { referral: referral(2), opportunity: null });
    await history.append([entry(1), elsewhere, otherRun, otherLead]);
    expect(await history.listByReferral(TENANT, referral(1), 10)).toEqual([otherRun, entry(1)]);
    expect(await history.listByRun(TENANT, RUN, 10)).toEqual([otherLead, entry(1)]);
    expect(await history.listByRun(OTHER_TENANT, RUN, 10)).toEqual([elsewhere]);
  });

  test('pruning forgets what is older, of this tenant only, and says how many', async () => {
    const { history } = bench.store();
    const elsewhere = entry(1, { tenant: OTHER_TENANT });
    await history.append([entry(1), entry(2), entry(3), elsewhere]);
    expect(await history.prune(TENANT, entry(3).at)).toBe(2);
    expect(await history.prune(TENANT, entry(3).at)).toBe(0);
    expect(await history.listByRun(TENANT, RUN, 10)).toEqual([entry(3)]);
    expect(await history.listByRun(OTHER_TENANT, RUN, 10)).toEqual([elsewhere]);
  });

  test('thousands are pruned in one call', async () => {
    const { history } = bench.store();
    const many = Array.from({ length: 2_500 }, (_, index) =>
      entry(1, { operation: operationId(`many-${index}`) }),
    );
    await history.append([...many, entry(2)]);
    expect(await history.prune(TENANT, entry(2).at)).toBe(2_500);
    expect(await history.listByRun(TENANT, RUN, 10)).toEqual([entry(2)]);
  });
};
