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

describe('a value the CRM does not take as it is', () => {
  test('an amount with product lines: it stays, is told once, and is not sent again', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.crm.org.addProductLines(String(harness.opportunity(id)['Id']), 9_000);
    await rest(harness);
    harness.partner.save(id, { details: { dealValue: 25_000 } });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: {
          value: '9000 GBP',
          message:
            'The CRM did not keep Estimated deal value as it was sent; it shows “9000 GBP”. Change it again if that is wrong.',
        },
        portal: { value: '25000 GBP' },
      }),
    );
    harness.crm.org.addProductLines(String(harness.opportunity(id)['Id']), 9_500);
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: '9500 GBP' }, portal: { value: '9500 GBP' } }),
    );
  });

  test('a flow rewrites it: what is shown counts, and nothing goes back', async () => {
    harness.crm.org.addFlow('Opportunity', ({ PC_Notes__c: notes }) =>
      typeof notes === 'string' && !notes.startsWith('[PC]')
        ? { PC_Notes__c: `[PC] ${notes}` }
        : undefined,
    );
    const id = await arrived(harness, ACCEPTED);
    const notTaken = (text: string) =>
      like(AT_WORK, {
        seller: {
          notes: `[PC] ${text}`,
          message: `The CRM did not keep Notes shared with Microsoft as it was sent; it shows “[PC] ${text}”. Change it again if that is wrong.`,
        },
        portal: { notes: text },
      });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(notTaken('Wants a backup.'));
    harness.partner.save(id, { details: { notes: 'Wants two.' } });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(notTaken('Wants two.'));
  });

  test('a validation rule refuses one value: it is parked with its words, all else goes on', async () => {
    harness.crm.org.addValidationRule('Opportunity', ({ Amount: amount }) =>
      Number(amount) > 50_000 ? 'Deals above 50000 need approval.' : undefined,
    );
    const id = await arrived(harness, ACCEPTED);
    harness.partner.save(id, {
      campaignId: 'C2',
      details: { dealValue: 60_000, notes: 'Bigger now.' },
    });
    expect(await echoes()).toEqual([]);
    const parked = like(AT_WORK, {
      seller: {
        notes: 'Bigger now.',
        status: 'Error',
        message: refused('The CRM', 'Estimated deal value', 'Deals above 50000 need approval.'),
      },
      portal: { value: '60000 GBP', notes: 'Bigger now.' },
    });
    expect(shown(harness, id)).toEqual(parked);
    expect(harness.opportunity(id)['PC_Campaign_Id__c']).toBe('C2');

    harness.sell(id, { PC_Notes__c: 'From here.' });
    expect(await echoes()).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(parked, { seller: { notes: 'From here.' }, portal: { notes: 'From here.' } }),
    );

    harness.partner.save(id, { details: { dealValue: 45_000 } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { notes: 'From here.', value: '45000 GBP' },
        portal: { notes: 'From here.', value: '45000 GBP' },
      }),
    );
  });

  test('a validation rule refuses a value at creation: the lead arrives without it', async () => {
    harness.crm.org.addValidationRule('Opportunity', ({ Amount: amount }) =>
      Number(amount) > 50_000 ? 'Deals above 50000 need approval.' : undefined,
    );
    const id = await arrived(harness, { details: { dealValue: 60_000 } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          value: null,
          status: 'Error',
          message: refused('The CRM', 'Estimated deal value', 'Deals above 50000 need approval.'),
        },
        portal: { value: '60000 GBP' },
      }),
    );
  });

  test('a validation rule refuses the whole row: told, tried again, arrives when it is lifted', async () => {
    let isStrict = true;
    harness.crm.org.addValidationRule('Opportunity', () =>
      isStrict ? 'No new deals this week.' : undefined,
    );
    const id = await arrived(harness);
    expect(harness.opportunities(id)).toEqual([]);
    expect((await harness.link(id)).notes).toEqual([
      {
        key: 'action.refused',
        values: { field: 'opportunity', side: 'crm', words: 'No new deals this week.' },
      },
    ]);
    await rest(harness);
    isStrict = false;
    harness.clock.advance(3_600_000);
    await rest(harness);
    expect(shown(harness, id)).toEqual(ARRIVED);
  });
});

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

describe('a value the other side has no word for', () => {
  test('a value outside a restricted list: told, the rest arrives', async () => {
    await harness.stop();
    harness = await startHarness({
      mapping: (mapping) => ({
        ...mapping,
        rules: [
          ...mapping.rules,
          {
            lead: 'customer.size',
            crm: 'Size__c',
            direction: 'toCrm',
            when: 'always',
            conflict: 'partner',
            onLink: 'partner',
          },
        ],
      }),
    });
    const size = { name: 'Size__c', label: 'Size', type: 'picklist', restricted: true } as const;
    harness.crm.org.addField('Opportunity', { ...size, length: 40, values: ['10001+'] });
    const id = await arrived(harness);
    await rest(harness);
    expect(harness.opportunity(id)['Size__c']).toBe(null);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          message:
            "Customer size has the value “51to250employees”, which the other side's list lacks, so it was not written. Ask your administrator to add it.",
        },
      }),
    );
  });

  test('a currency the org lacks: no number in another unit, told; a known one follows', async () => {
    const id = await arrived(harness, { details: { dealValue: 100, currency: 'ZAR' } });
    const lacks = like(ARRIVED, {
      seller: {
        value: null,
        status: 'Action needed',
        message:
          'The value is in ZAR, which your CRM does not have, so it was not written. Ask your administrator to add the currency.',
      },
      portal: { value: '100 ZAR' },
    });
    await rest(harness);
    expect(shown(harness, id)).toEqual(lacks);
    harness.partner.save(id, { details: { currency: 'EUR' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, { seller: { value: '100 EUR' }, portal: { value: '100 EUR' } }),
    );
    harness.partner.save(id, { details: { currency: 'ZAR' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(like(lacks, { seller: { value: '100 EUR' } }));
  });

  test('a lead in a currency the org lacks can be accepted all the same', async () => {
    const id = await arrived(harness, { details: { dealValue: 100, currency: 'ZAR' } });
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    expect(shown(harness, id)).toMatchObject({
      seller: { stage: 'Qualification', value: null, status: 'Action needed' },
      portal: { stage: 'Accepted', value: '100 ZAR' },
    });
  });
});
