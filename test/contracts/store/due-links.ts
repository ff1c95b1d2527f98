import { expect, test } from '@jest/globals';
import { addMs, HOUR_MS, MINUTE_MS, type Instant } from '#core/lead/instant.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import type { Stage } from '#core/lead/stage.ts';
import type { Link } from '#core/sync/link.ts';
import { START, type StoreBench } from './bench.ts';
import { aLink, OTHER_TENANT, referral, shownByPartner, TENANT, waiting } from './a-link.ts';

const seen = (stage: Stage, respondBy: Instant | null): Pick<Link, 'seen'> => ({
  seen: { partner: shownByPartner(stage, { respondBy }), crm: null, sibling: null },
});

const owed = (number: number, hours: number): Link =>
  aLink(number, seen('received', addMs(START, hours * HOUR_MS)));

const DONE = { doneSeq: 1 };

export const describeDueLinks = (bench: StoreBench): void => {
  interface Ask {
    readonly now?: Instant;
    readonly limit?: number;
    readonly unplanned?: boolean;
    readonly skip?: ReadonlySet<ReferralId>;
  }
  /** The numbers of the due links, in the order given. */
  const due = async ({ now = bench.clock().now(), limit = 100, ...rest }: Ask = {}) =>
    (await bench.store().links.listDue(TENANT, now, { limit, ...rest })).map(({ link }) =>
      Number(link.referral.slice(-12)),
    );

  const insertEachMinute = async (...links: readonly Link[]): Promise<void> => {
    for (const link of links) {
      await bench.store().links.insert(link);
      bench.clock().advance(MINUTE_MS);
    }
  };

  test('a new link is due with its mark until it is done', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    expect(await links.listDue(TENANT, START, { limit: 1 })).toEqual([
      { link: aLink(1), dueSeq: 1, doneSeq: 0, plannedSeq: 0 },
    ]);
    await links.save(aLink(1));
    expect(await due()).toEqual([1]);
    await links.save(aLink(1, { version: 2 }), DONE);
    expect(await due()).toEqual([]);
    await links.markDue(TENANT, [referral(1)]);
    expect(await due()).toEqual([1]);
  });

  test('a link waiting is due from its instant on', async () => {
    const { links } = bench.store();
    const until = addMs(START, HOUR_MS);
    await links.insert(aLink(1));
    await links.save(aLink(1, { schedule: waiting(until) }), DONE);
    expect(await due({ now: addMs(until, -1) })).toEqual([]);
    expect(await due({ now: until })).toEqual([1]);
    await links.save(aLink(1, { version: 2 }));
    expect(await due({ now: until })).toEqual([]);
  });

  test('a mark makes a waiting link due before its instant, and once', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    await links.save(aLink(1, { schedule: waiting(addMs(START, HOUR_MS)) }), DONE);
    await links.markDue(TENANT, [referral(1)]);
    expect(await due()).toEqual([1]);
    expect(await due({ now: addMs(START, 2 * HOUR_MS) })).toEqual([1]);
  });

  test('the longest due come first, a wait counted from its instant', async () => {
    const { links } = bench.store();
    await insertEachMinute(aLink(1), aLink(2), aLink(3), aLink(4));
    await links.save(aLink(1), DONE);
    await links.save(aLink(3, { schedule: waiting(addMs(START, 90_000)) }), DONE);
    await links.markDue(TENANT, [referral(1)]);
    expect(await due()).toEqual([2, 3, 4, 1]);
  });

  test('another mark does not send a due link back to the end', async () => {
    await insertEachMinute(aLink(2), aLink(1));
    await bench.store().links.markDue(TENANT, [referral(2)]);
    expect(await due()).toEqual([2, 1]);
  });

  test('a link marked while it was worked on does not keep its place', async () => {
    await insertEachMinute(aLink(1), aLink(2));
    await bench.store().links.markDue(TENANT, [referral(1)]);
    await bench.store().links.save(aLink(1), DONE);
    expect(await due()).toEqual([2, 1]);
  });

  test.each<{ case: string; respondBy: Instant | null; stage: Stage; is: number[] }>([
    { case: 'in 23 h', respondBy: addMs(START, 23 * HOUR_MS), stage: 'received', is: [2, 1] },
    { case: 'an hour ago', respondBy: addMs(START, -HOUR_MS), stage: 'received', is: [2, 1] },
    { case: 'in 25 h', respondBy: addMs(START, 25 * HOUR_MS), stage: 'received', is: [1, 2] },
    { case: '25 h ago', respondBy: addMs(START, -25 * HOUR_MS), stage: 'received', is: [1, 2] },
    { case: 'never', respondBy: null, stage: 'received', is: [1, 2] },
    { case: 'soon but answered', respondBy: START, stage: 'accepted', is: [1, 2] },
  ])('an answer owed $case: order $is', async ({ respondBy, stage, is }) => {
    await insertEachMinute(aLink(1), aLink(2, seen(stage, respondBy)));
    expect(await due({ now: START })).toEqual(is);
  });

  test('of answers owed soon the soonest comes first, and none is listed that is not due', async () => {
    const { links } = bench.store();
    await insertEachMinute(aLink(1), owed(2, 9), owed(3, 3), owed(4, 1), owed(5, 2));
    await links.save(owed(4, 1), DONE);
    await links.save({ ...owed(5, 2), schedule: waiting(addMs(START, HOUR_MS)) }, DONE);
    expect(await due()).toEqual([3, 2, 1]);
    expect(await due({ now: addMs(START, HOUR_MS) })).toEqual([5, 3, 2, 1]);
  });

  test('a save that tells of an answer owed soon moves the link to the front', async () => {
    await insertEachMinute(aLink(1), aLink(2));
    await bench.store().links.save(aLink(2, seen('received', addMs(START, HOUR_MS))));
    expect(await due()).toEqual([2, 1]);
  });

  test('no more than the limit are listed, and none to be skipped', async () => {
    await insertEachMinute(
      aLink(1),
      aLink(2),
      aLink(3, seen('received', addMs(START, HOUR_MS))),
      aLink(4),
    );
    expect(await due({ limit: 2 })).toEqual([3, 1]);
    const skip = new Set([referral(3), referral(1)]);
    expect(await due({ limit: 2, skip })).toEqual([2, 4]);
    expect(await due({ limit: 0 })).toEqual([]);
  });

  test('a link planned is unplanned again only after another mark, and due all along', async () => {
    const { links } = bench.store();
    await insertEachMinute(aLink(1), aLink(2, seen('received', addMs(START, HOUR_MS))));
    expect(await due({ unplanned: true })).toEqual([2, 1]);
    await links.save(aLink(1), { plannedSeq: 1 });
    await links.save(aLink(2), { plannedSeq: 1 });
    expect(await due({ unplanned: true })).toEqual([]);
    expect(await due()).toEqual([1, 2]);
    await links.markDue(TENANT, [referral(2)]);
    expect(await due({ unplanned: true })).toEqual([2]);
    await links.save(aLink(2, { version: 2 }));
    expect(await due({ unplanned: true })).toEqual([2]);
  });

  test('a mark between planning and its save leaves the link unplanned', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    await links.markDue(TENANT, [referral(1)]);
    await links.save(aLink(1), { plannedSeq: 1 });
    expect(await due({ unplanned: true })).toEqual([1]);
  });

  test('a link whose wait is over is not unplanned once it was planned', async () => {
    const { links } = bench.store();
    await links.insert(aLink(1));
    await links.save(aLink(1, { schedule: waiting(START) }), { doneSeq: 1, plannedSeq: 1 });
    expect(await due()).toEqual([1]);
    expect(await due({ unplanned: true })).toEqual([]);
  });

  test('links of another tenant are never due here', async () => {
    await bench.store().links.insert(aLink(1, { tenant: OTHER_TENANT }));
    expect(await due()).toEqual([]);
  });
};
