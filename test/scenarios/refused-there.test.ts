import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { ARRIVED, AT_WORK, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** Writes of values, told apart from those of our own fields by what they move. */
const echoes = async (): Promise<readonly string[]> => {
  await harness.cycle();
  return writesOf(harness, () => rest(harness));
};

const refused = (side: string, field: string, words: string): string =>
  `${side} refused ${field}: “${words}”. Change the value and it is sent again; everything else is in step.`;

describe('a value Partner Center does not take', () => {
  test('one bad value is parked, the others cross; the accept goes above all', async () => {
    const id = await arrived(harness);
    harness.sell(id, { Amount: -5, PC_Notes__c: 'Called.', PC_Decision__c: 'Accept' });
    expect(await echoes()).toEqual([]);
    const parked = like(ARRIVED, {
      seller: {
        stage: 'Qualification',
        answer: 'Accept',
        referral: 'Accepted',
        value: '-5 GBP',
        notes: 'Called.',
        status: 'Error',
        message: refused(
          'Partner Center',
          'Estimated deal value',
          'details/dealValue must be a decimal number.',
        ),
      },
      portal: { stage: 'Accepted', notes: 'Called.' },
    });
    expect(shown(harness, id)).toEqual(parked);

    harness.sell(id, { Amount: 5 });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(parked, {
        seller: { value: '5 GBP', status: 'Synced', message: ARRIVED.seller.message },
        portal: { value: '5 GBP' },
      }),
    );
  });

  test('a field it never takes: told, and it stays here', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { PC_MSX_Id__c: '7-OWN' });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: {
          message:
            'MSX Id was changed on the side that the sync only writes to. It is left as it is there.',
        },
      }),
    );
  });

  test('clearing where it takes no null: an empty text goes instead', async () => {
    await harness.stop();
    harness = await startHarness({ partner: { switches: { patchesNull: false } } });
    const id = await arrived(harness, { ...ACCEPTED, campaignId: 'C1' });
    harness.sell(id, { PC_Notes__c: null, PC_Campaign_Id__c: null });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toMatchObject({
      seller: { notes: null, status: 'Synced' },
      portal: { notes: '' },
    });
    expect(harness.partner.referral(id).campaignId).toBe('');
  });

  test('clearing the value: amount and currency go, and come back together', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { Amount: null });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: null }, portal: { value: null } }),
    );
    harness.sell(id, { Amount: 3 });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: '3 GBP' }, portal: { value: '3 GBP' } }),
    );
  });
});
