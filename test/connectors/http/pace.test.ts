import { expect, test } from '@jest/globals';
import { createPace } from '#connectors/http/pace.ts';
import { toMs } from '#core/lead/instant.ts';
import { createManualClock } from '#test/support/manual-clock.ts';

const START = '2026-11-24T09:10:00.000Z';

/** When each of `calls` went, in ms since the start, one after the other. */
const paced = async (perMinute: number, calls: number): Promise<number[]> => {
  const clock = createManualClock(START);
  const pace = createPace(perMinute, clock);
  const went: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    await pace();
    went.push(clock.ms() - toMs(START));
  }
  return went;
};

test.each([
  { perMinute: 1, went: [0, 60_000, 120_000, 180_000] },
  { perMinute: 6, went: [0, 10_000, 20_000, 30_000] },
  { perMinute: 20, went: [0, 0, 0, 3_334, 6_667, 10_000] },
])('$perMinute a minute: a small burst, then evenly', async ({ perMinute, went }) => {
  expect(await paced(perMinute, went.length)).toEqual(went);
});

test.each([1, 2, 7, 10, 60, 100])('no 60 s see more than %d calls', async (perMinute) => {
  const went = await paced(perMinute, perMinute * 5);
  const most = Math.max(
    ...went.map((from) => went.filter((at) => at >= from && at < from + 60_000).length),
  );
  expect(most).toBeLessThanOrEqual(perMinute);
  expect(most).toBeGreaterThan(perMinute * 0.9);
});

test('a rest earns the burst again, and no more than it', async () => {
  const clock = createManualClock(START);
  const pace = createPace(20, clock);
  for (let call = 0; call < 10; call += 1) await pace();
  clock.advance(3_600_000);
  const before = clock.slept();
  for (let call = 0; call < 4; call += 1) await pace();
  expect(clock.slept() - before).toBe(3_334);
});

test('a clock put back keeps the pace, and nobody waits for the time it has lost', async () => {
  const clock = createManualClock(START);
  const pace = createPace(6, clock);
  await pace();
  clock.advance(-3_600_000);
  await pace();
  expect(clock.slept()).toBe(10_000);
});
