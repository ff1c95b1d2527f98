import { afterEach, describe, expect, test } from '@jest/globals';
import type { DeepPartial, Referral } from '#test/sandbox/partner-center.ts';
import { writesOf, rest } from './support/calls.ts';
import { startHarness, type Harness, type HarnessOptions } from './support/harness.ts';
import { arrived, leadWith, MICROSOFT } from './support/lead.ts';
import { ARRIVED, counts, like, shown } from './support/shown.ts';

let harness: Harness;
const start = async (options: HarnessOptions = {}): Promise<void> => {
  harness = await startHarness(options);
};
afterEach(() => harness.stop());

const NOTHING = { accounts: 0, contacts: 0, opportunities: 0, tasks: 0 };

describe('a lead that the settings leave out', () => {
  test.each<{
    of: string;
    tenant: Readonly<Record<string, unknown>>;
    change: DeepPartial<Referral>;
    why: string;
  }>([
    {
      of: 'kind',
      tenant: { include: { kinds: ['coSell'] } },
      change: {},
      why: 'left.kind',
    },
    {
      of: 'country',
      tenant: { include: { countries: ['US'] } },
      change: {},
      why: 'left.country',
    },
    {
      of: 'location',
      tenant: { include: { locations: ['5551002'] } },
      change: {},
      why: 'left.location',
    },
    { of: 'spam', tenant: {}, change: { isSpam: true }, why: 'left.spam' },
    {
      of: 'an own deal',
      tenant: {},
      change: { inviteContext: { invitedBy: { organizationId: 'OWN' } } },
      why: 'left.kind',
    },
    {
      of: 'closed',
      tenant: {},
      change: { status: 'Closed', substatus: 'Won' },
      why: 'left.closed',
    },
    { of: 'older than we', tenant: { backfill: 'none' }, change: {}, why: 'left.backfill' },
    {
      of: 'not accepted yet',
      tenant: { createAt: 'accepted' },
      change: {},
      why: 'left.notAccepted',
    },
  ])('$of: nothing is made, the reason is kept', async ({ tenant, change, why }) => {
    await start({ tenant });
    const invitedBy = change.inviteContext?.invitedBy;
    const own =
      invitedBy === undefined
        ? change
        : { inviteContext: { invitedBy: { organizationId: harness.partner.organizationId } } };
    const id = await arrived(harness, own);
    await rest(harness);
    expect((await harness.link(id)).state).toMatchObject({ kind: 'left', why: { key: why } });
    expect(counts(harness)).toEqual(NOTHING);
    expect(harness.partner.referral(id).externalReferenceId ?? null).toBe(null);
  });

  test.each<{
    once: string;
    change: (document: Referral) => void;
    tenant: Readonly<Record<string, unknown>>;
  }>([
    {
      once: 'Microsoft takes the spam mark off',
      tenant: {},
      change: (document) => {
        document.isSpam = false;
      },
    },
    {
      once: 'it is accepted',
      tenant: { createAt: 'accepted', include: { spam: true } },
      change: (document) => {
        document.status = 'Active';
        document.substatus = 'Accepted';
      },
    },
  ])('arrives once $once', async ({ tenant, change }) => {
    await start({ tenant });
    const id = await arrived(harness, { isSpam: true });
    expect(counts(harness)).toEqual(NOTHING);
    harness.partner.edit(id, change);
    await harness.cycle();
    expect(harness.opportunity(id)['PC_Sync_Status__c']).toBe('Synced');
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
  });
});

test('settings that let in more bring in what was left out, at the next start', async () => {
  await start({ tenant: { include: { countries: ['US'] } } });
  const id = await arrived(harness, {});
  expect(counts(harness)).toEqual(NOTHING);
  await harness.restart({ tenant: { include: { countries: [] } } });
  await harness.cycle();
  expect(harness.opportunities(id)).toHaveLength(1);
  await rest(harness);
});

describe('leads that were there before us', () => {
  test.each([
    { backfill: 'none', made: [] },
    { backfill: 'open', made: ['Qualification', 'Prospecting'] },
    {
      backfill: 'all',
      made: ['Closed Lost', 'Closed Lost', 'Closed Won', 'Qualification', 'Prospecting'],
    },
  ])('backfill $backfill', async ({ backfill, made }) => {
    await start({ tenant: { backfill } });
    for (const substatus of ['Expired', 'Lost', 'Won', 'Accepted', 'Received']) {
      const status = { Received: 'New', Accepted: 'Active' }[substatus] ?? 'Closed';
      harness.partner.addReferral(leadWith({ status, substatus }));
    }
    await rest(harness);
    const stages = harness.crm.org.rows('Opportunity').map((row) => String(row['StageName']));
    expect(stages.toSorted()).toEqual(made.toSorted());

    harness.partner.addReferral(leadWith({}));
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: made.length + 1 });
  });

  test('a closed one, taken over, shows how it ended and is never written to', async () => {
    await start({ tenant: { backfill: 'all' } });
    const id = harness.partner.addReferral(
      leadWith({ status: 'Closed', substatus: 'Lost', statusReason: 'Customer did not respond' }),
    );
    const writes = await writesOf(harness, () => harness.cycle());
    expect(writes).toEqual(['create account', 'create contact', 'create opportunity']);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: { stage: 'Closed Lost', reason: 'Customer did not respond', referral: 'Lost' },
        portal: { stage: 'Lost', reason: 'Customer did not respond', crmId: null },
      }),
    );
    await rest(harness);
  });
});

test("Microsoft's half of a co-sell makes no opportunity of its own", async () => {
  await start();
  const id = await arrived(harness, { type: 'Shared' });
  const half = harness.partner.addMicrosoftHalf(id);
  await rest(harness);
  expect(harness.partner.referral(half).organizationId).toBe(MICROSOFT);
  expect(harness.opportunities(half)).toEqual([]);
  expect(counts(harness)).toMatchObject({ opportunities: 1 });
});

test('while nothing tells which referrals are ours, none counts as seen; then all come', async () => {
  await start();
  const strangers = [
    '11111111-0000-4000-8000-000000000001',
    '11111111-0000-4000-8000-000000000002',
  ];
  const shared = strangers.map((organizationId) =>
    harness.partner.addReferral(leadWith({ type: 'Shared', organizationId })),
  );
  const mine = harness.partner.addReferral(leadWith({ type: 'Shared' }));
  await harness.cycle();
  expect(counts(harness)).toEqual(NOTHING);
  harness.clock.advance(3_600_000);
  const plain = harness.partner.addReferral(leadWith({}));
  await rest(harness);
  const found = [...shared, mine, plain].map((id) => harness.opportunities(id).length);
  expect(found).toEqual([0, 0, 1, 1]);
});
