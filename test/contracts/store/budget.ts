import { expect, test } from '@jest/globals';
import { addMs, HOUR_MS } from '#core/lead/instant.ts';
import type { StoreBench } from './bench.ts';
import { OTHER_TENANT, TENANT } from './a-link.ts';

/** Some minutes into an hour. */
const NOON = '2026-11-24T12:20:00.000Z';
const after = (hours: number): string => addMs(NOON, hours * HOUR_MS);

export const describeBudget = (bench: StoreBench): void => {
  const take = (calls: number, now = NOON, limit = 100): Promise<number> =>
    bench.store().budget.take(TENANT, 'crm', { now, calls, limit });
  const giveBack = (calls: number, now = NOON): Promise<void> =>
    bench.store().budget.giveBack(TENANT, 'crm', { now, calls });
  const used = (now = NOON): Promise<number> => bench.store().budget.used(TENANT, 'crm', now);

  test('what is left is granted, then nothing', async () => {
    expect(await used()).toBe(0);
    expect(await take(60)).toBe(60);
    expect(await take(60)).toBe(40);
    expect(await take(60)).toBe(0);
    expect(await used()).toBe(100);
  });

  test.each([
    { case: 'none', calls: 0, limit: 100 },
    { case: 'any of a limit of none', calls: 5, limit: 0 },
    { case: 'any of a limit lowered below what is used', calls: 5, limit: 20 },
  ])('$case is 0 and takes nothing', async ({ calls, limit }) => {
    await take(30);
    expect(await take(calls, NOON, limit)).toBe(0);
    expect(await used()).toBe(30);
  });

  test('sides and tenants have their own', async () => {
    const { budget } = bench.store();
    await take(100);
    const request = { now: NOON, calls: 7, limit: 100 };
    expect(await budget.take(TENANT, 'partner', request)).toBe(7);
    expect(await budget.take(OTHER_TENANT, 'crm', request)).toBe(7);
    expect(await budget.used(TENANT, 'partner', NOON)).toBe(7);
    expect(await used()).toBe(100);
  });

  test('an hour counts in full through 24 hourly buckets, its own the first', async () => {
    await take(10, '2026-11-24T12:00:00.000Z');
    await take(20, '2026-11-24T12:59:59.999Z');
    await take(30, after(1));
    expect(await used('2026-11-25T11:59:59.999Z')).toBe(60);
    expect(await used('2026-11-25T12:00:00.000Z')).toBe(30);
    expect(await take(100, '2026-11-25T11:59:59.999Z')).toBe(40);
    expect(await take(100, '2026-11-25T12:00:00.000Z')).toBe(30);
    expect(await used(after(100))).toBe(0);
  });

  test('a clock set back frees nothing', async () => {
    await take(90);
    expect(await take(90, after(-5))).toBe(10);
  });

  test('what was not used is free again', async () => {
    await take(100);
    await giveBack(25);
    expect(await used()).toBe(75);
    expect(await take(100)).toBe(25);
  });

  test('a block given back in a later hour leaves the hour it is in, then earlier ones', async () => {
    await take(50);
    await take(10, after(1));
    await giveBack(30, after(1));
    expect(await used(after(1))).toBe(30);
    expect(await used(after(24))).toBe(0);
  });

  test('no more can be given back than was taken', async () => {
    await take(10);
    await giveBack(50);
    await giveBack(0);
    expect(await used()).toBe(0);
    expect(await take(200)).toBe(100);
  });

  test('many takers at once never get more than the limit together', async () => {
    const stores = [bench.store(), await bench.open()];
    const request = { now: NOON, calls: 7, limit: 100 };
    const granted = await Promise.all(
      Array.from({ length: 20 }, () =>
        stores.map(({ budget }) => budget.take(TENANT, 'crm', request)),
      ).flat(),
    );
    expect(granted.reduce((sum, calls) => sum + calls, 0)).toBe(100);
    expect(await used()).toBe(100);
  });
};
