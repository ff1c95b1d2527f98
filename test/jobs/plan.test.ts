import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runId } from '#core/lead/ids.ts';
import { differ } from './differ.ts';
import { TENANT, openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
});

describe('plan', () => {
  test('names every field with both values, each lead once, and writes nothing', async () => {
    const id = await differ(house, { details: { notes: null } });
    const fresh = house.partner.addReferral({ name: 'New one' });
    const before = JSON.stringify([house.partner.referrals(), house.crm.org.rows('Opportunity')]);
    const { exit, out } = await house.say('plan');
    const after = JSON.stringify([house.partner.referrals(), house.crm.org.rows('Opportunity')]);
    expect({ exit, isSame: before === after }).toEqual({ exit: 0, isSame: true });
    const creation = [
      '· a new opportunity',
      'StageName: (empty) → Prospecting',
      'Name: (empty) → New one',
    ];
    expect(out.filter((line) => creation.some((field) => line.endsWith(field)))).toHaveLength(3);
    expect(out.filter((line) => !line.startsWith(`New one (${fresh}) · The CRM · `))).toEqual([
      expect.stringMatching(
        `^Northwind backup \\(${id}\\) · The CRM · PC_Sync_Status__c: Synced → Action needed$`,
      ),
      expect.stringMatching(
        `^Northwind backup \\(${id}\\) · The CRM · PC_Sync_Message__c: .* → Notes shared`,
      ),
      'contoso: would create 1, change 1, close 0',
    ]);
  });

  test('shows an acceptance as a move of the stage', async () => {
    const id = await house.arrived();
    house.clock.advance(60_000);
    house.crm.org.update(house.opportunityOf(id), { PC_Decision__c: 'Accept' });
    const { totals, leads } = (await house.json('plan')) as {
      totals: object;
      leads: readonly { referral: string; changes: readonly { side: string; field: string }[] }[];
    };
    expect(totals).toEqual({ create: 0, change: 1, close: 0 });
    expect(leads[0]?.changes).toContainEqual({
      side: 'partner',
      field: 'Stage',
      before: 'Received',
      after: 'Accepted',
    });
  });

  test('waits for the tenant to be free, and gives up in words', async () => {
    await house.store.runs.begin(TENANT, runId('held'), {
      holder: { host: 'beta', pid: 2, startedAt: '2' },
      now: house.clock.now(),
      leaseMs: 600_000,
      isDead: () => false,
    });
    expect(await house.say('plan')).toEqual({
      exit: 3,
      out: [],
      err: ['Tenant contoso is busy in another process: try again when its cycle is over.'],
    });
  });
});
