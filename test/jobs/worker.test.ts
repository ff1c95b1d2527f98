import { afterEach, describe, expect, test } from '@jest/globals';
import { withTenants } from '#jobs/open-tenants.ts';
import { createPoller, type Poller } from '#jobs/poll.ts';
import { noProgress, type Progress } from '#jobs/progress.ts';
import { CONFIG, TENANT, openHouse, type House } from './house.ts';

let house: House;
afterEach(async () => {
  await house.stop();
});

const events = (): readonly string[] =>
  house.log.lines.map(({ event }) => event).filter((event) => event !== 'call');

/** Lets the work that is under way go on until it has told this. */
const until = async (event: string, times = 1): Promise<void> => {
  while (events().filter((told) => told === event).length < times) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('run', () => {
  test('begins at once, and ends what is in hand when told to stop', async () => {
    house = await openHouse();
    house.partner.addReferral({ name: 'One' });
    const running = house.say('run');
    await until('cycle done');
    house.stopping.abort();
    const { exit, err } = await running;
    expect({ exit, err, events: events(), rows: house.crm.org.rows('Opportunity').length }).toEqual(
      {
        exit: 0,
        err: [],
        events: ['tenant begins', 'cycle done', 'stopping', 'stopped'],
        rows: 1,
      },
    );
  });

  test('starts nothing when a mapping does not fit its CRM, and says all of it', async () => {
    house = await openHouse({ provisioned: false });
    const { exit, out, err } = await house.say('run');
    expect({ exit, out, events: events(), first: err.slice(0, 2) }).toEqual({
      exit: 2,
      out: [],
      events: [],
      first: [
        'Nothing was started.',
        'Tenant contoso: the mapping "salesforce" does not fit this CRM.',
      ],
    });
    expect(err.filter((line) => line.includes('PC_Referral_Id__c')).length).toBe(1);
  });

  test('begins although the CRM does not answer yet', async () => {
    house = await openHouse();
    house.crm.server.plan({ fault: { kind: 'answer', answer: { status: 503 } }, times: 500 });
    const running = house.say('run');
    await until('cycle failed');
    house.crm.server.clearFaults();
    house.stopping.abort();
    const { exit } = await running;
    expect({ exit, events: events() }).toEqual({
      exit: 0,
      events: [
        'checked at its first cycle',
        'tenant begins',
        'cycle failed',
        'stopping',
        'stopped',
      ],
    });
  });

  test('a tenant whose sign-in is refused stops alone', async () => {
    house = await openHouse();
    const text = house.files.get(CONFIG) ?? '';
    const settings = JSON.parse(text) as { tenants: Record<string, unknown>[] };
    const [first = {}] = settings.tenants;
    const partnerCenter = { ...(first['partnerCenter'] as object), refreshToken: 'not-a-token' };
    settings.tenants.push({ ...first, id: 'fabrikam', partnerCenter });
    house.files.set(CONFIG, JSON.stringify(settings));
    const running = house.say('run');
    await until('tenant stopped');
    await until('cycle done');
    house.stopping.abort();
    await running;
    const told = house.log.lines
      .filter(({ event }) => event === 'tenant stopped' || event === 'cycle done')
      .map(({ event, facts }) => `${String(facts['tenant'])}: ${event}`);
    expect(told.toSorted()).toEqual(['contoso: cycle done', 'fabrikam: tenant stopped']);
  });
});

/** One tenant of a worker whose turns the test gives. */
const withPoller = async (
  work: (poller: Poller) => Promise<void>,
  progress: Progress = noProgress,
): Promise<void> => {
  await withTenants(house.toolbox, { config: CONFIG }, async ({ tenants }) => {
    const [tenant] = tenants;
    if (tenant === undefined) throw new Error('no tenant');
    const { log, toolbox } = house;
    const poller = createPoller({
      tenant,
      runtime: await tenant.compose(),
      log,
      output: toolbox.output,
      progress,
      signal: toolbox.signal,
    });
    await work(poller);
    return 0;
  });
};

describe('a tenant of the worker', () => {
  test('stands still after a refused sign-in until somebody signs in again', async () => {
    house = await openHouse();
    house.partner.revokeTokens();
    const calls: number[] = [];
    await withPoller(async (poller) => {
      const turn = async (): Promise<void> => {
        const before = house.partner.server.calls.length;
        house.clock.advance(60_000);
        await poller.cycle();
        calls.push(house.partner.server.calls.length - before);
      };
      await turn();
      await turn();
      house.onLine = (line) => {
        if (line.includes('enter the code')) house.partner.approveSignIn();
      };
      await house.say('connect', 'partner-center');
      await turn();
    });
    expect({ events: events(), calls: calls.map((count) => count > 0) }).toEqual({
      events: ['tenant stopped', 'tenant goes on', 'cycle done'],
      calls: [true, false, true],
    });
  });

  test('observing, says what it would do once, and again when that changes', async () => {
    house = await openHouse();
    house.configure({ mode: 'observe' });
    const lines: string[] = [];
    house.onLine = (line) => lines.push(line);
    await withPoller(async (poller) => {
      for (const name of ['One', undefined, 'Two', undefined]) {
        if (name !== undefined) house.partner.addReferral({ name });
        house.clock.advance(60_000);
        await poller.cycle();
      }
    });
    expect(lines).toEqual([
      'contoso: would create 1, change 0, close 0 (observing, nothing is written)',
      'contoso: would create 2, change 0, close 0 (observing, nothing is written)',
    ]);
  });

  test('runs one more cycle when somebody has asked for it meanwhile', async () => {
    house = await openHouse();
    house.partner.addReferral({ name: 'One' });
    let pages = 0;
    const askOnce = async (): Promise<void> => {
      pages += 1;
      if (pages === 1) await house.store.runs.requestCycle(TENANT);
    };
    const progress = { begin: () => ({ add: () => void askOnce(), end: () => undefined }) };
    await withPoller(async (poller) => poller.cycle(), progress);
    expect((await house.store.runs.list(TENANT, 5)).length).toBe(2);
  });

  test('forgets history past its days', async () => {
    house = await openHouse();
    const id = await house.arrived();
    const { link } = (await house.store.links.list(TENANT, {}, { limit: 1 }))[0] ?? {};
    const entries = async (): Promise<number> =>
      link === undefined
        ? 0
        : (await house.store.history.listByReferral(TENANT, link.referral, 10)).length;
    const before = await entries();
    await withPoller(async (poller) => {
      await poller.tidy(30);
      expect(await entries()).toBe(before);
      house.clock.advance(31 * 86_400_000);
      await poller.tidy(30);
    });
    expect({ id: link?.referral, had: before > 0, has: await entries() }).toEqual({
      id,
      had: true,
      has: 0,
    });
  });
});
