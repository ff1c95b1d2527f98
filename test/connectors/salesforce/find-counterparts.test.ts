import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { referralId } from '#core/lead/ids.ts';
import type { CounterpartQuery } from '#core/ports/crm-system.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectSignIn, type SentComposite } from './org.ts';
import { describeOf, recorded, refusal, REFERRAL, ROW_ID, row, view } from './rows.ts';

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
const C1 = '003000000000001AAA';
const KEYED = { PC_Customer_Key__c: 'customer-key' };

const soqlOf = (sent: SentComposite) =>
  sent.body.compositeRequest.map((part) => {
    const url = new URL(part.url, 'https://org.example');
    return [part.referenceId, url.pathname.split('/').at(-1), url.searchParams.get('q')];
  });

const expectDescribes = (): void => {
  expectSignIn();
  expectDescribe('Opportunity');
  expectDescribe('Account');
  expectDescribe('Contact');
};

const bare = (object: 'Opportunity' | 'Account' | 'Contact') => {
  const all = describeOf(object);
  return { ...all, fields: all.fields.filter((one) => !String(one['name']).startsWith('PC_')) };
};

describe('the one look for a new lead', () => {
  test('is a single call of five queries', async () => {
    expectDescribes();
    const sent = expectComposite([
      rows(row(), row({ Id: '006000000000002AAA', PC_Referral_Id__c: null })),
      rows(account(A1, KEYED)),
      rows(),
      rows(contact(C1, { PC_Key__c: 'CONTACT-KEY' })),
      rows({ Id: '005000000000002' }),
    ]);
    const { crm } = openSalesforce();
    const { fields } = view();
    expect(await crm.findCounterparts(QUERY)).toEqual({
      byReferral: [view()],
      byCrmId: view({ id: '006000000000002AAA', fields: { ...fields, PC_Referral_Id__c: null } }),
      customerId: A1,
      contactId: C1,
      ownerId: '005000000000002AAA',
    });
    expect(sent.body.allOrNone).toBe(false);
    const [[first, resource, soql] = [], ...others] = soqlOf(sent);
    expect([first, resource, /WHERE (.*)/.exec(soql ?? '')?.[1]]).toEqual([
      'rows',
      'queryAll',
      `PC_Referral_Id__c = '${REFERRAL}' OR Id = '006000000000002'`,
    ]);
    expect(others).toEqual([
      [
        'accounts',
        'queryAll',
        "SELECT Id, IsDeleted, MasterRecordId, PC_Customer_Key__c, DunsNumber FROM Account WHERE PC_Customer_Key__c = 'customer-key' OR DunsNumber = '123456789' LIMIT 10",
      ],
      [
        'namesakes',
        'queryAll',
        String.raw`SELECT Id, IsDeleted, MasterRecordId, PC_Customer_Key__c, DunsNumber FROM Account WHERE IsDeleted = false AND Name = 'O\'Brien Ltda' AND BillingCountry IN ('BR','Brazil') LIMIT 2`,
      ],
      [
        'contacts',
        'queryAll',
        "SELECT Id, IsDeleted, MasterRecordId, PC_Key__c FROM Contact WHERE PC_Key__c = 'contact-key' OR Email = 'ana@obrien.example' LIMIT 10",
      ],
      [
        'owners',
        'query',
        "SELECT Id FROM User WHERE Email = 'Seller@contoso.example' AND IsActive = true LIMIT 2",
      ],
    ]);
  });

  test.each([
    {
      case: 'a deleted row with our id is told too',
      parts: [rows(row({ IsDeleted: true }))],
      is: { byReferral: [view({ isDeleted: true })] },
    },
    { case: 'nothing', parts: [rows()], is: { byReferral: [], byCrmId: undefined } },
  ])('$case', async ({ parts, is }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite(parts);
    const { crm } = openSalesforce();
    expect(await crm.findCounterparts(NOBODY)).toMatchObject(is);
  });

  test('a CRM id that is no opportunity id is not asked for', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const sent = expectComposite([rows()]);
    const { crm } = openSalesforce();
    await crm.findCounterparts({ ...NOBODY, crmId: 'OPP-2024/17' });
    expect(soqlOf(sent)[0]?.[2]).not.toContain('OPP-2024');
  });

  test('before anything is provisioned it asks for what is there', async () => {
    expectSignIn();
    expectDescribe('Opportunity', bare('Opportunity'));
    expectDescribe('Account', bare('Account'));
    expectDescribe('Contact', bare('Contact'));
    const sent = expectComposite([rows(), rows(account(A1)), rows(contact(C1))]);
    const { crm } = openSalesforce();
    const query = { ...QUERY, crmId: null, ownerEmail: null };
    expect(await crm.findCounterparts(query)).toEqual({
      byReferral: [],
      byCrmId: undefined,
      customerId: A1,
      contactId: C1,
      ownerId: undefined,
    });
    expect(soqlOf(sent).map(([name]) => name)).toEqual(['accounts', 'namesakes', 'contacts']);
  });

  test('a query that is refused is thrown with its words', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([{ status: 403, body: refusal('INSUFFICIENT_ACCESS', 'no view') }]);
    const { crm } = openSalesforce();
    await expect(crm.findCounterparts(NOBODY)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      details: { systemWords: 'no view' },
    });
  });

  test('the recorded reply of a composite without rows reads as none', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const reply = recorded('composite.query.200') as {
      compositeResponse: readonly { body: object; httpStatusCode: number }[];
    };
    const [first] = reply.compositeResponse;
    expectComposite([{ status: first?.httpStatusCode ?? 0, body: first?.body }]);
    const { crm } = openSalesforce();
    expect((await crm.findCounterparts(NOBODY)).byReferral).toEqual([]);
  });
});

test('the opportunity that the CRM id names is found by its short id', async () => {
  expectSignIn();
  expectDescribe('Opportunity');
  expectComposite([rows(row())]);
  const { crm } = openSalesforce();
  const found = await crm.findCounterparts({ ...NOBODY, crmId: ROW_ID.slice(0, 15) });
  expect(found.byCrmId).toEqual(view());
});
