import { fieldGrants, type PermissionSetDefinition } from './permission-sets.ts';
import type { FieldDefinition } from './schema.ts';
import type { RowWrite } from './write-rows.ts';

/** One row of rights that a permission set must hold. */
export interface Right {
  readonly what: string;
  /** What the row is about: the object, or the field with its object. */
  readonly key: string;
  readonly identity: Readonly<Record<string, string>>;
  /** Columns that must be true. */
  readonly wanted: readonly string[];
  /** Columns that must not be true; told, never taken away. */
  readonly unwanted: readonly string[];
}

/** A kind of rights: the object that keeps the rows, and its columns. */
export interface RightsTable {
  readonly type: 'ObjectPermissions' | 'FieldPermissions';
  readonly keyColumn: string;
  readonly columns: readonly string[];
  readonly rights: readonly Right[];
}

export const objectTable = (set: PermissionSetDefinition): RightsTable => ({
  type: 'ObjectPermissions',
  keyColumn: 'SobjectType',
  columns: ['PermissionsRead', 'PermissionsCreate', 'PermissionsEdit', 'PermissionsViewAllRecords'],
  rights: set.objects.map(({ object, seesAllRows }) => ({
    what: `${set.name}: rights on ${object}`,
    key: object,
    identity: { SobjectType: object },
    wanted: [
      'PermissionsRead',
      'PermissionsCreate',
      'PermissionsEdit',
      ...(seesAllRows ? ['PermissionsViewAllRecords'] : []),
    ],
    unwanted: [],
  })),
});

export const fieldTable = (
  set: PermissionSetDefinition,
  fields: readonly FieldDefinition[],
): RightsTable => ({
  type: 'FieldPermissions',
  keyColumn: 'Field',
  // SobjectType must be among the columns of a FieldPermissions query.
  columns: ['SobjectType', 'PermissionsRead', 'PermissionsEdit'],
  rights: fieldGrants(set, fields).map(({ object, field, canEdit }) => ({
    what: `${set.name}: ${canEdit ? 'edit' : 'read'} ${field}`,
    key: field,
    identity: { SobjectType: object, Field: field },
    wanted: canEdit ? ['PermissionsRead', 'PermissionsEdit'] : ['PermissionsRead'],
    unwanted: canEdit ? [] : ['PermissionsEdit'],
  })),
});

export type RightsRow = Readonly<Record<string, unknown>>;

export interface RightsPlan {
  readonly present: readonly Right[];
  readonly inserts: readonly RowWrite[];
  readonly updates: readonly RowWrite[];
  /** Rights that reach further than they should. */
  readonly tooWide: readonly Right[];
}

const allTrue = (columns: readonly string[]): Record<string, true> =>
  Object.fromEntries(columns.map((column) => [column, true]));

/** What must be written so that the set holds every right of the table. */
export const planRights = (
  table: RightsTable,
  rows: readonly RightsRow[],
  setId: string,
): RightsPlan => {
  const found = new Map(rows.map((row) => [row[table.keyColumn], row]));
  const attributes = { type: table.type };
  const lacks = (right: Right): readonly string[] =>
    right.wanted.filter((column) => found.get(right.key)?.[column] !== true);
  const lacking = table.rights.filter((right) => lacks(right).length > 0);
  return {
    present: table.rights.filter((right) => lacks(right).length === 0),
    inserts: lacking
      .filter((right) => !found.has(right.key))
      .map(({ what, identity, wanted }) => ({
        what,
        row: { attributes, ParentId: setId, ...identity, ...allTrue(wanted) },
      })),
    updates: lacking
      .filter((right) => found.has(right.key))
      .map((right) => ({
        what: right.what,
        row: { attributes, id: found.get(right.key)?.['Id'], ...allTrue(lacks(right)) },
      })),
    tooWide: table.rights.filter((right) =>
      right.unwanted.some((column) => found.get(right.key)?.[column] === true),
    ),
  };
};
