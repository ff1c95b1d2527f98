import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import nock from 'nock';
import { openSalesforce, OUR_USER } from './open-salesforce.ts';
import { expectComposite, expectSignIn } from './org.ts';
import { recorded } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const records = (...rows: object[]) => ({ totalSize: rows.length, done: true, records: rows });

test('the org and the user are told by the org itself', async () => {
  expectSignIn();
  const sent = expectComposite([
    { status: 200, body: records(recorded('row.Organization') as object) },
    { status: 200, body: records({ Id: OUR_USER, Username: 'sync@contoso.example' }) },
  ]);
  const { crm } = openSalesforce();
  expect(await crm.identify()).toEqual({
    organizationId: '00D0xORGID00000000',
    organizationName: 'CumulusCI - Dev Workspace',
    isSandbox: true,
    userId: OUR_USER,
    userName: 'sync@contoso.example',
  });
  expect(sent.body.collateSubrequests).toBe(false);
});
