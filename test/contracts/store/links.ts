import { expect, test } from '@jest/globals';
import { opportunityId } from '#core/lead/ids.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { StoreBench } from './bench.ts';
import { aLink, FULL_LINK, OTHER_TENANT, referral, TENANT } from './a-link.ts';

const ONE = opportunityId('opportunity-1');
const TWO = opportunityId('opportunity-2');

const referrals = (stored: readonly StoredLink[]): string[] =>
  stored.map(({ link }) => link.referral).toSorted();

export const describeLinks = (bench: StoreBench): void => {
  test('a link comes back as it was stored, at version 1 and due', async () => {
    const { links } = bench.store();
    expect(await links.insert({ ...FULL_LINK, version: 7 })).toBe('inserted');
    expect(await links.find(TENANT, FULL_LINK.referral)).toEqual({
      link: { ...FULL_LINK, version: 1 },
      dueSeq: 1,
      doneSeq: 0,
      plannedSeq: 0,
    });
  });

  test('a link survives a restart', async () => {
    await bench.store().links.insert(FULL_LINK);
    await bench.store().close();
    const { links } = await bench.open();
    expect(await links.find(TENANT, FULL_LINK.referral)).toEqual({
      link: FULL_LINK,
      dueSeq: 1,
      doneSeq: 0,
      plannedSeq: 0,
    });
  });

  test('a second link of a referral is not inserted and the first stays as it was', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { customerId: 'first', opportunity: ONE }));
    expect(await links.insert(aLink(1, { customerId: 'second' }))).toBe('exists');
    expect(await links.insert(aLink(1, { opportunity: ONE }))).toBe('exists');
    expect((await links.find(TENANT, referral(1)))?.link.customerId).toBe('first');
  });

  test('an opportunity has one link: an insert that names a taken one stores nothing', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { opportunity: ONE }));
    expect(await links.insert(aLink(2, { opportunity: ONE }))).toBe('opportunityTaken');
    expect(await links.find(TENANT, referral(2))).toBeUndefined();
    expect(await links.insert(aLink(2, { opportunity: TWO }))).toBe('inserted');
  });

  test('tenants share nothing: the same referral and opportunity may be in both', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { opportunity: ONE }));
    expect(await links.insert(aLink(1, { tenant: OTHER_TENANT, opportunity: ONE }))).toBe(
      'inserted',
    );
    await links.markDue(TENANT, [referral(1)]);
    expect((await links.find(TENANT, referral(1)))?.dueSeq).toBe(2);
    expect((await links.find(OTHER_TENANT, referral(1)))?.dueSeq).toBe(1);
    expect((await links.findByOpportunity(OTHER_TENANT, [ONE])).map((s) => s.link.tenant)).toEqual([
      OTHER_TENANT,
    ]);
  });

  test('an unknown referral is undefined', async () => {
    expect(await bench.store().links.find(TENANT, referral(1))).toBeUndefined();
  });

  test('many are found by any number of ids; unknown and repeated ids add nothing', async () => {
    const { links } = bench.store();
    for (const number of [1, 2, 3]) await links.insert(aLink(number));
    const asked = Array.from({ length: 2_000 }, (_, index) => referral(index + 2));
    expect(referrals(await links.findMany(TENANT, [...asked, referral(2)]))).toEqual([
      referral(2),
      referral(3),
    ]);
    expect(await links.findMany(TENANT, [])).toEqual([]);
    expect(await links.findMany(OTHER_TENANT, asked)).toEqual([]);
  });

  test('links are found by opportunity', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { opportunity: ONE }));
    await links.insert(aLink(2, { opportunity: TWO }));
    await links.insert(aLink(3));
    const asked = [TWO, opportunityId('unknown')];
    expect(referrals(await links.findByOpportunity(TENANT, asked))).toEqual([referral(2)]);
    expect(await links.findByOpportunity(TENANT, [])).toEqual([]);
  });

  test('all links of an engagement are found', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { engagementId: 'shared' }));
    await links.insert(aLink(2, { engagementId: 'shared' }));
    await links.insert(aLink(3, { engagementId: 'other' }));
    expect(referrals(await links.findByEngagement(TENANT, 'shared'))).toEqual([
      referral(1),
      referral(2),
    ]);
    expect(await links.findByEngagement(TENANT, 'none')).toEqual([]);
  });

  test('a save replaces the whole link and raises its version', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    expect(await links.save(FULL_LINK)).toBe('saved');
    expect(await links.find(TENANT, referral(1))).toEqual({
      link: { ...FULL_LINK, version: 2 },
      dueSeq: 1,
      doneSeq: 0,
      plannedSeq: 0,
    });
  });

  test('a save changes what look-ups find', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { opportunity: ONE, engagementId: 'old' }));
    await links.save(aLink(1, { opportunity: TWO, engagementId: 'new' }));
    expect(await links.findByOpportunity(TENANT, [ONE])).toEqual([]);
    expect(referrals(await links.findByOpportunity(TENANT, [TWO]))).toEqual([referral(1)]);
    expect(await links.findByEngagement(TENANT, 'old')).toEqual([]);
    expect(referrals(await links.findByEngagement(TENANT, 'new'))).toEqual([referral(1)]);
    expect(await links.insert(aLink(2, { opportunity: ONE }))).toBe('inserted');
  });

  test.each([
    { case: 'an older version', version: 1 },
    { case: 'a version that is not there yet', version: 3 },
  ])('$case is stale and changes nothing', async ({ version }) => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    await links.save(aLink(1, { customerId: 'winner' }), { doneSeq: 1 });
    const late = aLink(1, { version, customerId: 'loser', opportunity: ONE });
    expect(await links.save(late, { doneSeq: 9, plannedSeq: 9 })).toBe('stale');
    expect(await links.find(TENANT, referral(1))).toEqual({
      link: aLink(1, { version: 2, customerId: 'winner' }),
      dueSeq: 1,
      doneSeq: 1,
      plannedSeq: 0,
    });
    expect(await links.findByOpportunity(TENANT, [ONE])).toEqual([]);
  });

  test('a link that is not there is stale', async () => {
    expect(await bench.store().links.save(aLink(1))).toBe('stale');
    expect(await bench.store().links.find(TENANT, referral(1))).toBeUndefined();
  });

  test('a save that names a taken opportunity changes nothing, doneSeq included', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1, { opportunity: ONE }));
    await links.insert(aLink(2));
    const second = aLink(2, { opportunity: ONE, customerId: 'changed' });
    expect(await links.save(second, { doneSeq: 1 })).toBe('opportunityTaken');
    expect(await links.find(TENANT, referral(2))).toEqual({
      link: aLink(2),
      dueSeq: 1,
      doneSeq: 0,
      plannedSeq: 0,
    });
    expect(await links.save(aLink(2, { opportunity: TWO }))).toBe('saved');
  });

  test('doneSeq is kept by a save that does not name it', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    await links.save(aLink(1), { doneSeq: 1 });
    await links.save(aLink(1, { version: 2 }));
    expect(await links.find(TENANT, referral(1))).toEqual({
      link: aLink(1, { version: 3 }),
      dueSeq: 1,
      doneSeq: 1,
      plannedSeq: 0,
    });
  });

  test('a mark raises dueSeq by one for each link once and touches nothing else', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    await links.insert(aLink(2));
    await links.markDue(TENANT, [referral(1), referral(1), referral(3)]);
    await links.markDue(TENANT, [referral(1)]);
    await links.markDue(TENANT, []);
    expect(await links.find(TENANT, referral(1))).toEqual({
      link: aLink(1),
      dueSeq: 3,
      doneSeq: 0,
      plannedSeq: 0,
    });
    expect((await links.find(TENANT, referral(2)))?.dueSeq).toBe(1);
    expect(await links.find(TENANT, referral(3))).toBeUndefined();
  });
};
