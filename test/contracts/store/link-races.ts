import { expect, test } from '@jest/globals';
import { opportunityId } from '#core/lead/ids.ts';
import type { StoreBench } from './bench.ts';
import { aLink, referral, TENANT } from './a-link.ts';

const WORKERS = ['one', 'two', 'three', 'four', 'five'];

export const describeLinkRaces = (bench: StoreBench): void => {
  test('of many saves of one version exactly one wins', async () => {
    const stores = [bench.store(), await bench.open()];
    await bench.store().links.insert(aLink(1));
    const outcomes = await Promise.all(
      WORKERS.flatMap((worker) =>
        stores.map(({ links }) => links.save(aLink(1, { customerId: worker }))),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(9);
    expect((await bench.store().links.find(TENANT, referral(1)))?.link.version).toBe(2);
  });

  test('of many inserts of one referral exactly one wins', async () => {
    const stores = [bench.store(), await bench.open()];
    const outcomes = await Promise.all(stores.map(({ links }) => links.insert(aLink(1))));
    expect(outcomes.toSorted()).toEqual(['exists', 'inserted']);
  });

  test('of two referrals that reach for one opportunity exactly one gets it', async () => {
    const other = await bench.open();
    const opportunity = opportunityId('opportunity-1');
    await bench.store().links.insert(aLink(1));
    await bench.store().links.insert(aLink(2));
    const outcomes = await Promise.all([
      bench.store().links.save(aLink(1, { opportunity })),
      other.links.save(aLink(2, { opportunity })),
      other.links.insert(aLink(3, { opportunity })),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'opportunityTaken')).toHaveLength(2);
    expect(await other.links.findByOpportunity(TENANT, [opportunity])).toHaveLength(1);
  });

  test('a mark between load and save is never lost, whatever the save says', async () => {
    const other = await bench.open();
    const { links } = bench.store();
    await links.insert(aLink(1));
    const loaded = await links.find(TENANT, referral(1));
    await other.links.markDue(TENANT, [referral(1)]);
    expect(await links.save(aLink(1), { doneSeq: loaded?.dueSeq ?? -1 })).toBe('saved');
    expect(await links.find(TENANT, referral(1))).toEqual({
      link: aLink(1, { version: 2 }),
      dueSeq: 2,
      doneSeq: 1,
      plannedSeq: 0,
    });
    expect(await other.links.listDue(TENANT, bench.clock().now(), { limit: 10 })).toHaveLength(1);
  });

  test('marks made at once are all counted', async () => {
    const stores = [bench.store(), await bench.open()];
    await bench.store().links.insert(aLink(1));
    await Promise.all(
      WORKERS.flatMap(() => stores.map(({ links }) => links.markDue(TENANT, [referral(1)]))),
    );
    expect((await bench.store().links.find(TENANT, referral(1)))?.dueSeq).toBe(11);
  });
};
