import { describe, expect, test } from '@jest/globals';
import { createProvisionOrg } from './provision-org.ts';
import { createProvisionedOrg, provision, stepsLike } from './provision-run.ts';

describe('people', () => {
  test.each<{ name: string; sellers: string[]; assigned: string[]; problems: string[] }>([
    {
      name: 'by user name, case ignored',
      sellers: ['ANA@contoso.example'],
      assigned: ['PC_Lead_Seller for ana@contoso.example'],
      problems: [],
    },
    {
      name: 'by e-mail',
      sellers: ['ana.souza@contoso.example'],
      assigned: ['PC_Lead_Seller for ana@contoso.example'],
      problems: [],
    },
    {
      name: 'named twice, once each way',
      sellers: ['ana@contoso.example', 'ana.souza@contoso.example'],
      assigned: ['PC_Lead_Seller for ana@contoso.example'],
      problems: [],
    },
    {
      name: 'unknown',
      sellers: ['nobody@contoso.example'],
      assigned: [],
      problems: ['No active user has the user name or e-mail nobody@contoso.example.'],
    },
    {
      name: 'two with one e-mail',
      sellers: ['sales@contoso.example'],
      assigned: [],
      problems: [
        'sales@contoso.example is the e-mail of bob@contoso.example and eve@contoso.example: name one by user name.',
      ],
    },
  ])('$name', async ({ sellers, assigned, problems }) => {
    const report = await provision(createProvisionOrg(), { sellers });
    const given = report.steps.filter((entry) => entry.state === 'assigned');
    expect(given.map((entry) => entry.what)).toEqual([
      'PC_Lead_Sync for sync@contoso.example',
      ...assigned,
    ]);
    expect(report.problems).toEqual(problems);
  });

  test('the integration user can be another than the signed-in one', async () => {
    const org = createProvisionOrg();
    await provision(org, { integrationUser: 'bob@contoso.example', sellers: [] });
    expect(org.tables['PermissionSetAssignment']?.map((row) => row['AssigneeId'])).toEqual([
      '005BOB',
    ]);
  });

  test('more than one call holds are written in slices of 200', async () => {
    const org = await createProvisionedOrg();
    const sellers = Array.from({ length: 201 }, (_, index) => `seller${index}@contoso.example`);
    for (const [index, name] of sellers.entries())
      org.tables['User']?.push({ Id: `005S${index}`, Username: name, Email: name });
    const report = await provision(org, { sellers });
    expect(stepsLike(report, 'assigned')).toHaveLength(201);
    expect(org.writes).toEqual(['POST /composite/sobjects', 'POST /composite/sobjects']);
  });
});
