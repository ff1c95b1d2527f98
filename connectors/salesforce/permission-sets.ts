import { FIELDS, type FieldDefinition } from './schema.ts';

export type PermissionSetName = 'PC_Lead_Sync' | 'PC_Lead_Seller';

export interface ObjectRights {
  readonly object: 'Account' | 'Contact' | 'Opportunity';
  readonly seesAllRows: boolean;
}

export interface PermissionSetDefinition {
  readonly name: PermissionSetName;
  /** Read, create and edit on each. Accounts first: rights on contacts and opportunities depend on them. */
  readonly objects: readonly ObjectRights[];
  /** Rights that belong to no object. Tasks have no object rights of their own: they come from these. */
  readonly userPermissions: readonly string[];
  readonly canEdit: (field: FieldDefinition) => boolean;
}

export const PERMISSION_SETS: readonly PermissionSetDefinition[] = [
  {
    name: 'PC_Lead_Sync',
    objects: [
      { object: 'Account', seesAllRows: false },
      { object: 'Contact', seesAllRows: false },
      { object: 'Opportunity', seesAllRows: true },
    ],
    userPermissions: ['ActivitiesAccess', 'ApiEnabled', 'EditTask'],
    canEdit: () => true,
  },
  {
    name: 'PC_Lead_Seller',
    objects: [],
    userPermissions: [],
    canEdit: (field) => field.writtenBy !== 'sync',
  },
];

export interface FieldGrant {
  readonly object: string;
  /** With its object, as Salesforce wants it: `Task.PC_Key__c`. */
  readonly field: string;
  readonly canEdit: boolean;
}

/** Rights on a field of Activity are kept on Task, and shared by Event. */
export const fieldGrants = (
  set: PermissionSetDefinition,
  fields: readonly FieldDefinition[] = FIELDS,
): readonly FieldGrant[] =>
  fields.map((definition) => {
    const object = definition.object === 'Activity' ? 'Task' : definition.object;
    return {
      object,
      field: `${object}.${definition.name}`,
      canEdit: set.canEdit(definition),
    };
  });
