import { afterEach, describe, expect, test } from '@jest/globals';
import type { DeepPartial, Referral } from '#test/sandbox/partner-center.ts';
import { writesOf, rest } from './support/calls.ts';
import { startHarness, type Harness, type HarnessOptions } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { ARRIVED, counts, like, shown } from './support/shown.ts';

let harness: Harness;
const start = async (options: HarnessOptions = {}): Promise<void> => {
  harness = await startHarness(options);
};
afterEach(() => harness.stop());

describe('a lead arrives', () => {
  test('as an opportunity with all it says, its account, contact and task, and its id goes back', async () => {
    await start({ tenant: { assign: { default: 'bruno.lima@contoso.example' } } });
    const id = harness.partner.addReferral(
      leadWith({
        favorite: true,
        campaignId: 'FY27-BACKUP',
        details: {
          customerRequestedContact: true,
          requirements: { products: [{ id: 'Azure' }], industries: [{ id: 'Retail' }] },
        },
      }),
    );
    const writes = await writesOf(harness, () => harness.cycle());
    expect(writes).toEqual([
      'patch referral',
      'create account',
      'create contact',
      'create opportunity',
      'patch referral',
      'create task',
    ]);
    expect(shown(harness, id)).toEqual(ARRIVED);

    const row = harness.opportunity(id);
    const { org } = harness.crm;
    const owner = org.userId('bruno.lima@contoso.example');
    const [account, contact, task] = ['Account', 'Contact', 'Task'].map((it) => org.rows(it)[0]);
    expect(row).toMatchObject({
      Name: 'Northwind Traders: Azure backup',
      OwnerId: owner,
      AccountId: account?.['Id'],
      LeadSource: 'Partner Referral',
      ForecastCategoryName: 'Omitted',
      Description: null,
      PC_Referral_Id__c: id,
      PC_Referral_Link__c: `https://partner.microsoft.com/referrals/v2/inbox?id=${id}`,
      PC_Referral_Kind__c: 'salesQualified',
      PC_Campaign_Id__c: 'FY27-BACKUP',
      PC_Needs__c: 'Azure; Retail',
      PC_Engagement_Id__c: harness.partner.referral(id).engagementId,
      PC_Favorite__c: true,
      PC_Contact_Requested__c: true,
      PC_Respond_By__c: '2026-12-09T00:00:00.000+0000',
      PC_Contact_By__c: '2026-11-28T09:00:00.000+0000',
    });
    expect(account).toMatchObject({
      Name: 'Northwind Traders Ltd',
      BillingStreet: '8 Harbour Road',
      BillingCity: 'Bristol',
      BillingPostalCode: 'BS1 6XN',
      BillingCountry: 'United Kingdom',
    });
    expect(contact).toMatchObject({
      AccountId: account?.['Id'],
      FirstName: 'Ada',
      LastName: 'Okafor',
      Email: 'ada.okafor@northwind.example',
      Phone: '+441179460123',
    });
    expect(org.rows('OpportunityContactRole')).toMatchObject([
      { OpportunityId: row['Id'], ContactId: contact?.['Id'], IsPrimary: true },
    ]);
    expect(task).toMatchObject({
      Subject: 'Answer Microsoft lead from Northwind Traders Ltd',
      WhatId: row['Id'],
      OwnerId: owner,
      ActivityDate: '2026-11-28',
      Status: 'Not Started',
      Priority: 'High',
    });
    await rest(harness);
    expect(counts(harness)).toEqual({ accounts: 1, contacts: 1, opportunities: 1, tasks: 1 });
  });

  test.each<{ is: string; change: DeepPartial<Referral>; kind: string; tasks: number }>([
    {
      is: 'customerInquiry',
      change: { qualification: 'Direct' },
      kind: 'customerInquiry',
      tasks: 1,
    },
    {
      is: 'marketingQualified',
      change: { qualification: 'MarketingQualified' },
      kind: 'marketingQualified',
      tasks: 1,
    },
    { is: 'salesQualified', change: {}, kind: 'salesQualified', tasks: 1 },
    { is: 'coSell', change: { type: 'Shared' }, kind: 'coSell', tasks: 1 },
    {
      is: 'coSell, accepted already',
      change: { type: 'Shared', ...ACCEPTED },
      kind: 'coSell',
      tasks: 0,
    },
  ])('of kind $is', async ({ change, kind, tasks }) => {
    await start();
    const id = await arrived(harness, change);
    expect(harness.opportunity(id)['PC_Referral_Kind__c']).toBe(kind);
    await rest(harness);
    expect(counts(harness)).toEqual({ accounts: 1, contacts: 1, opportunities: 1, tasks });
  });

  test('accepted already: at work in the CRM, nothing to answer, in the forecast', async () => {
    await start();
    const id = await arrived(harness, ACCEPTED);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: { stage: 'Qualification', referral: 'Accepted' },
        portal: { stage: 'Accepted' },
      }),
    );
    expect(harness.opportunity(id)).toMatchObject({
      ForecastCategoryName: 'Pipeline',
      PC_Respond_By__c: null,
    });
    await rest(harness);
  });

  test.each([
    { where: 'FR', change: 'FR', owner: 'carla.mendes@contoso.example' },
    { where: 'a country of nobody', change: 'BR', owner: 'sales@contoso.example' },
  ])('$where: its owner', async ({ change, owner }) => {
    await start({
      tenant: {
        assign: {
          default: 'sales@contoso.example',
          byCountry: { FR: 'carla.mendes@contoso.example' },
        },
      },
    });
    const id = await arrived(harness, { customerProfile: { address: { country: change } } });
    const row = harness.opportunity(id);
    expect(row['OwnerId']).toBe(harness.crm.org.userId(owner));
    await rest(harness);
  });

  test('whose owner nobody knows: told, until it is somebody', async () => {
    await start({ tenant: { assign: { default: 'gone@contoso.example' } } });
    const id = await arrived(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          status: 'Action needed',
          message:
            'No active CRM user has the e-mail gone@contoso.example. Change the owner of this opportunity to the seller who is to answer.',
        },
      }),
    );
    await rest(harness);
    harness.sell(id, { OwnerId: harness.crm.org.userId('bruno.lima@contoso.example') });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(ARRIVED);
    await rest(harness);
  });

  test('without name, date and value: what was invented is said and is not sent', async () => {
    await start();
    const id = await arrived(harness, {
      name: null,
      qualification: 'Direct',
      details: { dealValue: null, currency: null, closingDateTime: null },
    });
    expect(harness.opportunity(id)['Name']).toBe('Northwind Traders Ltd – Customer inquiry');
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          value: null,
          closeDate: '2027-02-23',
          status: 'Waiting',
          message:
            'Close date was filled in by the sync and has not been sent to Microsoft. Change it, or set Answer to Microsoft to Accept to confirm it.',
        },
        portal: { value: null, closes: null },
      }),
    );
    await rest(harness);
    expect(harness.partner.referral(id)).toMatchObject({ name: null });
  });

  test('with a value the org fills in by itself: it stays here', async () => {
    await start();
    harness.crm.org.addFlow('Opportunity', (row) =>
      row['Amount'] === null && row['CreatedDate'] === null ? { Amount: 1 } : undefined,
    );
    const id = await arrived(harness, { details: { dealValue: null, currency: null } });
    await rest(harness);
    expect(shown(harness, id)).toMatchObject({
      seller: { value: '1 USD' },
      portal: { value: null },
    });
  });
});
