import { refuse } from './refused.ts';
import type { Draft } from './checks.ts';
import type { World } from './world.ts';

const refusePick = (label: string, value: string, field: string) =>
  refuse(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${label}: bad value for restricted picklist field: ${value}`,
    { fields: [field] },
  );

const requireField = (world: World, draft: Draft): void => {
  const type = String(draft.fields['SobjectType']);
  const path = String(draft.fields['Field']);
  const object = world.schema.get(type.toLowerCase());
  if (object === undefined) throw refusePick('Sobject Type Name', type, 'SobjectType');
  const [prefix = '', name = ''] = path.split('.');
  const field = object.fields.get(name.toLowerCase());
  if (prefix.toLowerCase() !== type.toLowerCase() || field === undefined || !field.permissionable) {
    throw refusePick('Field Name', path, 'Field');
  }
  if (draft.fields['PermissionsEdit'] === true && draft.fields['PermissionsRead'] !== true) {
    throw refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'Edit access requires read access: Permissions Read Field',
      { fields: ['PermissionsRead'] },
    );
  }
};

/** Rows that already say it: a second one is refused. */
const TWINS: Readonly<Record<string, { readonly by: string; readonly same: readonly string[] }>> = {
  FieldPermissions: { by: 'ParentId', same: ['Field'] },
  ObjectPermissions: { by: 'ParentId', same: ['SobjectType'] },
  PermissionSetAssignment: { by: 'AssigneeId', same: ['PermissionSetId'] },
};

const requireNew = (world: World, draft: Draft): void => {
  const table = world.table(draft.object.name);
  if (draft.object.name === 'PermissionSet') {
    const name = String(draft.fields['Name']);
    if (table.find('Name', name).every((row) => row.id === draft.id)) return;
    throw refuse(
      'DUPLICATE_DEVELOPER_NAME',
      `Duplicate Name. Another record has the Name ${name}`,
      {
        fields: ['Name'],
      },
    );
  }
  const twin = TWINS[draft.object.name];
  if (twin === undefined) return;
  const held = table
    .find(twin.by, String(draft.fields[twin.by]))
    .find(
      (row) =>
        row.id !== draft.id &&
        twin.same.every(
          (name) =>
            String(row.fields[name]).toLowerCase() === String(draft.fields[name]).toLowerCase(),
        ),
    );
  if (held === undefined) return;
  throw refuse(
    'DUPLICATE_VALUE',
    'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
    { fields: [] },
  );
};

/** Permission rows name real objects and fields. Fields of activities are granted on Task, never on Activity. */
export const requireGrantable = (world: World, draft: Draft): void => {
  requireNew(world, draft);
  if (draft.object.name === 'FieldPermissions') requireField(world, draft);
};
