import { afterEach, describe, expect, test } from '@jest/globals';
import { callsOf, rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { AT_WORK, like, shown } from './support/shown.ts';

let harness: Harness;
afterEach(() => harness.stop());

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, () => harness.partner.addReferral(leadWith(ACCEPTED)));

const withNotes = (notes: string) => like(AT_WORK, { seller: { notes }, portal: { notes } });

describe("the CRM's change feed", () => {
  test('shows a transaction late, stamped before our cursor: its edit crosses all the same', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await rest(harness);
    harness.crm.lateCommit(200_000);
    harness.sell(id, { Amount: 77 });
    await harness.cycle();
    await harness.cycle();
    expect(shown(harness, id).portal.value).toBe('18500 GBP');
    for (let minute = 0; minute < 4; minute += 1) await harness.cycle();
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: '77 GBP' }, portal: { value: '77 GBP' } }),
    );
  });

  test('late, while we write the same row: neither edit is lost', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await rest(harness);
    harness.crm.lateCommit(90_000);
    harness.sell(id, { Amount: 77 });
    harness.partner.save(id, { details: { notes: 'From the portal.' } });
    for (let minute = 0; minute < 6; minute += 1)
      await harness.run().then(() => harness.clock.advance(60_000));
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(withNotes('From the portal.'), {
        seller: { value: '77 GBP' },
        portal: { value: '77 GBP' },
      }),
    );
  });

  test('is full of stamps without a change: nothing is read or written for them', async () => {
    harness = await startHarness();
    const ids = many(20);
    await rest(harness);
    for (const id of ids) harness.crm.org.touch(String(harness.opportunity(id)['Id']));
    expect(await callsOf(harness, () => harness.cycle())).toEqual([
      'list referrals',
      'read changed opportunities',
    ]);
    for (const id of ids)
      harness.crm.org.update(String(harness.opportunity(id)['Id']), { Description: 'Internal' });
    expect(await callsOf(harness, () => harness.cycle())).toEqual([
      'list referrals',
      'read changed opportunities',
    ]);
  });

  test('is full of opportunities that are none of ours, thousands of one stamp', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await rest(harness);
    for (let row = 0; row < 2_300; row += 1)
      harness.crm.org.insert('Opportunity', {
        Name: `Other ${row}`,
        StageName: 'Prospecting',
        CloseDate: '2027-01-01',
      });
    harness.sell(id, { Amount: 5 });
    const report = await harness.cycle();
    expect(report).toMatchObject({ due: 1, patched: 1 });
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: '5 GBP' }, portal: { value: '5 GBP' } }),
    );
    await rest(harness);
  }, 30_000);

  test('a change costs one write and no read of the other side', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await rest(harness);
    harness.sell(id, { Amount: 5 });
    expect(await callsOf(harness, () => harness.cycle())).toEqual([
      'list referrals',
      'read changed opportunities',
      'patch referral',
    ]);
    harness.partner.save(id, { campaignId: 'C1' });
    await rest(harness);
    harness.clock.advance(900_000);
    harness.partner.save(id, { details: { notes: 'From the portal.' } });
    expect(await callsOf(harness, () => harness.cycle())).toEqual([
      'list referrals',
      'read opportunities',
      'patch opportunity',
      'read changed opportunities',
    ]);
    await rest(harness);
  });
});
