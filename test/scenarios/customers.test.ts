import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { arrived, leadWith } from './support/lead.ts';
import { counts } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

describe('a lead', () => {
  test('of a customer and person the CRM knows: both are found, none is made', async () => {
    const { org } = harness.crm;
    const accountId = org.insert('Account', {
      Name: 'Northwind Traders Ltd',
      BillingCountry: 'United Kingdom',
    });
    const contactId = org.insert('Contact', {
      LastName: 'Okafor-Smith',
      Email: 'ADA.okafor@northwind.example',
      AccountId: accountId,
    });
    const id = await arrived(harness);
    expect(harness.opportunity(id)['AccountId']).toBe(accountId);
    expect(org.rows('OpportunityContactRole')).toMatchObject([{ ContactId: contactId }]);
    await rest(harness);
    expect(counts(harness)).toEqual({ accounts: 1, contacts: 1, opportunities: 1, tasks: 1 });
  });

  test('twice from one customer: one account, one contact, two opportunities with a task each', async () => {
    harness.partner.addReferral(leadWith({}));
    harness.partner.addReferral(leadWith({}));
    await rest(harness);
    expect(counts(harness)).toEqual({ accounts: 1, contacts: 1, opportunities: 2, tasks: 2 });
  });

  test('found by two accounts of that name: none is guessed, a new one carries the key', async () => {
    const { org } = harness.crm;
    const twins = [1, 2].map(() =>
      org.insert('Account', { Name: 'Northwind Traders Ltd', BillingCountry: 'United Kingdom' }),
    );
    const id = await arrived(harness);
    expect(twins).not.toContain(harness.opportunity(id)['AccountId']);
    await rest(harness);
    expect(counts(harness)).toEqual({ accounts: 3, contacts: 1, opportunities: 1, tasks: 1 });
  });
});
