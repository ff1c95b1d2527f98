import type { FieldDef, ObjectDef } from './schema.ts';
import type { World } from './world.ts';

export type Access = 'none' | 'read' | 'edit';

interface UserGrants {
  readonly version: number;
  readonly profile: string;
  /** `object.field` in lower case, from the permission sets assigned. */
  readonly fields: ReadonlyMap<string, Access>;
}

const cache = new WeakMap<World, Map<string, UserGrants>>();

const collect = (world: World, userId: string): UserGrants => {
  const fields = new Map<string, Access>();
  for (const assignment of world.table('PermissionSetAssignment').find('AssigneeId', userId)) {
    const setId = String(assignment.fields['PermissionSetId']);
    for (const { fields: grant } of world.table('FieldPermissions').find('ParentId', setId)) {
      const key = String(grant['Field']).toLowerCase();
      if (grant['PermissionsEdit'] === true) fields.set(key, 'edit');
      else if (grant['PermissionsRead'] === true && !fields.has(key)) fields.set(key, 'read');
    }
  }
  const profileId = String(world.table('User').rows.get(userId)?.fields['ProfileId'] ?? '');
  const profile = String(world.table('Profile').rows.get(profileId)?.fields['Name'] ?? '');
  return { version: world.metadataVersion, profile, fields };
};

const grantsOf = (world: World, userId: string): UserGrants => {
  const users = cache.get(world) ?? new Map<string, UserGrants>();
  cache.set(world, users);
  const known = users.get(userId);
  if (known?.version === world.metadataVersion) return known;
  const fresh = collect(world, userId);
  users.set(userId, fresh);
  return fresh;
};

/** Field-level security: a field made by API is seen by nobody until a permission set grants it (SF §15). */
export const accessTo = (
  world: World,
  userId: string,
  object: ObjectDef,
  field: FieldDef,
): Access => {
  if (!field.permissionable) return 'edit';
  const key = `${object.name}.${field.name}`.toLowerCase();
  const grants = grantsOf(world, userId);
  const rule = world.fieldRules.get(grants.profile)?.get(key);
  if (rule === 'hidden') return 'none';
  const granted: Access =
    !field.custom || field.isOpen ? 'edit' : (grants.fields.get(key) ?? 'none');
  return rule === 'readOnly' && granted === 'edit' ? 'read' : granted;
};

/** The field by any spelling of its name, if there is one that the user may see. */
export const findField = (
  world: World,
  userId: string,
  object: ObjectDef,
  name: string,
): FieldDef | undefined => {
  const field = object.fields.get(name.toLowerCase());
  return field === undefined || accessTo(world, userId, object, field) === 'none'
    ? undefined
    : field;
};
