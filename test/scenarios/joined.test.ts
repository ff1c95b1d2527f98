import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest, writesOf } from './support/calls.ts';
import { startHarness, TENANT, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { ARRIVED, AT_WORK, counts, like, portal, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const existing = (fields: object = {}): string =>
  harness.crm.org.insert('Opportunity', {
    Name: 'Northwind backup',
    StageName: 'Qualification',
    CloseDate: '2027-03-03',
    Amount: 20_000,
    CurrencyIsoCode: 'GBP',
    ...fields,
  });

describe('a CRM id that the referral already has', () => {
  test('and that names an opportunity: it is joined, not made again', async () => {
    const row = existing();
    const id = await arrived(harness, { ...ACCEPTED, externalReferenceId: row });
    expect(harness.opportunity(id)['Id']).toBe(row);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '20000 GBP', closeDate: '2027-03-03' },
        portal: { value: '20000 GBP', closes: '2027-03-03T12:00:00Z' },
      }),
    );
    expect(counts(harness)).toMatchObject({ opportunities: 1, accounts: 0 });
  });

  test('joined, both with notes of their own: a person decides', async () => {
    const row = existing({ PC_Notes__c: 'Mine.' });
    const id = await arrived(harness, { ...ACCEPTED, externalReferenceId: row });
    await rest(harness);
    expect(seller(harness, id)).toMatchObject({
      notes: 'Mine.',
      status: 'Action needed',
      message:
        "Notes shared with Microsoft differs: Partner Center has “Wants a backup.”, this record has “Mine.”. Set Settle to Keep mine or Take Partner Center's.",
    });
  });

  test('joined where the row is ahead: told, and nothing is accepted or won by it', async () => {
    const row = existing({ StageName: 'Closed Won', PC_Decision__c: 'Accept' });
    const id = await arrived(harness, { externalReferenceId: row });
    await rest(harness);
    expect(portal(harness, id).stage).toBe('Received');
    expect(seller(harness, id)).toMatchObject({
      stage: 'Closed Won',
      answer: 'Accept',
      status: 'Action needed',
      message:
        'This record already stood at “Accept” when it was linked, and that was not sent. To answer Microsoft, set Answer to Microsoft anew or move the stage.',
    });
    harness.sell(id, { PC_Decision__c: null });
    await rest(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    expect(portal(harness, id).stage).toBe('Accepted');
  });

  test('and that names the opportunity of another lead: nothing is made, a person decides', async () => {
    const first = await arrived(harness, ACCEPTED);
    const row = harness.opportunity(first)['Id'];
    const second = await arrived(harness, { ...ACCEPTED, externalReferenceId: String(row) });
    await rest(harness);
    expect((await harness.link(second)).state).toEqual({
      kind: 'left',
      why: { key: 'action.candidate', values: { count: '1' } },
    });
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
    expect(harness.opportunity(first)['PC_Referral_Id__c']).toBe(first);
  });

  test('and that means nothing here: it is kept, and told', async () => {
    const id = await arrived(harness, { ...ACCEPTED, externalReferenceId: 'ACC-778' });
    await rest(harness);
    expect(portal(harness, id).crmId).toBe('ACC-778');
    expect(seller(harness, id)).toEqual({
      ...AT_WORK.seller,
      status: 'Synced',
      message:
        'Partner Center names another CRM record for this lead: ACC-778. It was left as it is. Check whether the opportunity exists twice.',
    });
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
  });

  test('is replaced where the settings say so', async () => {
    await harness.stop();
    harness = await startHarness({ tenant: { limits: { crmId: 'always' } } });
    const id = await arrived(harness, { ...ACCEPTED, externalReferenceId: 'ACC-778' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(AT_WORK);
  });
});

describe('the id of the lead on the row', () => {
  test('changed by hand: told, the lead stays joined', async () => {
    const id = await arrived(harness, ACCEPTED);
    const row = String(harness.opportunity(id)['Id']);
    harness.crm.org.update(row, { PC_Referral_Id__c: 'something-else' });
    await rest(harness);
    const changed = harness.crm.org.row(row);
    expect(changed).toMatchObject({
      PC_Referral_Id__c: 'something-else',
      PC_Sync_Status__c: 'Action needed',
      PC_Sync_Message__c:
        'Referral Id was changed here. The lead stays linked all the same. Put the old id back.',
    });
    harness.crm.org.update(row, { PC_Referral_Id__c: id, Amount: 3 });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: '3 GBP' }, portal: { value: '3 GBP' } }),
    );
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
  });

  test('written on a row by hand before the lead came: that row is joined', async () => {
    await harness.cycle();
    const id = '5d6f2c1e-8b0d-4e57-9a41-5c2d7e90b813';
    harness.crm.org.insert('Opportunity', {
      Name: 'By hand',
      StageName: 'Prospecting',
      CloseDate: '2027-01-31',
      PC_Referral_Id__c: id,
    });
    await arrived(harness, { id });
    await rest(harness);
    expect(shown(harness, id)).toEqual(ARRIVED);
    expect(counts(harness)).toMatchObject({ opportunities: 1, tasks: 1 });
  });
});

describe('a co-sell engagement', () => {
  test("Microsoft's half moves: our lead is looked at, and nothing is written", async () => {
    const id = await arrived(harness, { type: 'Shared', ...ACCEPTED });
    const half = harness.partner.addMicrosoftHalf(id);
    await rest(harness);
    expect((await harness.link(id)).seen.sibling).toMatchObject({
      referral: half,
      stage: 'received',
    });
    harness.partner.accept(half);
    const report = await harness.cycle();
    expect(report).toMatchObject({ due: 1, patched: 0 });
    expect((await harness.link(id)).seen.sibling).toMatchObject({ stage: 'accepted' });
    expect(await writesOf(harness, () => rest(harness))).toEqual([]);
  });

  test('a second own referral of it makes no second opportunity: a person decides', async () => {
    const id = await arrived(harness, { type: 'Shared', ...ACCEPTED });
    const { engagementId } = harness.partner.referral(id);
    const second = await arrived(harness, { type: 'Shared', ...ACCEPTED, engagementId });
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
    expect((await harness.link(second)).state).toEqual({
      kind: 'left',
      why: { key: 'action.secondReferral', values: { referral: second } },
    });
  });

  test('both own referrals come in one page: still one opportunity', async () => {
    const first = harness.partner.addReferral(leadWith({ type: 'Shared', ...ACCEPTED }));
    const { engagementId } = harness.partner.referral(first);
    harness.partner.addReferral(leadWith({ type: 'Shared', ...ACCEPTED, engagementId }));
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
    const links = await harness.store.links.findByEngagement(TENANT, engagementId);
    expect(links.map(({ link }) => link.state.kind).toSorted()).toEqual(['left', 'live']);
  });
});
