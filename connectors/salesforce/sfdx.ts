import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import { fieldMetadata, type FieldMetadata } from './field-metadata.ts';
import { LABELS, type Labels } from './labels.ts';
import {
  fieldGrants,
  PERMISSION_SETS,
  type FieldGrant,
  type PermissionSetDefinition,
} from './permission-sets.ts';
import { FIELDS } from './schema.ts';
import { metadataXml } from './xml.ts';

/** Reference SF §2. */
const SOURCE_API_VERSION = '67.0';
const ROOT = 'force-app/main/default';

const project = {
  packageDirectories: [{ path: 'force-app', default: true }],
  sourceApiVersion: SOURCE_API_VERSION,
};

/** A deployed set must name Event beside Task: a missing one takes the right away from both. */
const withEvent = (grant: FieldGrant): readonly string[] =>
  grant.object === 'Task' ? [grant.field, grant.field.replace('Task.', 'Event.')] : [grant.field];

const setMetadata = (set: PermissionSetDefinition, labels: Labels): FieldMetadata => {
  const words = labels.sets[set.name];
  return {
    label: words.label,
    description: words.description,
    hasActivationRequired: false,
    fieldPermissions: fieldGrants(set)
      .flatMap((grant) =>
        withEvent(grant).map((field) => ({ field, editable: grant.canEdit, readable: true })),
      )
      .toSorted((one, other) => (one.field < other.field ? -1 : 1)),
    objectPermissions: set.objects.map(({ object, seesAllRows }) => ({
      object,
      allowCreate: true,
      allowDelete: false,
      allowEdit: true,
      allowRead: true,
      modifyAllRecords: false,
      viewAllRecords: seesAllRows,
    })),
    userPermissions: set.userPermissions.map((name) => ({ enabled: true, name })),
  };
};

/** Our fields and permission sets as a source package for admins who deploy themselves: path → text, in a fixed order. */
export const sfdxPackage = (language: TenantPolicy['language']): ReadonlyMap<string, string> => {
  const labels = LABELS[language];
  const fields = FIELDS.map((field): [string, string] => [
    `${ROOT}/objects/${field.object}/fields/${field.name}.field-meta.xml`,
    metadataXml('CustomField', { fullName: field.name, ...fieldMetadata(field, labels) }),
  ]);
  const sets = PERMISSION_SETS.map((set): [string, string] => [
    `${ROOT}/permissionsets/${set.name}.permissionset-meta.xml`,
    metadataXml('PermissionSet', setMetadata(set, labels)),
  ]);
  return new Map([
    ['sfdx-project.json', `${JSON.stringify(project, null, 2)}\n`],
    ...fields,
    ...sets,
  ]);
};
