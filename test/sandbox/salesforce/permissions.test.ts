import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startSalesforce({
    now: () => Date.parse('2026-11-24T09:10:11Z'),
    provisioned: false,
  });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

describe('permission rows', () => {
  test.each([
    { object: 'PermissionSet', code: 'DUPLICATE_DEVELOPER_NAME' },
    { object: 'FieldPermissions', code: 'DUPLICATE_VALUE' },
    { object: 'ObjectPermissions', code: 'DUPLICATE_VALUE' },
    { object: 'PermissionSetAssignment', code: 'DUPLICATE_VALUE' },
  ])('a second $object is refused', async ({ object, code }) => {
    const set = await caller.create('PermissionSet', { Name: 'Own', Label: 'Own' });
    const bodies: Readonly<Record<string, object>> = {
      PermissionSet: { Name: 'Other', Label: 'Other' },
      FieldPermissions: {
        ParentId: set,
        SobjectType: 'Opportunity',
        Field: 'Opportunity.Amount',
        PermissionsRead: true,
      },
      ObjectPermissions: { ParentId: set, SobjectType: 'Account', PermissionsRead: true },
      PermissionSetAssignment: {
        PermissionSetId: set,
        AssigneeId: sandbox.org.userId('sales@contoso.example'),
      },
    };
    const body = bodies[object] ?? {};
    const first = await caller.call('POST', `/sobjects/${object}`, { body });
    const second = await caller.call('POST', `/sobjects/${object}`, { body });
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 400, body: [{ errorCode: code }] });
  });

  test('no right to edit without one to read, none on a required field', async () => {
    const ParentId = await caller.create('PermissionSet', { Name: 'Own', Label: 'Own' });
    const right = { ParentId, SobjectType: 'Opportunity' };
    const refused = await Promise.all(
      [
        { ...right, Field: 'Opportunity.Amount', PermissionsEdit: true },
        { ...right, Field: 'Opportunity.Name', PermissionsRead: true },
      ].map((body) => caller.call('POST', '/sobjects/FieldPermissions', { body })),
    );
    expect(refused.map((reply) => reply.body)).toMatchObject([
      [{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }],
      [{ errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }],
    ]);
  });
});
