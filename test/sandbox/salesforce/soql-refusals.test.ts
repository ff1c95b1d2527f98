import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeAll(async () => {
  sandbox = await startSalesforce({ now: () => Date.parse('2026-11-24T09:10:11Z') });
  caller = await createCaller(sandbox);
});

afterAll(() => sandbox.stop());

test('a refusal shows the place', async () => {
  expect(await caller.query('SELECT Nope FROM Opportunity')).toMatchObject({
    status: 400,
    body: [
      {
        errorCode: 'INVALID_FIELD',
        message:
          "\nSELECT Nope FROM Opportunity\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nope' on entity 'Opportunity'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      },
    ],
  });
});

test.each([
  { soql: '', code: 'MALFORMED_QUERY' },
  { soql: 'SELECT FROM Opportunity', code: 'MALFORMED_QUERY' },
  { soql: 'SELECT Id FROM', code: 'MALFORMED_QUERY' },
  { soql: 'SELECT Id FROM Opportunity WHERE', code: 'MALFORMED_QUERY' },
  { soql: 'SELECT Id FROM Opportunity LIMIT x', code: 'MALFORMED_QUERY' },
  {
    soql: "SELECT Id FROM Opportunity WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
    code: 'MALFORMED_QUERY',
  },
  { soql: 'SELECT Id FROM Opportunity WHERE Name IN ()', code: 'MALFORMED_QUERY' },
  { soql: String.raw`SELECT Id FROM Opportunity WHERE Name = 'a\q'`, code: 'MALFORMED_QUERY' },
  { soql: "SELECT Id FROM Opportunity WHERE Name = 'a", code: 'MALFORMED_QUERY' },
  {
    soql: "SELECT Id FROM Opportunity WHERE SystemModstamp > '2026-11-24T09:00:00Z'",
    code: 'INVALID_FIELD',
  },
  { soql: 'SELECT Id FROM Opportunity WHERE Name = 5', code: 'INVALID_FIELD' },
  { soql: "SELECT Id FROM Opportunity WHERE Amount = '5'", code: 'INVALID_FIELD' },
  { soql: "SELECT Id FROM Opportunity WHERE IsWon = 'true'", code: 'INVALID_FIELD' },
  { soql: "SELECT Id FROM Opportunity WHERE Description = 'x'", code: 'INVALID_FIELD' },
  { soql: "SELECT Id FROM Opportunity WHERE PC_Notes__c = 'x'", code: 'INVALID_FIELD' },
  { soql: "SELECT Id FROM Opportunity WHERE Id = '006'", code: 'INVALID_QUERY_FILTER_OPERATOR' },
  { soql: 'SELECT Boss.Name FROM Opportunity', code: 'INVALID_FIELD' },
  { soql: 'SELECT Id, Id FROM Opportunity', code: 'INVALID_FIELD' },
  { soql: 'SELECT Id, (SELECT Id FROM Nopes) FROM Opportunity', code: 'INVALID_TYPE' },
  { soql: 'SELECT Id FROM Nope', code: 'INVALID_TYPE' },
  { soql: 'SELECT Id FROM CurrencyType', code: 'INVALID_TYPE' },
  { soql: 'SELECT Id FROM Opportunity OFFSET 2001', code: 'NUMBER_OUTSIDE_VALID_RANGE' },
])('$code: $soql', async ({ soql, code }) => {
  expect(await caller.query(soql)).toMatchObject({ status: 400, body: [{ errorCode: code }] });
});
