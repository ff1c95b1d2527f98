import { describe, expect, test } from '@jest/globals';
import { SyncError, type SyncErrorCode } from '#core/failures/sync-error.ts';
import { createProvisionerOver } from '#connectors/salesforce/provision.ts';
import { createProvisionOrg } from './provision-org.ts';
import { provision, REQUEST, stepsLike } from './provision-run.ts';

describe('a refusal is told in the words of Salesforce and the rest goes on', () => {
  test('of a field: rights are given on the others', async () => {
    const org = createProvisionOrg();
    org.refuse(
      (path, body) =>
        path.endsWith('/CustomField') && body['FullName'] === 'Opportunity.PC_Needs__c',
      'LIMIT_EXCEEDED',
      'You have reached the maximum number of long text areas.',
    );
    const report = await provision(org);
    expect(stepsLike(report, 'refused')).toEqual([
      {
        what: 'field Opportunity.PC_Needs__c',
        state: 'refused',
        words: 'You have reached the maximum number of long text areas.',
      },
    ]);
    expect(org.fields.size).toBe(20);
    expect(org.tables['FieldPermissions']?.length).toBe(40);
  });

  test('of one row: its neighbours in the same call are written', async () => {
    const org = createProvisionOrg();
    org.refuse(
      (path, body) => path === 'row ObjectPermissions' && body['SobjectType'] === 'Contact',
      'FIELD_INTEGRITY_EXCEPTION',
      'Permission Edit Contact depends on permission(s): Read Account',
    );
    const report = await provision(org);
    expect(stepsLike(report, 'refused')).toEqual([
      {
        what: 'PC_Lead_Sync: rights on Contact',
        state: 'refused',
        words: 'Permission Edit Contact depends on permission(s): Read Account',
      },
    ]);
    expect(org.tables['ObjectPermissions']?.map((row) => row['SobjectType'])).toEqual([
      'Account',
      'Opportunity',
    ]);
  });

  test('of a permission set: the other set is made, nothing is given for the refused one', async () => {
    const org = createProvisionOrg();
    org.refuse((path) => path === '/sobjects/PermissionSet', 'INSUFFICIENT_ACCESS', 'No access.');
    const report = await provision(org);
    expect(stepsLike(report, 'refused')).toEqual([
      { what: 'permission set PC_Lead_Sync', state: 'refused', words: 'No access.' },
    ]);
    expect(report.steps.filter((entry) => entry.what.startsWith('PC_Lead_Sync'))).toEqual([]);
    expect(stepsLike(report, 'assigned')).toEqual([
      { what: 'PC_Lead_Seller for ana@contoso.example', state: 'assigned' },
    ]);
  });

  test('of an assignment: the licence does not allow it', async () => {
    const org = createProvisionOrg();
    org.refuse(
      (path) => path === 'row PermissionSetAssignment',
      'FIELD_INTEGRITY_EXCEPTION',
      'No licence.',
    );
    const report = await provision(org);
    expect(stepsLike(report, 'refused')).toEqual([
      { what: 'PC_Lead_Sync for sync@contoso.example', state: 'refused', words: 'No licence.' },
    ]);
  });

  test('of the look at fields: no field is made, the sets still are', async () => {
    const org = createProvisionOrg();
    const api = {
      ...org.api,
      query: async (soql: string, options?: { isTooling?: boolean }) => {
        if (options?.isTooling === true)
          throw new SyncError('FORBIDDEN', 'refused', { systemWords: 'You need a right.' });
        return org.api.query(soql);
      },
    };
    const report = await createProvisionerOver(api).provision(REQUEST);
    expect(report.steps[0]).toEqual({
      what: 'list of custom fields',
      state: 'refused',
      words: 'You need a right.',
    });
    expect(report.problems).toEqual([
      'No field was made or checked: the signed-in user needs Customize Application.',
    ]);
    expect({ fields: org.fields.size, sets: org.tables['PermissionSet']?.length }).toEqual({
      fields: 0,
      sets: 2,
    });
  });
});

test.each<{ code: SyncErrorCode; status?: number; ends: boolean }>([
  { code: 'UNAVAILABLE', ends: true },
  { code: 'UNAVAILABLE', status: 500, ends: false },
  { code: 'TOKEN_REJECTED', status: 401, ends: true },
  { code: 'BUDGET_SPENT', ends: true },
  { code: 'UNKNOWN_RESULT', ends: false },
  { code: 'FORBIDDEN', status: 403, ends: false },
])('$code (HTTP $status) ends the whole run: $ends', async ({ code, status, ends }) => {
  const org = createProvisionOrg();
  const api = {
    ...org.api,
    post: async () => {
      throw new SyncError(code, 'It failed.', status === undefined ? {} : { status });
    },
  };
  const outcome = await createProvisionerOver(api)
    .provision(REQUEST)
    .then(
      (report) => report.steps[0]?.state,
      (error: unknown) => (error as Error).message,
    );
  expect(outcome).toBe(ends ? 'It failed.' : 'refused');
});
