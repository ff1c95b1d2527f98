import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { arrived } from './support/lead.ts';
import { ARRIVED, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const ACCEPTED_BY_ANSWER = like(ARRIVED, {
  seller: { stage: 'Qualification', answer: 'Accept', referral: 'Accepted' },
  portal: { stage: 'Accepted', closes: '2027-01-31T12:00:00Z' },
});

describe('a seller accepts what lacks something', () => {
  test('without a value: reads what is missing, fills it in, and the acceptance goes by itself', async () => {
    const id = await arrived(harness, {
      details: { dealValue: null, currency: null, notes: null },
    });
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await harness.cycle();
    const waiting = like(ARRIVED, {
      seller: {
        value: null,
        notes: null,
        answer: 'Accept',
        status: 'Waiting',
        message:
          'To accept, Microsoft also needs: Estimated deal value, Notes shared with Microsoft. Fill it in; the acceptance is then sent by itself.',
      },
      portal: { value: null, notes: null },
    });
    expect(shown(harness, id)).toEqual(waiting);
    await rest(harness);

    harness.sell(id, { Amount: 12_000, CurrencyIsoCode: 'GBP' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(waiting, {
        seller: {
          value: '12000 GBP',
          message:
            'To accept, Microsoft also needs: Notes shared with Microsoft. Fill it in; the acceptance is then sent by itself.',
        },
        portal: { value: '12000 GBP' },
      }),
    );

    harness.sell(id, { PC_Notes__c: 'Ready.' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, {
        seller: { value: '12000 GBP', notes: 'Ready.' },
        portal: { value: '12000 GBP', notes: 'Ready.', closes: '2027-01-31T12:00:00Z' },
      }),
    );
    await rest(harness);
  });

  test('by Answer with an invented date: the answer confirms it, and it is sent', async () => {
    const id = await arrived(harness, { details: { closingDateTime: null } });
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, {
        seller: { closeDate: '2027-02-23' },
        portal: { closes: '2027-02-23T12:00:00Z' },
      }),
    );
    await rest(harness);
  });

  test('by the stage with an invented date: that confirms nothing, until the date is changed', async () => {
    const id = await arrived(harness, { details: { closingDateTime: null } });
    harness.sell(id, { StageName: 'Qualification' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          stage: 'Qualification',
          closeDate: '2027-02-23',
          status: 'Waiting',
          message:
            'Close date was filled in by the sync and has not been sent to Microsoft. Change it, or set Answer to Microsoft to Accept to confirm it.\n' +
            'To accept, Microsoft also needs: Close date. Fill it in; the acceptance is then sent by itself.',
        },
        portal: { closes: null },
      }),
    );
    await rest(harness);
    harness.sell(id, { CloseDate: '2027-02-24' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, {
        seller: { answer: null, closeDate: '2027-02-24' },
        portal: { closes: '2027-02-24T12:00:00Z' },
      }),
    );
    await rest(harness);
  });

  test('and Microsoft wants more than we know: its words stand on the record', async () => {
    harness.partner.switches.acceptanceNeeds = ['notes'];
    await harness.stop();
    harness = await startHarness({
      partner: { switches: { acceptanceNeeds: ['notes'] } },
      tenant: { acceptNeeds: ['value', 'closeDate'] },
    });
    const id = await arrived(harness, { details: { notes: null } });
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          notes: null,
          answer: 'Accept',
          status: 'Error',
          message:
            'Partner Center refused Stage: “details/notes is required to accept.”. Change the value and it is sent again; everything else is in step.',
        },
        portal: { notes: null },
      }),
    );
    harness.sell(id, { PC_Notes__c: 'Ready.' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, { seller: { notes: 'Ready.' }, portal: { notes: 'Ready.' } }),
    );
  });
});
