import { describe, expect, test } from '@jest/globals';
import { isAllPresent, type ProvisionReport } from '#core/ports/provisioner.ts';
import { createProvisionOrg } from './provision-org.ts';
import { createProvisionedOrg, metadataOf, provision, setIdOf, states } from './provision-run.ts';

const step = (report: ProvisionReport, what: string): unknown =>
  report.steps.find((entry) => entry.what === what);

describe('on an org that has part of it', () => {
  test('only what lacks is made, and a dry run tells just that', async () => {
    const org = await createProvisionedOrg();
    org.fields.delete('Opportunity.PC_Notes__c');
    for (const [name, rows] of Object.entries(org.tables))
      org.tables[name] = rows.filter(
        (row) => row['Field'] !== 'Opportunity.PC_Notes__c' && row['AssigneeId'] !== '005ANA',
      );
    const rights = org.tables['PermissionSet']?.[0] ?? {};
    rights['PermissionsApiEnabled'] = false;
    const dry = await provision(org, { dryRun: true });
    expect(dry.steps.filter((entry) => entry.state !== 'present')).toEqual([
      { what: 'field Opportunity.PC_Notes__c', state: 'wouldCreate' },
      { what: 'PC_Lead_Sync: ApiEnabled', state: 'wouldGrant' },
      { what: 'PC_Lead_Sync: edit Opportunity.PC_Notes__c', state: 'wouldGrant' },
      { what: 'PC_Lead_Seller: edit Opportunity.PC_Notes__c', state: 'wouldGrant' },
      { what: 'PC_Lead_Seller for ana@contoso.example', state: 'wouldAssign' },
    ]);
    expect(org.writes).toEqual([]);
    const report = await provision(org);
    expect(report.steps.filter((entry) => entry.state !== 'present')).toEqual([
      { what: 'field Opportunity.PC_Notes__c', state: 'created' },
      { what: 'PC_Lead_Sync: ApiEnabled', state: 'granted' },
      { what: 'PC_Lead_Sync: edit Opportunity.PC_Notes__c', state: 'granted' },
      { what: 'PC_Lead_Seller: edit Opportunity.PC_Notes__c', state: 'granted' },
      { what: 'PC_Lead_Seller for ana@contoso.example', state: 'assigned' },
    ]);
  });

  test('rights that fall short are raised in place, wider ones left alone', async () => {
    const org = await createProvisionedOrg();
    const parent = setIdOf(org, 'PC_Lead_Sync');
    const row = (table: string, column: string, value: string) =>
      org.tables[table]?.find((entry) => entry['ParentId'] === parent && entry[column] === value);
    Object.assign(row('ObjectPermissions', 'SobjectType', 'Opportunity') ?? {}, {
      PermissionsViewAllRecords: false,
      PermissionsDelete: true,
    });
    Object.assign(row('FieldPermissions', 'Field', 'Contact.PC_Key__c') ?? {}, {
      PermissionsEdit: false,
    });
    Object.assign(org.tables['PermissionSet']?.[0] ?? {}, { PermissionsEditTask: false });
    const report = await provision(org);
    expect(report.steps.filter((entry) => entry.state !== 'present')).toEqual([
      { what: 'PC_Lead_Sync: EditTask', state: 'granted' },
      { what: 'PC_Lead_Sync: rights on Opportunity', state: 'granted' },
      { what: 'PC_Lead_Sync: edit Contact.PC_Key__c', state: 'granted' },
    ]);
    expect(row('ObjectPermissions', 'SobjectType', 'Opportunity')).toMatchObject({
      PermissionsViewAllRecords: true,
      PermissionsDelete: true,
    });
  });

  test('a field that sellers could edit but must not is told and left', async () => {
    const org = await createProvisionedOrg();
    const parent = setIdOf(org, 'PC_Lead_Seller');
    const row = org.tables['FieldPermissions']?.find(
      (entry) => entry['ParentId'] === parent && entry['Field'] === 'Opportunity.PC_Referral_Id__c',
    );
    Object.assign(row ?? {}, { PermissionsEdit: true });
    const report = await provision(org);
    expect(report.problems).toEqual([
      'PC_Lead_Seller lets people edit Opportunity.PC_Referral_Id__c, which the sync alone writes: make it read-only in Setup',
    ]);
    expect(org.writes).toEqual([]);
  });

  test('missing picklist values are added and the rest of the field is repeated', async () => {
    const org = await createProvisionedOrg();
    const field = org.fields.get('Opportunity.PC_Settle__c');
    Object.assign(field ?? {}, {
      Metadata: {
        ...metadataOf(org, 'Opportunity.PC_Settle__c'),
        description: 'Ours',
        valueSet: {
          restricted: true,
          valueSetDefinition: {
            sorted: true,
            value: [
              { fullName: 'Later', label: 'Later', default: true, isActive: false },
              { fullName: 'Keep mine', label: 'Keep mine', default: false, color: '#ff0000' },
            ],
          },
        },
      },
    });
    const dry = await provision(org, { dryRun: true });
    expect(step(dry, "field Opportunity.PC_Settle__c: values “Take Partner Center's”")).toEqual({
      what: "field Opportunity.PC_Settle__c: values “Take Partner Center's”",
      state: 'wouldExtend',
    });
    expect(org.writes).toEqual([]);
    expect(states(await provision(org))).toEqual({ present: 72, extended: 1 });
    expect(metadataOf(org, 'Opportunity.PC_Settle__c')).toEqual({
      label: 'Settle',
      description: 'Ours',
      inlineHelpText:
        'When Sync Message tells of different values on both sides, choose which to keep. It empties itself once done.',
      type: 'Picklist',
      required: false,
      valueSet: {
        restricted: true,
        valueSetDefinition: {
          sorted: true,
          value: [
            { fullName: 'Later', label: 'Later', default: true, isActive: false },
            { fullName: 'Keep mine', label: 'Keep mine', default: false, color: '#ff0000' },
            {
              fullName: "Take Partner Center's",
              label: "Take Partner Center's",
              default: false,
            },
          ],
        },
      },
    });
  });

  test('labels in another language are a hint and change nothing', async () => {
    const org = await createProvisionedOrg();
    const report = await provision(org, { language: 'pt-BR' });
    expect(org.writes).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(report.hints).toContain(
      'Opportunity.PC_Decision__c: is labelled “Answer to Microsoft”, not “Resposta à Microsoft”',
    );
    expect(report.hints).toContain(
      'Opportunity.PC_Decision__c: the value Accept is labelled “Accept”, not “Aceitar”',
    );
    expect(isAllPresent(report)).toBe(true);
  });

  test('a general right that the org does not know is a hint', async () => {
    const org = await createProvisionedOrg();
    delete org.tables['PermissionSet']?.[0]?.['PermissionsActivitiesAccess'];
    const report = await provision(org);
    expect({ hints: report.hints, writes: org.writes }).toEqual({
      hints: ['PC_Lead_Sync: this org knows no right ActivitiesAccess'],
      writes: [],
    });
  });

  test('a set that somebody makes at the same moment is taken as it is', async () => {
    const org = createProvisionOrg();
    org.before('/sobjects/PermissionSet', () => {
      org.tables['PermissionSet']?.push({ Id: 'theirs', Name: 'PC_Lead_Sync' });
    });
    const report = await provision(org);
    expect(step(report, 'permission set PC_Lead_Sync')).toEqual({
      what: 'permission set PC_Lead_Sync',
      state: 'present',
    });
    expect(org.tables['ObjectPermissions']?.map((row) => row['ParentId'])).toEqual([
      'theirs',
      'theirs',
      'theirs',
    ]);
  });

  test('a field that somebody makes at the same moment counts as present', async () => {
    const org = createProvisionOrg();
    org.refuse(
      (path, body) => path.endsWith('/CustomField') && body['FullName'] === 'Contact.PC_Key__c',
      'DUPLICATE_DEVELOPER_NAME',
      'There is already a field named PC_Key.',
    );
    const report = await provision(org);
    expect(step(report, 'field Contact.PC_Key__c')).toEqual({
      what: 'field Contact.PC_Key__c',
      state: 'present',
    });
    expect(step(report, 'PC_Lead_Sync: edit Contact.PC_Key__c')).toEqual({
      what: 'PC_Lead_Sync: edit Contact.PC_Key__c',
      state: 'granted',
    });
  });
});
