import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { ARRIVED, AT_WORK, like, portal, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** Writes to Partner Center while the story runs: to a closed lead there must be none. */
const sentToPartner = async (story: () => Promise<unknown>): Promise<readonly string[]> =>
  (await writesOf(harness, story)).filter((label) => label === 'patch referral');

const stays = (ending: string, at: string, yours: string): string =>
  `In Partner Center the lead ended as ${ending} on ${at}, but you have worked on it here (${yours}), so the opportunity stays open. Close it, or keep it as a deal of your own.`;

describe('a lead that expired or was declined there, and a person has worked on it here', () => {
  test.each<{
    touched: string;
    sell: Readonly<Record<string, unknown>>;
    yours: string;
    change: object;
  }>([
    {
      touched: 'answered Accept',
      sell: { PC_Decision__c: 'Accept' },
      yours: 'Accept, Nov 25, 2026, 09:01 UTC',
      change: { answer: 'Accept' },
    },
    {
      touched: 'moved the stage',
      sell: { StageName: 'Needs Analysis' },
      yours: 'Needs Analysis, Nov 25, 2026, 09:01 UTC',
      change: { stage: 'Needs Analysis' },
    },
    { touched: 'changed the owner', sell: { OwnerId: 'bruno' }, yours: 'Prospecting', change: {} },
  ])('$touched: it stays open and is told', async ({ sell, yours, change }) => {
    const noValue = { value: null };
    const id = await arrived(harness, { details: { dealValue: null, currency: null } });
    const owner = harness.crm.org.userId('bruno.lima@contoso.example');
    harness.sell(id, sell['OwnerId'] === undefined ? sell : { OwnerId: owner });
    await harness.cycle();
    harness.partner.expire(id);
    expect(await sentToPartner(() => rest(harness))).toEqual([]);
    const open = like(ARRIVED, {
      seller: {
        ...noValue,
        ...change,
        referral: 'Expired',
        status: 'Action needed',
        message: stays('Expired', 'Nov 25, 2026, 09:02 UTC', yours),
      },
      portal: { ...noValue, stage: 'Expired' },
    });
    expect(shown(harness, id)).toEqual(open);

    harness.sell(id, { StageName: 'Closed Lost' });
    expect(await sentToPartner(() => rest(harness))).toEqual([]);
    expect(seller(harness, id)).toEqual({
      ...open.seller,
      stage: 'Closed Lost',
      status: 'Synced',
      message: 'In step with Partner Center.',
    });
  });

  test('its own day comes while the acceptance is missing something: both instants are told', async () => {
    const id = await arrived(harness, {
      details: { dealValue: null, currency: null },
      expirationDateTime: '2026-11-26T00:00:00Z',
    });
    harness.clock.advance((14 * 3_600 + 57 * 60 + 50) * 1_000);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await harness.cycle();
    await rest(harness);
    expect(seller(harness, id)).toMatchObject({
      stage: 'Prospecting',
      status: 'Action needed',
      message: stays('Expired', 'Nov 26, 2026, 00:00 UTC', 'Accept, Nov 25, 2026, 23:59 UTC'),
    });
  });
});

const otherwise = (there: string, here: string): string =>
  `In Partner Center the lead is ${there} for good, but here it is ${here}. Nothing is changed on either side. Change the opportunity if Partner Center is right.`;

describe('an opportunity closed otherwise', () => {
  test('won here, lost there in the same minute: told, not changed', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { StageName: 'Closed Won' });
    harness.partner.lose(id, 'Others');
    expect(await sentToPartner(() => rest(harness))).toEqual([]);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: {
          stage: 'Closed Won',
          referral: 'Lost',
          status: 'Action needed',
          message: otherwise('Lost', 'won'),
        },
        portal: { stage: 'Lost', reason: 'Others' },
      }),
    );
  });

  test('reopened after the end: told and not fought, until it is closed again', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.partner.win(id);
    await rest(harness);
    harness.sell(id, { StageName: 'Negotiation/Review', Amount: 1 });
    expect(await sentToPartner(() => rest(harness))).toEqual([]);
    expect(seller(harness, id)).toEqual({
      ...AT_WORK.seller,
      stage: 'Negotiation/Review',
      value: '1 GBP',
      referral: 'Won',
      status: 'Action needed',
      message: `${otherwise('Won', 'open')}\nThe lead is closed in Partner Center, so the change of Estimated deal value stays here only.`,
    });
    harness.sell(id, { StageName: 'Closed Won', Amount: 18_500 });
    await rest(harness);
    expect(seller(harness, id)).toEqual({
      ...AT_WORK.seller,
      stage: 'Closed Won',
      referral: 'Won',
    });
  });

  test('lost here for good while it expires there: nothing to say', async () => {
    const id = await arrived(harness);
    harness.sell(id, { StageName: 'Closed Lost' });
    await harness.cycle();
    harness.partner.expire(id);
    await rest(harness);
    expect(seller(harness, id)).toEqual({
      ...ARRIVED.seller,
      stage: 'Closed Lost',
      referral: 'Expired',
    });
  });
});

test('edits after the end stay here: not one call goes to a closed lead', async () => {
  const id = await arrived(harness, ACCEPTED);
  harness.partner.win(id);
  await rest(harness);
  const before = portal(harness, id);
  harness.sell(id, {
    PC_Notes__c: 'After the end.',
    CloseDate: '2027-12-31',
    PC_Decision__c: 'Decline',
    PC_Reason__c: 'Others',
    PC_Settle__c: 'Keep mine',
  });
  expect(await sentToPartner(() => rest(harness))).toEqual([]);
  expect(portal(harness, id)).toEqual(before);
  expect(seller(harness, id)).toMatchObject({
    settle: null,
    status: 'Synced',
    message:
      'The lead is closed in Partner Center, so the change of Close date stays here only.\n' +
      'The lead is closed in Partner Center, so the change of Notes shared with Microsoft stays here only.',
  });
});
