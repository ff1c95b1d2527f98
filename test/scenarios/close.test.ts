import { afterEach, describe, expect, test } from '@jest/globals';
import { rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness, type HarnessOptions } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, like, portal, seller, shown } from './support/shown.ts';

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
const willBe = (what: 'won' | 'lost', at: string): string =>
  `Will be reported to Microsoft as ${what} on Nov 25, 2026, ${at} UTC. To stop it, change the stage back.`;

describe('a seller closes an accepted lead', () => {
  test('won: after the grace, in one patch with the edits of the last minute', async () => {
    await start(2);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Won' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { stage: 'Closed Won', status: 'Waiting', message: willBe('won', '09:04') },
      }),
    );
    await harness.cycle();
    harness.sell(id, { Amount: 21_000, PC_Notes__c: 'Signed.', CloseDate: '2026-11-25' });
    expect(await writesOf(harness, () => harness.cycle())).toEqual([
      'patch referral',
      'patch opportunity',
    ]);
    expect(shown(harness, id)).toEqual(
      like(WON, {
        seller: { value: '21000 GBP', notes: 'Signed.', closeDate: '2026-11-25' },
        portal: { value: '21000 GBP', notes: 'Signed.', closes: '2026-11-25T12:00:00Z' },
      }),
    );
    await rest(harness);
  });

  test.each([
    {
      set: 'the reason chosen',
      fields: { PC_Reason__c: 'Customer did not respond' },
      reason: 'Customer did not respond',
    },
    { set: 'none: Others', fields: {}, reason: 'Others' },
  ])('lost, with $set', async ({ fields, reason }) => {
    await start(1);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Lost', ...fields });
    await harness.cycle();
    expect(seller(harness, id).message).toBe(willBe('lost', '09:03'));
    await rest(harness);
    expect(portal(harness, id)).toEqual({ ...LOST.portal, reason });
    expect(seller(harness, id)).toEqual({
      ...LOST.seller,
      reason: fields.PC_Reason__c ?? null,
    });
  });

  test.each([
    { minutes: 0, cycles: 1 },
    { minutes: 0.5, cycles: 2 },
    { minutes: 1.5, cycles: 3 },
  ])('with a grace of $minutes minutes: gone after $cycles cycles', async ({ minutes, cycles }) => {
    await start(minutes);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Won' });
    for (let cycle = 1; cycle < cycles; cycle += 1) await harness.cycle();
    expect(portal(harness, id).stage).toBe('Accepted');
    await harness.cycle();
    expect(shown(harness, id)).toEqual(WON);
    await rest(harness);
  });

  test('and reopens it within the grace: nothing was sent', async () => {
    await start(5);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Lost' });
    await harness.cycle();
    harness.sell(id, { StageName: 'Qualification' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(AT_WORK);
    for (let cycle = 0; cycle < 6; cycle += 1) await harness.cycle();
    expect(shown(harness, id)).toEqual(AT_WORK);
  });

  test('lost, then won within the grace: only the last is sent, its grace its own', async () => {
    await start(2);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Lost' });
    await harness.cycle();
    harness.sell(id, { StageName: 'Closed Won' });
    await harness.cycle();
    expect(seller(harness, id).message).toBe(willBe('won', '09:05'));
    await rest(harness);
    expect(shown(harness, id)).toEqual(WON);
  });

  test('won while notes differ: the conflict is settled first', async () => {
    await start(0);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Won', PC_Notes__c: 'Signed today.' });
    harness.partner.edit(id, (document) => {
      document.details.notes = 'Customer hesitates.';
    });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: {
          stage: 'Closed Won',
          notes: 'Signed today.',
          status: 'Action needed',
          message:
            "Notes shared with Microsoft differs: Partner Center has “Customer hesitates.”, this record has “Signed today.”. Set Settle to Keep mine or Take Partner Center's.\n" +
            '“Won” waits: Notes shared with Microsoft differs on the two sides. Set Settle first; the rest follows by itself.',
        },
        portal: { notes: 'Customer hesitates.' },
      }),
    );
    harness.sell(id, { PC_Settle__c: 'Keep mine' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(WON, { seller: { notes: 'Signed today.' }, portal: { notes: 'Signed today.' } }),
    );
  });

  test('won, and Partner Center refuses an edit of it: the closing and the other edits go', async () => {
    await start(0);
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Won', Amount: -5, PC_Notes__c: 'Signed.' });
    await rest(harness);
    expect(portal(harness, id)).toEqual({ ...WON.portal, notes: 'Signed.' });
    expect(seller(harness, id)).toMatchObject({
      value: '-5 GBP',
      referral: 'Won',
      status: 'Synced',
      message:
        'The lead is closed in Partner Center, so the change of Estimated deal value stays here only.',
    });
  });
});

describe('a seller closes a lead nobody has accepted', () => {
  test('won: two patches, accepted and then won', async () => {
    await start(0);
    const id = await arrived(harness);
    harness.sell(id, { StageName: 'Closed Won' });
    expect(await writesOf(harness, () => harness.cycle())).toEqual([
      'patch referral',
      'patch referral',
      'probe the write guard',
      'patch opportunity',
      'close task',
    ]);
    expect(shown(harness, id)).toEqual(like(WON, { portal: { closes: '2027-01-31T12:00:00Z' } }));
    await rest(harness);
  });

  test('won without a value: it says what is missing, then both go', async () => {
    await start(1);
    const id = await arrived(harness, { details: { dealValue: null, currency: null } });
    harness.sell(id, { StageName: 'Closed Won' });
    await rest(harness);
    expect(seller(harness, id)).toMatchObject({
      status: 'Waiting',
      message:
        'To accept, Microsoft also needs: Estimated deal value. Fill it in; the acceptance is then sent by itself.',
    });
    harness.sell(id, { Amount: 900, CurrencyIsoCode: 'GBP' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(WON, {
        seller: { value: '900 GBP' },
        portal: { value: '900 GBP', closes: '2027-01-31T12:00:00Z' },
      }),
    );
  });
});
