import { expect, test } from '@jest/globals';
import { fieldGrants, PERMISSION_SETS } from '#connectors/salesforce/permission-sets.ts';
import { sfdxPackage } from '#connectors/salesforce/sfdx.ts';

const files = sfdxPackage('en');
const ROOT = 'force-app/main/default';

const grants = (xml: string): readonly string[] =>
  [
    ...xml.matchAll(
      /<editable>(\w+)<\/editable>\s*<field>([\w.]+)<\/field>\s*<readable>true<\/readable>/g,
    ),
  ].map(([, editable, field]) => `${field ?? ''} ${editable ?? ''}`);

test.each(PERMISSION_SETS)(
  '$name grants what provisioning grants, that of Task on Event too',
  (set) => {
    const xml = files.get(`${ROOT}/permissionsets/${set.name}.permissionset-meta.xml`) ?? '';
    expect(grants(xml)).toEqual(
      fieldGrants(set)
        .flatMap(({ field, canEdit }) =>
          [field, field.replace('Task.', 'Event.')].map((name) => `${name} ${String(canEdit)}`),
        )
        .filter((line, index, lines) => lines.indexOf(line) === index)
        .toSorted(),
    );
  },
);

test('of the sync ends in its rights on objects and its general rights', () => {
  const xml = files.get(`${ROOT}/permissionsets/PC_Lead_Sync.permissionset-meta.xml`) ?? '';
  expect(xml.slice(xml.indexOf('    <hasActivationRequired>'))).toBe(`\
    <hasActivationRequired>false</hasActivationRequired>
    <label>Partner Center lead sync</label>
    <objectPermissions>
        <allowCreate>true</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>true</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Account</object>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
    <objectPermissions>
        <allowCreate>true</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>true</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Contact</object>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
    <objectPermissions>
        <allowCreate>true</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>true</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Opportunity</object>
        <viewAllRecords>true</viewAllRecords>
    </objectPermissions>
    <userPermissions>
        <enabled>true</enabled>
        <name>ActivitiesAccess</name>
    </userPermissions>
    <userPermissions>
        <enabled>true</enabled>
        <name>ApiEnabled</name>
    </userPermissions>
    <userPermissions>
        <enabled>true</enabled>
        <name>EditTask</name>
    </userPermissions>
</PermissionSet>
`);
});
