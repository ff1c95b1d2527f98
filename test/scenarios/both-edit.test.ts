import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Mapping, Policy } from '#core/mapping/rule.ts';
import { rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, like, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const told = (partner: string, crm: string): string =>
  `Notes shared with Microsoft differs: Partner Center has “${partner}”, this record has “${crm}”. Set Settle to Keep mine or Take Partner Center's.`;

const inConflict = (partner: string, crm: string) =>
  like(AT_WORK, {
    seller: { notes: crm, status: 'Action needed', message: told(partner, crm) },
    portal: { notes: partner },
  });

const settled = (notes: string) => like(AT_WORK, { seller: { notes }, portal: { notes } });

/** Both sides change the notes, apart beyond joining. */
const clash = async (partner: string, crm: string): Promise<string> => {
  const id = await arrived(harness, ACCEPTED);
  harness.partner.save(id, { details: { notes: partner } });
  harness.sell(id, { PC_Notes__c: crm });
  await rest(harness);
  expect(shown(harness, id)).toEqual(inConflict(partner, crm));
  return id;
};

const withPolicy =
  (conflict: Policy) =>
  (mapping: Mapping): Mapping => ({
    ...mapping,
    rules: mapping.rules.map((rule) => (rule.lead === 'value' ? { ...rule, conflict } : rule)),
  });

describe('both sides edit', () => {
  test('different fields at once: both cross, each once', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.partner.save(id, { details: { notes: 'From the portal.' }, campaignId: 'C2' });
    harness.sell(id, { Amount: 1, CurrencyIsoCode: 'EUR', CloseDate: '2027-05-05' });
    expect(await writesOf(harness, () => harness.cycle())).toEqual([
      'patch referral',
      'probe the write guard',
      'patch opportunity',
    ]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '1 EUR', closeDate: '2027-05-05', notes: 'From the portal.' },
        portal: { value: '1 EUR', closes: '2027-05-05T12:00:00Z', notes: 'From the portal.' },
      }),
    );
    expect(harness.opportunity(id)['PC_Campaign_Id__c']).toBe('C2');
    await rest(harness);
  });

  test.each<{ policy: Policy; value: string }>([
    { policy: 'crm', value: '300 GBP' },
    { policy: 'partner', value: '200 GBP' },
  ])('the same field, policy $policy: it wins', async ({ policy, value }) => {
    await harness.stop();
    harness = await startHarness({ mapping: withPolicy(policy) });
    const id = await arrived(harness, ACCEPTED);
    harness.partner.save(id, { details: { dealValue: 200 } });
    harness.sell(id, { Amount: 300 });
    await rest(harness);
    expect(shown(harness, id)).toEqual(like(AT_WORK, { seller: { value }, portal: { value } }));
  });

  test('the same field to the same value: nothing is written', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.partner.save(id, { details: { dealValue: 300, notes: 'Same. ' } });
    harness.sell(id, { Amount: 300, PC_Notes__c: 'Same.' });
    expect(await writesOf(harness, () => rest(harness))).toEqual([]);
    expect(seller(harness, id)).toEqual({
      ...AT_WORK.seller,
      value: '300 GBP',
      notes: 'Same.',
    });
  });

  test('notes in different lines: both are kept on both sides', async () => {
    const before = 'First line.\nMiddle.\nLast line.';
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: before } });
    harness.partner.save(id, { details: { notes: before.replace('First', 'Portal') } });
    harness.sell(id, { PC_Notes__c: before.replace('Last', 'Seller') });
    await rest(harness);
    expect(shown(harness, id)).toEqual(settled('Portal line.\nMiddle.\nSeller line.'));
  });

  test('notes in the same line: a conflict, told with both values, and all else goes on', async () => {
    const id = await clash('From the portal.', 'From the seller.');
    harness.sell(id, { Amount: 7 });
    harness.partner.save(id, { campaignId: 'C2' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(inConflict('From the portal.', 'From the seller.'), {
        seller: { value: '7 GBP' },
        portal: { value: '7 GBP' },
      }),
    );
    expect(harness.opportunity(id)['PC_Campaign_Id__c']).toBe('C2');
  });
});

test('an edit in the very second of our own write is not lost', async () => {
  const id = await arrived(harness, ACCEPTED);
  harness.partner.save(id, { details: { notes: 'From the portal.' } });
  await harness.cycle();
  const row = harness.opportunity(id);
  harness.crm.org.update(String(row['Id']), { Amount: 77 });
  expect(harness.opportunity(id)['LastModifiedDate']).toBe(row['LastModifiedDate']);
  await rest(harness);
  expect(shown(harness, id)).toEqual(
    like(settled('From the portal.'), {
      seller: { value: '77 GBP' },
      portal: { value: '77 GBP' },
    }),
  );
});
