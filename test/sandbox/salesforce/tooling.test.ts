import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';

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

const FIELD_PATH = '/tooling/sobjects/CustomField';
const make = (FullName: string, Metadata: object): Promise<Reply> =>
  caller.call('POST', FIELD_PATH, { body: { FullName, Metadata } });
const KEY = {
  label: 'Referral Id',
  type: 'Text',
  length: 36,
  unique: true,
  caseSensitive: false,
  externalId: true,
};
const PICK = {
  label: 'Answer to Microsoft',
  type: 'Picklist',
  valueSet: {
    restricted: true,
    valueSetDefinition: {
      sorted: false,
      value: [
        { fullName: 'Accept', label: 'Aceitar', default: false },
        { fullName: 'Decline', label: 'Recusar', default: false },
      ],
    },
  },
};
const isSeen = async (object: string, name: string): Promise<boolean> => {
  const { body } = await caller.call('GET', `/sobjects/${object}/describe`);
  return (body as { fields: readonly { name: string }[] }).fields.some(
    (field) => field.name === name,
  );
};

const grant = async (SobjectType: string, name: string, edit: boolean): Promise<void> => {
  const set = await caller.create('PermissionSet', { Name: 'PC_Lead_Sync', Label: 'Lead Sync' });
  await caller.create('FieldPermissions', {
    ParentId: set,
    SobjectType,
    Field: `${SobjectType}.${name}`,
    PermissionsRead: true,
    PermissionsEdit: edit,
  });
  expect(await isSeen(SobjectType, name)).toBe(false);
  await caller.create('PermissionSetAssignment', {
    PermissionSetId: set,
    AssigneeId: sandbox.integrationUserId,
  });
};

describe('a field made by API', () => {
  test('is seen by nobody until a permission set that one holds grants it', async () => {
    const made = await make('Opportunity.PC_Referral_Id__c', KEY);
    expect(made).toMatchObject({ status: 201, body: { success: true, errors: [] } });
    expect(await isSeen('Opportunity', 'PC_Referral_Id__c')).toBe(false);
    const soql = 'SELECT PC_Referral_Id__c FROM Opportunity';
    expect((await caller.query(soql)).status).toBe(400);
    await grant('Opportunity', 'PC_Referral_Id__c', true);
    expect(await isSeen('Opportunity', 'PC_Referral_Id__c')).toBe(true);
    expect((await caller.query(soql)).status).toBe(200);
  });

  test('granted for reading only cannot be written', async () => {
    await make('Opportunity.PC_Referral_Id__c', KEY);
    await grant('Opportunity', 'PC_Referral_Id__c', false);
    const body = {
      Name: 'a',
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
      PC_Referral_Id__c: 'R1',
    };
    expect((await caller.call('POST', '/sobjects/Opportunity', { body })).body).toMatchObject([
      { errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['PC_Referral_Id__c'] },
    ]);
  });

  test('of tasks is made on Activity and granted on Task', async () => {
    expect((await make('Task.PC_Key__c', KEY)).status).toBe(400);
    expect((await make('Activity.PC_Key__c', KEY)).status).toBe(201);
    await grant('Task', 'PC_Key__c', true);
    expect(await isSeen('Task', 'PC_Key__c')).toBe(true);
    const [set] = await caller.ids('SELECT Id FROM PermissionSet');
    const body = {
      ParentId: set,
      SobjectType: 'Activity',
      Field: 'Activity.PC_Key__c',
      PermissionsRead: true,
    };
    expect((await caller.call('POST', '/sobjects/FieldPermissions', { body })).body).toMatchObject([
      { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['SobjectType'] },
    ]);
  });

  test('works as made: unique, case ignored, labels of its values', async () => {
    await make('Opportunity.PC_Referral_Id__c', KEY);
    await make('Opportunity.PC_Decision__c', PICK);
    const set = await caller.create('PermissionSet', { Name: 'All', Label: 'All' });
    for (const name of ['PC_Referral_Id__c', 'PC_Decision__c']) {
      await caller.create('FieldPermissions', {
        ParentId: set,
        SobjectType: 'Opportunity',
        Field: `Opportunity.${name}`,
        PermissionsRead: true,
        PermissionsEdit: true,
      });
    }
    await caller.create('PermissionSetAssignment', {
      PermissionSetId: set,
      AssigneeId: sandbox.integrationUserId,
    });
    const { body } = await caller.call('GET', '/sobjects/Opportunity/describe');
    const { fields } = body as { fields: readonly { name: string; picklistValues: unknown }[] };
    expect(fields.find((field) => field.name === 'PC_Decision__c')?.picklistValues).toMatchObject([
      { value: 'Accept', label: 'Aceitar' },
      { value: 'Decline', label: 'Recusar' },
    ]);
    const deal = { Name: 'a', StageName: 'Prospecting', CloseDate: '2026-12-31' };
    await caller.create('Opportunity', { ...deal, PC_Referral_Id__c: 'r1' });
    const second = { body: { ...deal, PC_Referral_Id__c: 'R1' } };
    expect((await caller.call('POST', '/sobjects/Opportunity', second)).body).toMatchObject([
      { errorCode: 'DUPLICATE_VALUE' },
    ]);
  });

  test('reads with its metadata, takes a wider list, and goes', async () => {
    const { id } = (await make('Opportunity.PC_Decision__c', PICK)).body as { id: string };
    const read = async (): Promise<unknown> =>
      ((await caller.call('GET', `${FIELD_PATH}/${id}`)).body as { Metadata: unknown }).Metadata;
    expect(await read()).toMatchObject({
      label: 'Answer to Microsoft',
      type: 'Picklist',
      unique: false,
      length: null,
      valueSet: {
        restricted: true,
        valueSetDefinition: {
          value: [
            { valueName: 'Accept', label: 'Aceitar' },
            { valueName: 'Decline', label: 'Recusar' },
          ],
        },
      },
    });
    const valueSetDefinition = { value: [{ fullName: 'Accept' }, { fullName: 'Later' }] };
    const Metadata = { ...PICK, valueSet: { restricted: true, valueSetDefinition } };
    expect((await caller.call('PATCH', `${FIELD_PATH}/${id}`, { body: { Metadata } })).status).toBe(
      204,
    );
    expect(await read()).toMatchObject({
      valueSet: {
        valueSetDefinition: { value: [{ valueName: 'Accept' }, { valueName: 'Later' }] },
      },
    });
    expect((await caller.call('DELETE', `${FIELD_PATH}/${id}`)).status).toBe(204);
    expect((await caller.call('GET', `${FIELD_PATH}/${id}`)).status).toBe(404);
  });
});

test('custom fields and definitions are queried, whoever may see the fields', async () => {
  await make('Opportunity.PC_Referral_Id__c', KEY);
  const tooling = async (soql: string): Promise<unknown> =>
    (await caller.call('GET', `/tooling/query?q=${encodeURIComponent(soql)}`)).body;
  expect(
    await tooling(
      "SELECT DeveloperName, NamespacePrefix FROM CustomField WHERE TableEnumOrId = 'Opportunity'",
    ),
  ).toMatchObject({ records: [{ DeveloperName: 'PC_Referral_Id', NamespacePrefix: null }] });
  expect(
    await tooling(
      "SELECT QualifiedApiName, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Opportunity' AND QualifiedApiName LIKE 'PC\\_%'",
    ),
  ).toMatchObject({ records: [{ QualifiedApiName: 'PC_Referral_Id__c', DataType: 'Text(36)' }] });
  const entity = "SELECT Label FROM EntityDefinition WHERE QualifiedApiName = 'Account'";
  expect((await caller.query(entity)).body).toMatchObject({ records: [{ Label: 'Account' }] });
});
