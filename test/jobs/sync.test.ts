import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runId } from '#core/lead/ids.ts';
import { differ } from './differ.ts';
import { OWN, TENANT, openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
});

const REPORT = {
  polled: 7,
  due: 1,
  created: 0,
  patched: 1,
  unchanged: 0,
  conflicts: 0,
  parked: 0,
  waiting: 0,
  calls: { partner: 2, crm: 3 },
};

/** Another process takes the tenant, and ends its run. */
const begin = async (name: string) => {
  const begun = await house.store.runs.begin(TENANT, runId(name), {
    holder: { host: 'beta', pid: 2, startedAt: '2' },
    now: house.clock.now(),
    leaseMs: 600_000,
    isDead: () => false,
  });
  return begun.kind === 'begun' ? begun.epoch : 0;
};
const end = async (epoch: number, report: typeof REPORT): Promise<void> =>
  house.store.runs.end(TENANT, epoch, { kind: 'done', at: house.clock.now(), report });
describe('sync', () => {
  test('tells what one cycle did, by tenant', async () => {
    house.partner.addReferral({ name: 'One' });
    const { calls, ...counts } = (await house.json('sync')) as typeof REPORT;
    expect({ counts, isCounted: calls.partner > 0 && calls.crm > 0 }).toEqual({
      counts: {
        polled: 2,
        due: 1,
        created: 1,
        patched: 1,
        unchanged: 0,
        conflicts: 0,
        parked: 0,
        waiting: 0,
      },
      isCounted: true,
    });
  });

  test('a new conflict is exit 1, the same one later is not', async () => {
    await differ(house);
    const exits = [(await house.say('sync')).exit, (await house.say('sync')).exit];
    expect(exits).toEqual([1, 0]);
  });

  test('a system out of reach is exit 3, in words', async () => {
    house.crm.server.plan({ fault: { kind: 'answer', answer: { status: 503 } }, times: 50 });
    const { exit, out, err } = await house.say('sync');
    expect({ exit, out, words: err.length }).toEqual({ exit: 3, out: [], words: 1 });
  });

  test('a refused sign-in needs a person, and status says why', async () => {
    house.partner.revokeTokens();
    const { exit } = await house.say('sync');
    const { stopped } = (await house.json('status')) as { stopped: { side: string } | null };
    expect({ exit, side: stopped?.side }).toEqual({ exit: 1, side: 'partner' });
  });

  test('follows the cycle that the holder runs for it', async () => {
    house.clock.advance(60_000);
    const held = await begin('held');
    let sleeps = 0;
    house.onSleep = async () => {
      sleeps += 1;
      if (sleeps !== 2) return;
      await end(held, { ...REPORT, polled: 1 });
      if ((await house.store.runs.requestedCycle(TENANT)) === 1)
        await end(await begin('asked'), REPORT);
    };
    expect(await house.json('sync')).toEqual(REPORT);
  });

  test('runs the cycle itself once the lease of the holder has lapsed', async () => {
    const id = house.partner.addReferral({ name: 'One' });
    house.clock.advance(60_000);
    await house.store.runs.begin(TENANT, runId('held'), {
      holder: { host: 'beta', pid: 2, startedAt: '2' },
      now: house.clock.now(),
      leaseMs: 90_000,
      isDead: () => false,
    });
    const { exit } = await house.say('sync');
    expect({ exit, held: house.opportunityOf(id) !== 'undefined' }).toEqual({
      exit: 0,
      held: true,
    });
  });

  test('takes over at once from a process of this host that is gone', async () => {
    await house.store.runs.begin(TENANT, runId('held'), {
      holder: { ...OWN, host: 'dead' },
      now: house.clock.now(),
      leaseMs: 600_000,
      isDead: () => false,
    });
    house.onSleep = async () => {
      throw new Error('it waited');
    };
    expect((await house.say('sync')).exit).toBe(0);
  });
});
