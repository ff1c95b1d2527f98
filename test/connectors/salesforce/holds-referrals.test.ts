import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import nock from 'nock';
import { openSalesforce } from './open-salesforce.ts';
import { expectDescribe, expectQuery, expectSignIn } from './org.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

test('looking for referral ids asks the recorded way', async () => {
  expectSignIn();
  expectDescribe('Opportunity');
  const asked = expectQuery([]);
  const { crm } = openSalesforce();
  await crm.holdsReferrals();
  expect(asked.soql).toBe('SELECT Id FROM Opportunity WHERE PC_Referral_Id__c != null LIMIT 1');
});
