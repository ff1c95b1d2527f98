import { describe, expect, test } from '@jest/globals';
import { createCallBudget, type CallBudgetOptions } from '#core/failures/call-budget.ts';
import { isSyncError } from '#core/failures/sync-error.ts';
import { tenantId } from '#core/lead/ids.ts';
import { HOUR_MS } from '#core/lead/instant.ts';
import { createManualClock } from '#test/support/manual-clock.ts';
import { createHourlyBuckets } from './hourly-buckets.ts';

const START = '2026-11-24T09:50:00.000Z';
const tenant = tenantId('contoso');
const normal = { isUrgent: false };
const urgent = { isUrgent: true };

const setUp = (given: Partial<CallBudgetOptions> = {}) => {
  const store = createHourlyBuckets();
  const clock = createManualClock(START);
  const open = () =>
    createCallBudget({
      store,
      tenant,
      side: 'crm',
      clock,
      limit: 100,
      reservePercent: 10,
      ...given,
    });
  return { store, clock, open, used: () => store.used(tenant, 'crm', clock.now()) };
};

/** How many calls of a kind go through before the budget says no. */
const drain = async (take: () => Promise<void>): Promise<number> => {
  for (let taken = 0; taken < 1_000; taken += 1) {
    try {
      await take();
    } catch (error) {
      if (isSyncError(error, 'BUDGET_SPENT')) return taken;
      throw error;
    }
  }
  return Number.POSITIVE_INFINITY;
};

describe('a budget', () => {
  test('lets normal calls up to the reserve, urgent ones up to the limit', async () => {
    const { open, used } = setUp();
    const budget = open();
    expect(await drain(() => budget.take(normal))).toBe(90);
    expect(await drain(() => budget.take(urgent))).toBe(10);
    expect(await drain(() => budget.take(normal))).toBe(0);
    expect({ spent: budget.spent(), used: await used() }).toEqual({ spent: 100, used: 100 });
  });

  test('says when calls can come free', async () => {
    const { open } = setUp({ limit: 0 });
    await expect(open().take(urgent)).rejects.toMatchObject({
      code: 'BUDGET_SPENT',
      details: { side: 'crm', retryAt: '2026-11-24T10:00:00.000Z' },
    });
  });

  test('goes to the store once a block', async () => {
    const { open, store } = setUp();
    const budget = open();
    for (let call = 0; call < 40; call += 1) await budget.take(normal);
    expect(store.trips()).toBe(2);
  });

  test('takers at the same time never share a call', async () => {
    const { open, used } = setUp();
    const budget = open();
    const results = await Promise.allSettled(
      Array.from({ length: 150 }, () => budget.take(normal)),
    );
    const granted = results.filter(({ status }) => status === 'fulfilled').length;
    expect({ granted, spent: budget.spent(), used: await used() }).toEqual({
      granted: 90,
      spent: 90,
      used: 90,
    });
  });

  test('gives the rest of a block back at the end, once', async () => {
    const { open, used } = setUp();
    const budget = open();
    await budget.take(normal);
    expect(await used()).toBe(20);
    await budget.flush();
    await budget.flush();
    expect(await used()).toBe(1);
  });

  test('a process that dies takes the rest of its block with it', async () => {
    const { open } = setUp();
    await open().take(normal);
    expect(await drain(() => open().take(normal))).toBe(4);
  });

  test('counts a call in the hour it is made, not in the hour its block was taken', async () => {
    const { open, clock, used } = setUp();
    const budget = open();
    await budget.take(normal);
    clock.advance(HOUR_MS);
    await budget.take(normal);
    clock.advance(23 * HOUR_MS);
    await budget.flush();
    expect(await used()).toBe(1);
  });

  test('calls come free a day after they were made', async () => {
    const { open, clock } = setUp();
    const budget = open();
    expect(await drain(() => budget.take(normal))).toBe(90);
    clock.advance(23 * HOUR_MS);
    expect(await drain(() => budget.take(normal))).toBe(0);
    clock.advance(HOUR_MS);
    expect(await drain(() => budget.take(normal))).toBe(90);
  });

  test('without a limit only counts', async () => {
    const { open, store } = setUp({ limit: undefined });
    const budget = open();
    for (let call = 0; call < 3; call += 1) await budget.take(normal);
    await budget.flush();
    expect({ spent: budget.spent(), trips: store.trips() }).toEqual({ spent: 3, trips: 0 });
  });
});

describe('the figure of the system itself', () => {
  test.each([
    { case: 'ample', figure: { used: 10, max: 1_000 }, normal: true, urgent: true },
    {
      case: 'one above the reserve',
      figure: { used: 989, max: 1_000 },
      normal: true,
      urgent: true,
    },
    { case: 'at the reserve', figure: { used: 990, max: 1_000 }, normal: false, urgent: true },
    { case: 'full', figure: { used: 1_000, max: 1_000 }, normal: false, urgent: false },
    { case: 'overdrawn', figure: { used: 1_100, max: 1_000 }, normal: false, urgent: false },
    {
      case: 'of an org smaller than our limit',
      figure: { used: 8, max: 10 },
      normal: true,
      urgent: true,
    },
    { case: 'not known yet', figure: undefined, normal: true, urgent: true },
  ])('$case', async (row) => {
    const { open } = setUp({ theirs: () => row.figure });
    const goes = (kind: { isUrgent: boolean }) =>
      open()
        .take(kind)
        .then(
          () => true,
          () => false,
        );
    expect({ normal: await goes(normal), urgent: await goes(urgent) }).toEqual({
      normal: row.normal,
      urgent: row.urgent,
    });
  });

  test('is asked again by one call an hour, since a full one stops all that would renew it', async () => {
    const { open, clock } = setUp({ theirs: () => ({ used: 1_000, max: 1_000 }) });
    const budget = open();
    const perHour = [];
    for (let hour = 0; hour < 4; hour += 1) {
      perHour.push(await drain(() => budget.take(normal)));
      clock.advance(HOUR_MS);
    }
    expect(perHour).toEqual([0, 1, 1, 1]);
  });
});

test('never over the limit in any 24 hours, whatever dies, restarts or runs beside it', async () => {
  const { open, clock } = setUp({ limit: 60 });
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const made = new Map<number, number>();
  let workers = [open(), open()];
  for (let step = 0; step < 6_000; step += 1) {
    const worker = workers[Math.floor(random() * workers.length)] ?? open();
    const roll = random();
    if (roll < 0.02) workers = [open(), open()];
    else if (roll < 0.1) await worker.flush();
    else if (roll < 0.4) clock.advance(Math.floor(random() * 40 * 60_000));
    else {
      const isMade = await worker.take({ isUrgent: random() < 0.3 }).then(
        () => true,
        () => false,
      );
      const hour = Math.floor(clock.ms() / HOUR_MS);
      if (isMade) made.set(hour, (made.get(hour) ?? 0) + 1);
    }
  }
  const hours = [...made.keys()];
  const busiest = Math.max(
    ...hours.map((last) =>
      hours
        .filter((hour) => hour > last - 24 && hour <= last)
        .reduce((sum, hour) => sum + (made.get(hour) ?? 0), 0),
    ),
  );
  expect(busiest).toBeLessThanOrEqual(60);
  expect(busiest).toBeGreaterThan(50);
});
