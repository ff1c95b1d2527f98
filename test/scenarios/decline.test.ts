import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { arrived } from './support/lead.ts';
import { ARRIVED, like, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ tenant: { limits: { closeGraceMinutes: 2 } } });
});
afterEach(() => harness.stop());

const NEEDS_REASON = like(ARRIVED, {
  seller: {
    answer: 'Decline',
    status: 'Waiting',
    message: 'To decline, choose a Reason. The answer is then sent by itself.',
  },
});
const DECLINED = like(ARRIVED, {
  seller: { stage: 'Closed Lost', answer: 'Decline', referral: 'Declined' },
  portal: { stage: 'Declined' },
});
const willBeDeclined = (at: string): string =>
  `Will be declined on Nov 25, 2026, ${at} UTC. To stop it, change Answer to Microsoft or the stage back.`;

describe('a seller declines', () => {
  test('without a reason: it waits for one, then for the grace, then goes with it', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(NEEDS_REASON);

    harness.sell(id, { PC_Reason__c: 'Not a customer' });
    await harness.cycle();
    const waiting = like(NEEDS_REASON, {
      seller: { reason: 'Not a customer', message: willBeDeclined('09:07') },
    });
    expect(shown(harness, id)).toEqual(waiting);
    expect(await writesOf(harness, () => harness.cycle())).toEqual([]);
    expect(shown(harness, id)).toEqual(waiting);
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(DECLINED, {
        seller: { reason: 'Not a customer' },
        portal: { reason: 'Not a customer' },
      }),
    );
    expect(harness.crm.org.rows('Task')).toMatchObject([{ Status: 'Completed' }]);
    await rest(harness);
  });

  test('takes it back within the grace, and declines again: the grace begins anew', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline', PC_Reason__c: 'Others' });
    await harness.cycle();
    expect(seller(harness, id).message).toBe(willBeDeclined('09:04'));
    harness.sell(id, { PC_Decision__c: null });
    await rest(harness);
    expect(shown(harness, id)).toEqual(like(ARRIVED, { seller: { reason: 'Others' } }));

    harness.sell(id, { PC_Decision__c: 'Decline' });
    await harness.cycle();
    expect(seller(harness, id).message).toBe(willBeDeclined('09:08'));
    harness.sell(id, { PC_Reason__c: 'Customer did not respond' });
    await harness.cycle();
    expect(seller(harness, id).message).toBe(willBeDeclined('09:09'));
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(DECLINED, {
        seller: { reason: 'Customer did not respond' },
        portal: { reason: 'Customer did not respond' },
      }),
    );
  });

  test('other edits do not lengthen the grace, and cross meanwhile', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline', PC_Reason__c: 'Others' });
    await harness.cycle();
    harness.sell(id, { PC_Notes__c: 'No budget.' });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          answer: 'Decline',
          reason: 'Others',
          notes: 'No budget.',
          status: 'Waiting',
          message: willBeDeclined('09:04'),
        },
        portal: { notes: 'No budget.' },
      }),
    );
    await harness.cycle();
    expect(seller(harness, id)).toMatchObject({ stage: 'Closed Lost', referral: 'Declined' });
    await rest(harness);
  });

  test('by stage lost: with a reason it is declined, without one it asks', async () => {
    const id = await arrived(harness);
    harness.sell(id, { StageName: 'Closed Lost' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(NEEDS_REASON, { seller: { stage: 'Closed Lost', answer: null } }),
    );
    harness.sell(id, { PC_Reason__c: 'Customer chose another vendor' });
    await minutes(harness, 3);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(DECLINED, {
        seller: { answer: null, reason: 'Customer chose another vendor' },
        portal: { reason: 'Customer chose another vendor' },
      }),
    );
  });

  test.each([
    { answer: 'Accept', stage: 'Closed Lost' },
    { answer: 'Decline', stage: 'Qualification' },
    { answer: 'Decline', stage: 'Closed Won' },
  ])('answer $answer and stage $stage disagree: nothing moves', async ({ answer, stage }) => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: answer, StageName: stage, PC_Reason__c: 'Others' });
    await rest(harness);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          answer,
          stage,
          reason: 'Others',
          status: 'Action needed',
          message: `Answer to Microsoft says “${answer}”, but the stage is “${stage}”. Nothing was sent. Change one of the two so that they agree.`,
        },
      }),
    );
  });

  test('and then the portal accepts it: the row is told, nothing is declined', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline', PC_Reason__c: 'Others' });
    await harness.cycle();
    harness.partner.accept(id);
    await rest(harness);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          stage: 'Qualification',
          answer: 'Decline',
          reason: 'Others',
          referral: 'Accepted',
          status: 'Action needed',
          message:
            'The answer comes too late: in Partner Center the lead is Accepted. To end it, close the opportunity instead.',
        },
        portal: { stage: 'Accepted' },
      }),
    );
  });

  test('after a person said stop: it is held until the answer changes', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline', PC_Reason__c: 'Others' });
    await harness.cycle();
    const link = await harness.link(id);
    await harness.store.links.save({ ...link, requests: [{ kind: 'stop', by: 'ada' }] });
    await harness.store.links.markDue(link.tenant, [link.referral]);
    await rest(harness);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          answer: 'Decline',
          reason: 'Others',
          status: 'Waiting',
          message:
            '“Decline” was stopped and is not sent. To go on, change the stage or Answer to Microsoft.',
        },
      }),
    );
    harness.sell(id, { PC_Decision__c: null });
    await rest(harness);
    expect(shown(harness, id)).toEqual(like(ARRIVED, { seller: { reason: 'Others' } }));
    harness.sell(id, { PC_Decision__c: 'Decline' });
    await minutes(harness, 3);
    await rest(harness);
    expect(seller(harness, id)).toMatchObject({ stage: 'Closed Lost', referral: 'Declined' });
  });

  test('reads it in the language and at the hours of the tenant', async () => {
    await harness.restart({ tenant: { language: 'pt-BR', timeZone: 'America/Sao_Paulo' } });
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Decline', PC_Reason__c: 'Others' });
    await harness.cycle();
    expect(seller(harness, id)).toMatchObject({
      status: 'Waiting',
      message:
        'Será recusado em 25/11/2026, 06:12 BRT. Para impedir, volte a alterar Resposta à Microsoft ou a fase.',
    });
  });
});
