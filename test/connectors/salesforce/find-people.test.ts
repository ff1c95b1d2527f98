import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { referralId } from '#core/lead/ids.ts';
import type { CounterpartQuery } from '#core/ports/crm-system.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectQuery, expectSignIn } from './org.ts';
import { REFERRAL } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const QUERY: CounterpartQuery = {
  referral: referralId(REFERRAL),
  crmId: '006000000000002',
  customer: {
    key: 'customer-key',
    name: "O'Brien Ltda",
    duns: '123456789',
    street: null,
    city: null,
    state: null,
    postalCode: null,
    country: 'BR',
  },
  contact: {
    key: 'contact-key',
    firstName: 'Ana',
    lastName: 'Lima',
    email: 'ana@obrien.example',
    phone: null,
  },
  ownerEmail: 'Seller@contoso.example',
};
const NOBODY: CounterpartQuery = { ...QUERY, customer: null, contact: null, ownerEmail: null };

const rows = (...records: object[]) => ({
  status: 200,
  body: { totalSize: records.length, done: true, records },
});
const account = (id: string, more: object = {}) => ({
  Id: id,
  IsDeleted: false,
  MasterRecordId: null,
  PC_Customer_Key__c: null,
  ...more,
});
const contact = (id: string, more: object = {}) => ({
  Id: id,
  IsDeleted: false,
  MasterRecordId: null,
  PC_Key__c: null,
  ...more,
});
const A1 = '001000000000001AAA';
const A2 = '001000000000002AAA';
const C1 = '003000000000001AAA';
const C2 = '003000000000002AAA';
const KEYED = { PC_Customer_Key__c: 'customer-key' };

const expectDescribes = (): void => {
  expectSignIn();
  expectDescribe('Opportunity');
  expectDescribe('Account');
  expectDescribe('Contact');
};

describe('the account', () => {
  test.each([
    {
      case: 'our key wins over others with the same DUNS',
      strong: [account(A2), account(A1, KEYED)],
      named: [],
      is: A1,
    },
    { case: 'one with the DUNS', strong: [account(A2)], named: [], is: A2 },
    {
      case: 'two with the DUNS: no guess',
      strong: [account(A1), account(A2)],
      named: [account(A1)],
      is: undefined,
    },
    { case: 'one of that name and country', strong: [], named: [account(A2)], is: A2 },
    {
      case: 'two of that name and country: no guess',
      strong: [],
      named: [account(A1), account(A2)],
      is: undefined,
    },
    {
      case: 'a deleted one is never adopted',
      strong: [account(A1, { ...KEYED, IsDeleted: true })],
      named: [],
      is: undefined,
    },
    { case: 'nobody', strong: [], named: [], is: undefined },
  ])('$case', async ({ strong, named, is }) => {
    expectDescribes();
    expectComposite([rows(), rows(...strong), rows(...named), rows(), rows()]);
    const { crm } = openSalesforce();
    expect((await crm.findCounterparts(QUERY)).customerId).toBe(is);
  });

  test('a merged one is followed to what it was merged into, and on', async () => {
    expectDescribes();
    const merged = account(A1, { ...KEYED, IsDeleted: true, MasterRecordId: A2 });
    expectComposite([rows(), rows(merged), rows(), rows(), rows()]);
    const A3 = '001000000000003AAA';
    const asked = expectQuery([account(A2, { IsDeleted: true, MasterRecordId: A3 })]);
    expectQuery([account(A3)]);
    const { crm } = openSalesforce();
    expect((await crm.findCounterparts(QUERY)).customerId).toBe(A3);
    expect(asked.soql).toBe(
      `SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE Id = '${A2}' LIMIT 10`,
    );
  });
});

describe('the contact', () => {
  test.each([
    {
      case: 'our key wins over others with the same e-mail',
      found: [contact(C2), contact(C1, { PC_Key__c: 'contact-key' })],
      is: C1,
    },
    { case: 'one with the e-mail', found: [contact(C2)], is: C2 },
    { case: 'two with the e-mail: no guess', found: [contact(C1), contact(C2)], is: undefined },
    {
      case: 'a deleted one beside a living one',
      found: [contact(C1, { IsDeleted: true }), contact(C2)],
      is: C2,
    },
  ])('$case', async ({ found, is }) => {
    expectDescribes();
    expectComposite([rows(), rows(), rows(), rows(...found), rows()]);
    const { crm } = openSalesforce();
    expect((await crm.findCounterparts(QUERY)).contactId).toBe(is);
  });
});

describe('the owner', () => {
  const ask = { ...NOBODY, ownerEmail: 'seller@contoso.example' };

  test('once found is not asked for again, whatever the case of the e-mail', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([rows(), rows({ Id: '005000000000002AAA' })]);
    const second = expectComposite([rows()]);
    const { crm } = openSalesforce();
    await crm.findCounterparts(ask);
    const again = await crm.findCounterparts({ ...ask, ownerEmail: 'SELLER@contoso.example' });
    expect(again.ownerId).toBe('005000000000002AAA');
    expect(second.body.compositeRequest.length).toBe(1);
  });

  test.each([
    { case: 'nobody', users: [] },
    { case: 'two', users: [{ Id: '005000000000002AAA' }, { Id: '005000000000003AAA' }] },
  ])('$case with that e-mail: none, and asked again next time', async ({ users }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([rows(), rows(...users)]);
    expectComposite([rows(), rows({ Id: '005000000000004AAA' })]);
    const { crm } = openSalesforce();
    const found = [await crm.findCounterparts(ask), await crm.findCounterparts(ask)];
    expect(found.map((one) => one.ownerId)).toEqual([undefined, '005000000000004AAA']);
  });
});
