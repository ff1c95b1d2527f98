import { afterEach, describe, expect, test } from '@jest/globals';
import { rest } from './support/calls.ts';
import { startHarness, type Harness, type HarnessOptions } from './support/harness.ts';
import { ACCEPTED, leadWith } from './support/lead.ts';
import { AT_WORK, like, portal, shown } from './support/shown.ts';

let harness: Harness;
const start = async (
  closeGraceMinutes: number,
  options: HarnessOptions & { readonly limits?: Readonly<Record<string, number>> } = {},
): Promise<void> => {
  const limits = { closeGraceMinutes, ...options.limits };
  harness = await startHarness({ ...options, tenant: { ...options.tenant, limits } });
};
afterEach(() => harness.stop());

const WON = like(AT_WORK, {
  seller: { stage: 'Closed Won', referral: 'Won' },
  portal: { stage: 'Won' },
});
const LOST = like(AT_WORK, {
  seller: { stage: 'Closed Lost', referral: 'Lost' },
  portal: { stage: 'Lost' },
});
describe('more endings at once than closesPerCycle', () => {
  test('are all held and told, while other work goes on; release lets them go', async () => {
    await start(0, { limits: { closesPerCycle: 5 } });
    const ids = Array.from({ length: 7 }, () => harness.partner.addReferral(leadWith(ACCEPTED)));
    await rest(harness);
    const [edited = '', ...closing] = ids;
    for (const id of closing)
      harness.sell(id, { StageName: 'Closed Lost', PC_Reason__c: 'Others' });
    harness.sell(edited, { Amount: 1 });
    await rest(harness);
    const held = like(AT_WORK, {
      seller: {
        stage: 'Closed Lost',
        reason: 'Others',
        status: 'Waiting',
        message:
          'Held back to be safe: very many leads would have changed at once (leads ended). An administrator must look and release it.',
      },
    });
    for (const id of closing) expect(shown(harness, id)).toEqual(held);
    expect(portal(harness, edited).value).toBe('1 GBP');

    harness.sell(edited, { StageName: 'Closed Won' });
    await rest(harness);
    expect(portal(harness, edited).stage).toBe('Won');
    for (const id of closing) expect(shown(harness, id)).toEqual(held);

    const { tenant } = harness.runtime().policy;
    const [brake] = (await harness.store.tenants.find(tenant))?.brakes ?? [];
    const at = harness.clock.now();
    const release = { kind: 'release', brake: brake?.id ?? '', by: 'ada', at } as const;
    await harness.store.tenants.addRequest(tenant, release);
    await rest(harness);
    for (const id of closing)
      expect(shown(harness, id)).toEqual(
        like(LOST, { seller: { reason: 'Others' }, portal: { reason: 'Others' } }),
      );
  });

  test('five are not too many', async () => {
    await start(0);
    const ids = Array.from({ length: 5 }, () => harness.partner.addReferral(leadWith(ACCEPTED)));
    await harness.cycle();
    for (const id of ids) harness.sell(id, { StageName: 'Closed Won' });
    await harness.cycle();
    for (const id of ids) expect(shown(harness, id)).toEqual(WON);
    await rest(harness);
  });
});
