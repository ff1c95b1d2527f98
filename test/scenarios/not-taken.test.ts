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

const notTaken = (text: string) =>
  like(AT_WORK, {
    seller: {
      notes: `[PC] ${text}`,
      message: `The CRM did not keep Notes shared with Microsoft as it was sent; it shows “[PC] ${text}”. Change it again if that is wrong.`,
    },
    portal: { notes: text },
  });

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
