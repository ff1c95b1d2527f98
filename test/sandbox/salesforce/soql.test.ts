import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let now = Date.parse('2026-11-24T09:00:00Z');
let sandbox: Salesforce;
let caller: Caller;
const idOf: Record<string, string> = {};

/** a to f, a minute apart; e is deleted. */
const DEALS = [
  {
    Name: 'a',
    StageName: 'Prospecting',
    CloseDate: '2026-12-01',
    Amount: 10,
    PC_Referral_Id__c: 'R-a',
  },
  { Name: 'b', StageName: 'Closed Won', CloseDate: '2026-11-24', Amount: 20, PC_Favorite__c: true },
  { Name: 'c', StageName: 'Closed Lost', CloseDate: '2026-11-23', NextStep: "it's 50% off_\\" },
  {
    Name: 'd',
    StageName: 'Prospecting',
    CloseDate: '2026-12-01',
    Amount: 20,
    PC_Referral_Id__c: 'R-d',
  },
  { Name: 'e', StageName: 'Prospecting', CloseDate: '2026-12-02', PC_Referral_Id__c: 'R-e' },
  { Name: 'f', StageName: 'Prospecting', CloseDate: '2026-12-03', NextStep: 'line\nbreak' },
];

beforeAll(async () => {
  sandbox = await startSalesforce({ now: () => now });
  const { org } = sandbox;
  const account = org.insert('Account', { Name: 'Fabrikam' });
  const contact = org.insert('Contact', { LastName: 'Doe', Email: 'jo@fabrikam.example' });
  for (const fields of DEALS) {
    now += 60_000;
    idOf[fields.Name] = org.insert('Opportunity', {
      ...fields,
      ...(fields.Name === 'a' ? { AccountId: account, ContactId: contact } : {}),
    });
  }
  org.delete(idOf['e'] ?? '');
  caller = await createCaller(sandbox);
});

afterAll(() => sandbox.stop());

const named = async (where: string, more = 'ORDER BY Name'): Promise<string> => {
  const { body } = await caller.query(`SELECT Name FROM Opportunity WHERE ${where} ${more}`);
  const { records } = body as { records?: readonly { Name: string }[] };
  return records?.map((row) => row.Name).join('') ?? JSON.stringify(body);
};

describe('where', () => {
  test.each([
    { where: "Name = 'A'", is: 'a' },
    { where: "Name != 'a'", is: 'bcdf' },
    { where: "Name IN ('a', 'D', 'z')", is: 'ad' },
    { where: "Name NOT IN ('a', 'd')", is: 'bcf' },
    { where: "NOT Name = 'a'", is: 'bcdf' },
    { where: 'Amount = null', is: 'cf' },
    { where: 'Amount != NULL', is: 'abd' },
    { where: 'Amount > 10', is: 'bd' },
    { where: 'Amount >= 10 AND Amount < 20', is: 'a' },
    { where: 'Amount <= 10.5', is: 'a' },
    { where: 'IsClosed = true', is: 'bc' },
    { where: 'IsClosed = true AND IsWon = false', is: 'c' },
    { where: 'PC_Favorite__c = false', is: 'acdf' },
    { where: "StageName = 'Prospecting' AND (Amount = 10 OR Amount = null)", is: 'af' },
    { where: "(Name = 'a' OR Name = 'b') AND Amount = 20", is: 'b' },
    { where: 'CloseDate > 2026-11-24', is: 'adf' },
    { where: 'CloseDate = TODAY', is: 'b' },
    { where: 'CloseDate = LAST_N_DAYS:1', is: 'bc' },
    { where: 'CloseDate = YESTERDAY', is: 'c' },
    { where: 'CloseDate >= TOMORROW', is: 'adf' },
    { where: 'CloseDate = NEXT_N_DAYS:7', is: 'ad' },
    { where: 'SystemModstamp < TODAY', is: '' },
    { where: 'SystemModstamp >= 2026-11-24T09:04:00Z', is: 'df' },
    { where: 'SystemModstamp > 2026-11-24T06:03:00-03:00', is: 'df' },
    { where: "PC_Referral_Id__c = 'r-A'", is: 'a' },
    { where: "PC_Referral_Id__c IN ('R-a', 'R-d', 'R-e')", is: 'ad' },
    { where: "PC_Referral_Id__c = 'R-a' OR PC_Referral_Id__c = 'R-d'", is: 'ad' },
    { where: "PC_Referral_Id__c LIKE 'r-%'", is: 'ad' },
    { where: "Name LIKE '_' AND Amount = 20", is: 'bd' },
    { where: String.raw`NextStep = 'it\'s 50% off_\\'`, is: 'c' },
    { where: String.raw`NextStep LIKE '%50\% off\_%'`, is: 'c' },
    { where: String.raw`NextStep LIKE '%50\_%'`, is: '' },
    { where: String.raw`NextStep = 'line\nbreak'`, is: 'f' },
    { where: String.raw`Name = '\u0061'`, is: 'a' },
    { where: "Account.Name = 'fabrikam'", is: 'a' },
    { where: 'Account.Name = null', is: 'bcdf' },
    { where: "Owner.Email = 'sales@contoso.example' AND Name < 'c'", is: 'ab' },
    { where: "Opportunity.Name = 'a'", is: 'a' },
  ])('$where', async ({ where, is }) => {
    expect(await named(where)).toBe(is);
  });

  test('by Id in both lengths, and after an Id', async () => {
    const [a = '', b = ''] = [idOf['a'], idOf['b']];
    expect(await named(`Id = '${a.slice(0, 15)}'`)).toBe('a');
    expect(await named(`Id IN ('${a}', '${b}')`)).toBe('ab');
    expect(await named(`Id > '${b}'`)).toBe('cdf');
  });

  test('a feed by keyset goes on after stamp and id', async () => {
    const more = 'ORDER BY SystemModstamp, Id LIMIT 2';
    const at = '2026-11-24T09:02:00Z';
    const where = `SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${idOf['b'] ?? ''}')`;
    expect(await named(where, more)).toBe('cd');
  });
});

describe('order', () => {
  test.each([
    { more: 'ORDER BY Amount, Name DESC', is: 'fcadb' },
    { more: 'ORDER BY Amount DESC NULLS LAST, Name', is: 'bdacf' },
    { more: 'ORDER BY SystemModstamp DESC LIMIT 2', is: 'fd' },
    { more: 'ORDER BY SystemModstamp ASC, Id ASC LIMIT 2 OFFSET 1', is: 'bc' },
    { more: 'ORDER BY Account.Name NULLS LAST, Name LIMIT 1', is: 'a' },
  ])('$more', async ({ more, is }) => {
    expect(await named("Name != 'z'", more)).toBe(is);
  });
});

describe('select', () => {
  test('parents and children, null where there is none', async () => {
    const soql =
      "SELECT id, Account.Name, Account.Owner.Email, (SELECT Contact.Email, IsPrimary FROM OpportunityContactRoles), (SELECT Id FROM Tasks) FROM Opportunity WHERE Name IN ('a', 'b') ORDER BY Name";
    const attributes = expect.anything() as unknown;
    expect((await caller.query(soql)).body).toEqual({
      totalSize: 2,
      done: true,
      records: [
        {
          attributes: {
            type: 'Opportunity',
            url: `/services/data/v67.0/sobjects/Opportunity/${idOf['a'] ?? ''}`,
          },
          Id: idOf['a'],
          Account: {
            attributes,
            Name: 'Fabrikam',
            Owner: { attributes, Email: 'sales@contoso.example' },
          },
          OpportunityContactRoles: {
            totalSize: 1,
            done: true,
            records: [
              {
                attributes,
                Contact: { attributes, Email: 'jo@fabrikam.example' },
                IsPrimary: true,
              },
            ],
          },
          Tasks: null,
        },
        {
          attributes,
          Id: idOf['b'],
          Account: null,
          OpportunityContactRoles: null,
          Tasks: null,
        },
      ],
    });
  });

  test('counts', async () => {
    expect((await caller.query('SELECT COUNT() FROM Opportunity')).body).toEqual({
      totalSize: 5,
      done: true,
      records: [],
    });
    expect((await caller.query('SELECT COUNT(Amount) n FROM Opportunity')).body).toEqual({
      totalSize: 1,
      done: true,
      records: [{ attributes: { type: 'AggregateResult' }, n: 3 }],
    });
  });

  test('the bin by queryAll alone', async () => {
    const soql = "SELECT Name, IsDeleted FROM Opportunity WHERE PC_Referral_Id__c = 'R-e'";
    expect((await caller.query(soql)).body).toMatchObject({ totalSize: 0 });
    expect((await caller.queryAll(soql)).body).toMatchObject({
      records: [{ Name: 'e', IsDeleted: true }],
    });
  });

  test('all fields by FIELDS, within 200 rows', async () => {
    const { body } = await caller.query('SELECT FIELDS(CUSTOM) FROM Opportunity LIMIT 1');
    const [row] = (body as { records: readonly object[] }).records;
    expect(
      Object.keys(row ?? {}).every((name) => name === 'attributes' || name.endsWith('__c')),
    ).toBe(true);
    expect((await caller.query('SELECT FIELDS(ALL) FROM Opportunity')).body).toMatchObject([
      { errorCode: 'MALFORMED_QUERY' },
    ]);
  });
});
