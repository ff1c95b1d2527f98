import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** After the first cycle nothing is written any more, and nothing moves. */
const noEcho = async (): Promise<void> => {
  await minutes(harness, 1);
  expect(await writesOf(harness, () => rest(harness))).toEqual([]);
};

describe('amounts', () => {
  test.each([
    { currency: 'JPY', there: 1_234_567, here: '1234567 JPY' },
    { currency: 'JPY', there: 1_234.56, here: '1234.56 JPY' },
    { currency: 'KWD', there: 1_234.567, here: '1234.57 KWD' },
    { currency: 'GBP', there: 0.005, here: '0.01 GBP' },
    { currency: 'USD', there: 999_999_999_999.99, here: '999999999999.99 USD' },
  ])('$there $currency shows as $here, and is not rounded there', async (row) => {
    await harness.stop();
    harness = await startHarness({ crm: { currencies: ['USD', 'GBP', 'JPY', 'KWD'] } });
    const { currency, there, here } = row;
    const details = { dealValue: there, currency };
    const id = await arrived(harness, { ...ACCEPTED, details });
    await noEcho();
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: here }, portal: { value: `${there} ${currency}` } }),
    );
    harness.sell(id, { PC_Notes__c: 'Another field.' });
    await noEcho();
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: here, notes: 'Another field.' },
        portal: { value: `${there} ${currency}`, notes: 'Another field.' },
      }),
    );
  });

  test('an org of one currency takes it, and no other', async () => {
    await harness.stop();
    harness = await startHarness({ crm: { currencies: ['USD'] } });
    const dollars = await arrived(harness, {
      ...ACCEPTED,
      details: { dealValue: 10, currency: 'USD' },
    });
    const pounds = await arrived(harness, ACCEPTED);
    await noEcho();
    expect(harness.opportunity(dollars)).toMatchObject({
      Amount: 10,
      PC_Sync_Status__c: 'Synced',
    });
    expect(harness.opportunity(pounds)).toMatchObject({
      Amount: null,
      PC_Sync_Status__c: 'Action needed',
    });
    harness.sell(dollars, { Amount: 11 });
    await noEcho();
    expect(harness.partner.referral(dollars).details).toMatchObject({
      dealValue: 11,
      currency: 'USD',
    });
  });
});

test.each([
  { there: '2027-01-31T00:00:00Z', here: '2027-01-31' },
  { there: '2027-01-31T02:30:00Z', here: '2027-01-30' },
  { there: '2027-01-31T23:30:00Z', here: '2027-01-31' },
])('a close date of $there in São Paulo is $here, and goes back only when edited', async (row) => {
  await harness.stop();
  harness = await startHarness({ tenant: { timeZone: 'America/Sao_Paulo' } });
  const id = await arrived(harness, { ...ACCEPTED, details: { closingDateTime: row.there } });
  await noEcho();
  expect(shown(harness, id)).toEqual(
    like(AT_WORK, { seller: { closeDate: row.here }, portal: { closes: row.there } }),
  );
  harness.sell(id, { CloseDate: '2027-02-28' });
  await noEcho();
  expect(shown(harness, id)).toEqual(
    like(AT_WORK, {
      seller: { closeDate: '2027-02-28' },
      portal: { closes: '2027-02-28T12:00:00Z' },
    }),
  );
});
