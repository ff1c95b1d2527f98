import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { ARRIVED, like, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** Writes to Partner Center while the story runs: to a closed lead there must be none. */
const sentToPartner = async (story: () => Promise<unknown>): Promise<readonly string[]> =>
  (await writesOf(harness, story)).filter((label) => label === 'patch referral');

describe('a lead ended in Partner Center closes the opportunity', () => {
  test.each<{
    how: string;
    begin: object;
    end: (id: string) => void;
    stage: string;
    reason: string | null;
    referral: string;
  }>([
    {
      how: 'won',
      begin: ACCEPTED,
      end: (id) => harness.partner.win(id),
      stage: 'Closed Won',
      reason: null,
      referral: 'Won',
    },
    {
      how: 'lost, with its reason',
      begin: ACCEPTED,
      end: (id) => harness.partner.lose(id, 'Customer did not respond'),
      stage: 'Closed Lost',
      reason: 'Customer did not respond',
      referral: 'Lost',
    },
    {
      how: 'lost, with a reason of its own: without it',
      begin: ACCEPTED,
      end: (id) => harness.partner.lose(id, 'Duplicate of another deal'),
      stage: 'Closed Lost',
      reason: null,
      referral: 'Lost',
    },
    {
      how: 'declined',
      begin: {},
      end: (id) => harness.partner.decline(id, 'Not a customer'),
      stage: 'Closed Lost',
      reason: 'Not a customer',
      referral: 'Declined',
    },
    {
      how: 'expired',
      begin: {},
      end: (id) => harness.partner.expire(id),
      stage: 'Closed Lost',
      reason: null,
      referral: 'Expired',
    },
  ])('$how', async ({ begin, end, stage, reason, referral }) => {
    const id = await arrived(harness, begin);
    end(id);
    expect(await sentToPartner(() => minutes(harness, 1))).toEqual([]);
    expect(seller(harness, id)).toEqual({ ...ARRIVED.seller, stage, reason, referral });
    expect(harness.opportunity(id)['PC_Respond_By__c']).toBe(null);
    for (const task of harness.crm.org.rows('Task')) expect(task['Status']).toBe('Completed');
    await rest(harness);
  });

  test('won, even when the seller has it far along, with the last values from there', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Negotiation/Review' });
    await harness.cycle();
    harness.partner.win(id, { details: { dealValue: 50_000, notes: 'Signed.' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: { stage: 'Closed Won', referral: 'Won', value: '50000 GBP', notes: 'Signed.' },
        portal: { stage: 'Won', value: '50000 GBP', notes: 'Signed.' },
      }),
    );
  });

  test('expired, when the seller was about to decline it', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline' });
    await harness.cycle();
    harness.partner.expire(id);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: { stage: 'Closed Lost', answer: 'Decline', referral: 'Expired' },
        portal: { stage: 'Expired' },
      }),
    );
  });

  test('with what the org itself wants at an ending', async () => {
    await harness.stop();
    harness = await startHarness({
      mapping: (mapping) => ({
        ...mapping,
        constants: [
          ...mapping.constants,
          { constant: 'Other', crm: 'NextStep', when: ['expired', 'declined', 'lost'] },
        ],
      }),
    });
    harness.crm.org.addValidationRule('Opportunity', (row) =>
      row['StageName'] === 'Closed Lost' && row['NextStep'] === null ? 'Say why.' : undefined,
    );
    const id = await arrived(harness);
    harness.partner.expire(id);
    await rest(harness);
    expect(seller(harness, id)).toMatchObject({ stage: 'Closed Lost', status: 'Synced' });
    expect(harness.opportunity(id)['NextStep']).toBe('Other');
  });
});
