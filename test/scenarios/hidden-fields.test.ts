import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

describe('a field hidden from our user while we run', () => {
  test('is unknown: nothing is read from it, written to it or sent of it; all else goes on', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.crm.org.hideField('Opportunity', 'PC_Notes__c');
    harness.sell(id, { Amount: 5, PC_Notes__c: 'Nobody of us sees this.' });
    harness.partner.save(id, { campaignId: 'C2', details: { notes: 'From the portal.' } });
    await minutes(harness, 3);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '5 GBP', notes: 'Nobody of us sees this.' },
        portal: { value: '5 GBP', notes: 'From the portal.' },
      }),
    );
    expect(harness.opportunity(id)['PC_Campaign_Id__c']).toBe('C2');
  });

  test('and shown again: both edits are there still, and a person decides', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.crm.org.hideField('Opportunity', 'PC_Notes__c');
    harness.sell(id, { PC_Notes__c: 'Mine.' });
    harness.partner.save(id, { details: { notes: 'Theirs.' } });
    await minutes(harness, 3);
    harness.crm.org.showField('Opportunity', 'PC_Notes__c');
    harness.clock.advance(3_700_000);
    harness.sell(id, { Amount: 6 });
    await rest(harness);
    expect(shown(harness, id)).toMatchObject({
      seller: { value: '6 GBP', notes: 'Mine.', status: 'Action needed' },
      portal: { value: '6 GBP', notes: 'Theirs.' },
    });
  });
});

test('a field that we may only read is refused, told, and all else goes on', async () => {
  const id = await arrived(harness, ACCEPTED);
  harness.crm.org.protectField('Opportunity', 'PC_Campaign_Id__c');
  harness.partner.save(id, { campaignId: 'C2', details: { notes: 'From the portal.' } });
  await minutes(harness, 2);
  await rest(harness);
  expect(harness.opportunity(id)['PC_Campaign_Id__c']).toBe(null);
  expect(shown(harness, id)).toMatchObject({
    seller: { notes: 'From the portal.', status: 'Error' },
    portal: { notes: 'From the portal.' },
  });
});

test('a field hidden before a start: the mapping does not fit, and it says which and what to do', async () => {
  await arrived(harness, ACCEPTED);
  harness.crm.org.hideField('Opportunity', 'PC_Campaign_Id__c');
  await harness.restart();
  harness.clock.advance(60_000);
  const result = await harness.run();
  expect(result).toMatchObject({ kind: 'failed', error: { code: 'BAD_SETTINGS' } });
  expect(result.kind === 'failed' ? result.error.message : '').toMatch(
    /rules\[4\]\.crm: PC_Campaign_Id__c does not exist, or the sync's user may not see it\./,
  );
});
