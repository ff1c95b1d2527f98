import { OUR_FIELDS, SELLER_FIELDS } from './our-fields.ts';
import { plant } from './plant.ts';
import { addCustomField } from './tooling.ts';
import type { World } from './world.ts';

interface SetFacts {
  readonly name: string;
  readonly holders: readonly string[];
  readonly canEdit: (field: string) => boolean;
  /** With them come rights on objects and the general ones. */
  readonly objects: readonly string[];
}

const grant = (world: World, set: SetFacts): void => {
  const isWide = set.objects.length > 0;
  const { id } = plant(world, 'PermissionSet', {
    Name: set.name,
    Label: set.name.replaceAll('_', ' '),
    IsCustom: true,
    PermissionsApiEnabled: isWide,
    PermissionsActivitiesAccess: isWide,
    PermissionsEditTask: isWide,
  });
  for (const object of set.objects) {
    plant(world, 'ObjectPermissions', {
      ParentId: id,
      SobjectType: object,
      PermissionsRead: true,
      PermissionsCreate: true,
      PermissionsEdit: true,
      PermissionsViewAllRecords: object === 'Opportunity',
    });
  }
  for (const [owner, fields] of Object.entries(OUR_FIELDS)) {
    const object = owner === 'Activity' ? 'Task' : owner;
    for (const { name } of fields) {
      plant(world, 'FieldPermissions', {
        ParentId: id,
        SobjectType: object,
        Field: `${object}.${name}`,
        PermissionsRead: true,
        PermissionsEdit: set.canEdit(name),
      });
    }
  }
  for (const holder of set.holders) {
    plant(world, 'PermissionSetAssignment', {
      PermissionSetId: id,
      AssigneeId: holder,
      IsActive: true,
    });
  }
};

/** Our fields and both permission sets, as an admin would have deployed them. */
export const deployOurFields = (world: World, sellers: readonly string[]): void => {
  for (const [label, fields] of Object.entries(OUR_FIELDS)) {
    const object = world.schema.get(label === 'Activity' ? 'task' : label.toLowerCase());
    if (object === undefined) continue;
    for (const field of fields) addCustomField(world, { object, label }, field);
  }
  grant(world, {
    name: 'PC_Lead_Sync',
    holders: [world.integrationUserId],
    canEdit: () => true,
    objects: ['Account', 'Contact', 'Opportunity'],
  });
  grant(world, {
    name: 'PC_Lead_Seller',
    holders: sellers,
    canEdit: (field) => SELLER_FIELDS.has(field),
    objects: [],
  });
};
