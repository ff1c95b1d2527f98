import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { callsOf, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { arrived } from './support/lead.ts';
import { ARRIVED, like, portal, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const ACCEPTED_BY_ANSWER = like(ARRIVED, {
  seller: { stage: 'Qualification', answer: 'Accept', referral: 'Accepted' },
  portal: { stage: 'Accepted', closes: '2027-01-31T12:00:00Z' },
});

describe('a seller accepts', () => {
  test('by Answer: one patch carries value, currency, date and notes; the stage follows, the task is done', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    const calls = await callsOf(harness, () => harness.cycle());
    expect(calls).toEqual([
      'list referrals',
      'read changed opportunities',
      'patch referral',
      'probe the write guard',
      'patch opportunity',
      'find task',
      'close task',
    ]);
    expect(shown(harness, id)).toEqual(ACCEPTED_BY_ANSWER);
    expect(harness.opportunity(id)).toMatchObject({
      ForecastCategoryName: 'Pipeline',
      PC_Respond_By__c: null,
    });
    expect(harness.crm.org.rows('Task')).toMatchObject([{ Status: 'Completed' }]);
    await rest(harness);
  });

  test.each([{ stage: 'Qualification' }, { stage: 'Negotiation/Review' }])(
    'by moving the stage to $stage, and it stays there',
    async ({ stage }) => {
      const id = await arrived(harness);
      harness.sell(id, { StageName: stage });
      await harness.cycle();
      expect(shown(harness, id)).toEqual(
        like(ACCEPTED_BY_ANSWER, { seller: { stage, answer: null } }),
      );
      await rest(harness);
    },
  );

  test('with edits of the same minute: they travel in the same patch', async () => {
    const id = await arrived(harness);
    harness.sell(id, {
      PC_Decision__c: 'Accept',
      Amount: 20_000.5,
      CurrencyIsoCode: 'EUR',
      CloseDate: '2027-03-01',
      PC_Notes__c: 'Called them.',
      PC_Campaign_Id__c: 'FY27',
    });
    expect(await writesOf(harness, () => harness.cycle())).toEqual([
      'patch referral',
      'probe the write guard',
      'patch opportunity',
      'close task',
    ]);
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, {
        seller: { value: '20000.5 EUR', closeDate: '2027-03-01', notes: 'Called them.' },
        portal: { value: '20000.5 EUR', closes: '2027-03-01T12:00:00Z', notes: 'Called them.' },
      }),
    );
    expect(harness.partner.referral(id).campaignId).toBe('FY27');
    await rest(harness);
  });

  test('late: the answer Decline on an accepted lead is told and moves nothing', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    harness.sell(id, { PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, {
        seller: {
          answer: 'Decline',
          reason: 'Not a customer',
          status: 'Action needed',
          message:
            'The answer comes too late: in Partner Center the lead is Accepted. To end it, close the opportunity instead.',
        },
      }),
    );
    harness.sell(id, { PC_Decision__c: 'Accept', PC_Reason__c: null });
    await rest(harness);
    expect(shown(harness, id)).toEqual(ACCEPTED_BY_ANSWER);
  });

  test('moves on within the accepted stages: nobody is told', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    harness.sell(id, { StageName: 'Negotiation/Review' });
    expect(await writesOf(harness, () => harness.cycle())).toEqual([]);
    expect(seller(harness, id)).toMatchObject({ stage: 'Negotiation/Review', status: 'Synced' });
    await rest(harness);
  });

  test('with a stage that means nothing to the sync: it asks', async () => {
    harness.crm.org.addStage({ name: 'Verbal commit', percent: 85, category: 'Commit' });
    const id = await arrived(harness);
    harness.sell(id, { StageName: 'Verbal commit' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          stage: 'Verbal commit',
          status: 'Action needed',
          message:
            'The sync does not know what the stage “Verbal commit” means for Microsoft. Set Answer to Microsoft, or ask your administrator to add the stage to the mapping.',
        },
      }),
    );
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, { seller: { stage: 'Verbal commit' } }),
    );
  });
});

describe('a lead accepted in the portal', () => {
  test('moves a row that still stands where we set it', async () => {
    const id = await arrived(harness);
    harness.partner.accept(id, { details: { dealValue: 20_000 } });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: { stage: 'Qualification', value: '20000 GBP', referral: 'Accepted' },
        portal: { stage: 'Accepted', value: '20000 GBP' },
      }),
    );
    expect(harness.crm.org.rows('Task')).toMatchObject([{ Status: 'Completed' }]);
    await rest(harness);
  });

  test('does not move one that the seller has moved on', async () => {
    const id = await arrived(harness, { details: { dealValue: null, currency: null } });
    harness.sell(id, { StageName: 'Value Proposition' });
    await harness.cycle();
    harness.partner.accept(id, { details: { dealValue: 5_000, currency: 'GBP' } });
    await rest(harness);
    expect(seller(harness, id)).toEqual({
      ...ACCEPTED_BY_ANSWER.seller,
      answer: null,
      stage: 'Value Proposition',
      value: '5000 GBP',
    });
  });

  test('in the same minute as the seller accepts: nothing is sent twice', async () => {
    const id = await arrived(harness);
    harness.partner.accept(id);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    expect(await writesOf(harness, () => harness.cycle())).toEqual([
      'probe the write guard',
      'patch opportunity',
      'close task',
    ]);
    expect(shown(harness, id)).toEqual(
      like(ACCEPTED_BY_ANSWER, { portal: { closes: '2027-01-31T00:00:00Z' } }),
    );
    await rest(harness);
  });

  test('between our look and our accept: the refused patch is no harm', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept', Amount: 30_000 });
    harness.partner.server.plan({
      fault: { kind: 'answer', answer: { status: 412, body: {} } },
      matches: ({ method }) => {
        if (method !== 'PATCH') return false;
        harness.partner.accept(id);
        return true;
      },
    });
    await rest(harness);
    expect(portal(harness, id)).toEqual({
      ...ACCEPTED_BY_ANSWER.portal,
      closes: '2027-01-31T00:00:00Z',
      value: '30000 GBP',
    });
    expect(seller(harness, id)).toEqual({ ...ACCEPTED_BY_ANSWER.seller, value: '30000 GBP' });
  });
});
