import { describe, expect, test } from '@jest/globals';
import { isAllPresent } from '#core/ports/provisioner.ts';
import { createProvisionOrg } from './provision-org.ts';
import { createProvisionedOrg, metadataOf, provision, setIdOf, states } from './provision-run.ts';

describe('on a fresh org', () => {
  test('everything is made, and the second run writes nothing and says so', async () => {
    const org = createProvisionOrg();
    const first = await provision(org);
    expect({ states: states(first), problems: first.problems, hints: first.hints }).toEqual({
      // 21 fields and 2 sets; 3 general rights, 3 on objects, 21 on fields for each set.
      states: { created: 23, granted: 48, assigned: 2 },
      problems: [],
      hints: [],
    });
    const writes = org.writes.length;
    const second = await provision(org);
    expect(states(second)).toEqual({ present: 73 });
    expect(isAllPresent(second)).toBe(true);
    expect(org.writes.length).toBe(writes);
  });

  test('a dry run tells the same steps and writes nothing', async () => {
    const org = createProvisionOrg();
    const dry = await provision(org, { dryRun: true });
    const real = await provision(createProvisionOrg());
    expect(org.writes).toEqual([]);
    expect(states(dry)).toEqual({ wouldCreate: 23, wouldGrant: 48, wouldAssign: 2 });
    expect(dry.steps.map((entry) => entry.what)).toEqual(real.steps.map((entry) => entry.what));
    expect(isAllPresent(dry)).toBe(false);
  });

  test('rows of rights and assignments look as the design has them', async () => {
    const org = await createProvisionedOrg();
    const rights = (table: string, column: string): unknown[] =>
      (org.tables[table] ?? [])
        .filter((row) => row['ParentId'] === setIdOf(org, 'PC_Lead_Sync'))
        .map((row) => [row[column], row['PermissionsEdit'], row['PermissionsViewAllRecords']]);
    expect(rights('ObjectPermissions', 'SobjectType')).toEqual([
      ['Account', true, false],
      ['Contact', true, false],
      ['Opportunity', true, true],
    ]);
    expect(rights('FieldPermissions', 'Field').slice(-2)).toEqual([
      ['Contact.PC_Key__c', true, undefined],
      ['Task.PC_Key__c', true, undefined],
    ]);
    expect(
      org.tables['PermissionSetAssignment']?.map((row) => [
        row['AssigneeId'],
        row['PermissionSetId'],
      ]),
    ).toEqual([
      ['005SYNC', setIdOf(org, 'PC_Lead_Sync')],
      ['005ANA', setIdOf(org, 'PC_Lead_Seller')],
    ]);
    expect(org.tables['PermissionSet']?.[0]).toEqual({
      Id: setIdOf(org, 'PC_Lead_Sync'),
      Name: 'PC_Lead_Sync',
      Label: 'Partner Center lead sync',
      Description:
        'For the integration user that keeps Partner Center leads and opportunities in step.',
      PermissionsActivitiesAccess: true,
      PermissionsApiEnabled: true,
      PermissionsEditTask: true,
    });
  });

  test('labels are in the language asked for and values in English', async () => {
    const org = createProvisionOrg();
    await provision(org, { language: 'pt-BR' });
    expect(metadataOf(org, 'Opportunity.PC_Sync_Status__c')).toEqual({
      label: 'Status da sincronização',
      inlineHelpText:
        'Se este registro e o Partner Center estão em dia. A Mensagem da sincronização diz mais.',
      type: 'Picklist',
      required: false,
      valueSet: {
        restricted: true,
        valueSetDefinition: {
          sorted: false,
          value: [
            { fullName: 'Synced', default: false, label: 'Sincronizado' },
            { fullName: 'Waiting', default: false, label: 'Aguardando' },
            { fullName: 'Action needed', default: false, label: 'Ação necessária' },
            { fullName: 'Error', default: false, label: 'Erro' },
          ],
        },
      },
    });
  });
});
