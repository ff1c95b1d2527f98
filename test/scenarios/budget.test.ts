import { afterEach, describe, expect, test } from '@jest/globals';
import type { RunResult } from '#core/sync/run-tenant.ts';
import { rest } from './support/calls.ts';
import { startHarness, TENANT, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { AT_WORK, counts, like, portal, shown } from './support/shown.ts';

let harness: Harness;
afterEach(() => harness.stop());

const HOUR_MS = 3_600_000;

const run = (): Promise<RunResult> => {
  harness.clock.advance(60_000);
  return harness.run();
};

const SPENT = { kind: 'done', failures: [{ code: 'BUDGET_SPENT', details: { side: 'crm' } }] };

/** Calls the org has counted; sign-in is free of charge. */
const used = (): number => harness.crm.usage().used;

describe("today's calls are used up", () => {
  test('a backfill stops, keeps its place, and goes on as calls come free; never one too many', async () => {
    harness = await startHarness({
      tenant: { limits: { crmCallsPerDay: 60, reservePercent: 10 } },
    });
    for (let lead = 0; lead < 30; lead += 1) harness.partner.addReferral(leadWith(ACCEPTED));
    const first = await run();
    expect(first).toMatchObject(SPENT);
    expect(used()).toBeLessThanOrEqual(60);
    const made = harness.crm.org.rows('Opportunity').length;
    expect(made).toBeGreaterThan(5);
    expect(made).toBeLessThan(30);

    expect(await run()).toMatchObject(SPENT);
    expect(harness.crm.org.rows('Opportunity')).toHaveLength(made);
    for (let day = 0; day < 4; day += 1) {
      harness.clock.advance(25 * HOUR_MS);
      await run();
      expect(used()).toBeLessThanOrEqual(60);
    }
    harness.clock.advance(25 * HOUR_MS);
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 30, accounts: 1, contacts: 1 });
  });

  test('an accept may use the reserve, an edit may not', async () => {
    harness = await startHarness({
      tenant: { limits: { crmCallsPerDay: 100, reservePercent: 20 } },
    });
    const accepted = await arrived(harness);
    const edited = await arrived(harness, ACCEPTED);
    await rest(harness);
    const now = harness.clock.now();
    await harness.runtime().flushBudget();
    const already = await harness.store.budget.used(TENANT, 'crm', now);
    await harness.store.budget.take(TENANT, 'crm', { now, calls: 79 - already, limit: 100 });
    harness.sell(edited, { PC_Notes__c: 'Later.' });
    harness.sell(accepted, { PC_Decision__c: 'Accept' });
    harness.partner.save(edited, { details: { dealValue: 9 } });
    for (let minute = 0; minute < 3; minute += 1) await run();
    expect(portal(harness, accepted).stage).toBe('Accepted');
    expect(shown(harness, edited).seller).toMatchObject({ value: '18500 GBP' });

    harness.clock.advance(26 * HOUR_MS);
    await rest(harness);
    expect(shown(harness, edited)).toEqual(
      like(AT_WORK, {
        seller: { value: '9 GBP', notes: 'Later.' },
        portal: { value: '9 GBP', notes: 'Later.' },
      }),
    );
  });

  test('by another app of the org: its figure is believed, and the day after all goes on', async () => {
    harness = await startHarness({ crm: { dailyLimit: 1_000 } });
    const id = await arrived(harness, ACCEPTED);
    harness.crm.spendCalls(990);
    harness.sell(id, { Amount: 1 });
    harness.partner.save(id, { details: { notes: 'More.' } });
    await run();
    const { failures } = (await run()) as RunResult & { kind: 'done' };
    expect(failures.map(({ details }) => details.side)).toContain('crm');
    expect(String(failures[0])).toContain('used up its API calls of the last 24 hours');
    harness.clock.advance(25 * HOUR_MS);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '1 GBP', notes: 'More.' },
        portal: { value: '1 GBP', notes: 'More.' },
      }),
    );
  });
});
