import { findField } from './access.ts';
import type { Path } from './soql-query.ts';
import { statementError } from './soql-tokens.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Row, Scalar, Table } from './tables.ts';
import { readValue } from './values.ts';
import type { World } from './world.ts';

export interface Scope {
  readonly world: World;
  readonly userId: string;
  readonly table: Table;
  readonly statement: string;
  readonly includesBin: boolean;
}

export interface Bound {
  readonly object: ObjectDef;
  readonly field: FieldDef;
  /** No relationship in between: an index may answer. */
  readonly isDirect: boolean;
  readonly read: (row: Row) => Scalar | undefined;
}

export interface Hop {
  readonly name: string;
  readonly object: ObjectDef;
  readonly parentOf: (row: Row) => { readonly row: Row; readonly object: ObjectDef } | undefined;
}

const objectByPrefix = (world: World, prefix: string): ObjectDef | undefined =>
  [...world.schema.values(), ...world.toolingSchema.values()].find(
    (object) => object.keyPrefix === prefix,
  );

export const noSuchColumn = (scope: Scope, object: ObjectDef, name: string, at: number) =>
  statementError(
    'INVALID_FIELD',
    scope.statement,
    at,
    `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );

/** One step up, from a row to the row that a reference names. */
export const bindHop = (scope: Scope, object: ObjectDef, step: Path): Hop => {
  const { world, userId, statement } = scope;
  const [relationship = ''] = step.parts;
  const reference = [...object.fields.values()].find(
    (field) => field.relationshipName?.toLowerCase() === relationship.toLowerCase(),
  );
  const targets = (reference?.referenceTo ?? [])
    .map(
      (name) => world.schema.get(name.toLowerCase()) ?? world.toolingSchema.get(name.toLowerCase()),
    )
    .filter((target) => target !== undefined);
  const [target] = targets;
  if (
    reference === undefined ||
    target === undefined ||
    findField(world, userId, object, reference.name) === undefined
  ) {
    throw statementError(
      'INVALID_FIELD',
      statement,
      step.at,
      `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const read = readValue(world, object, reference);
  return {
    name: reference.relationshipName ?? relationship,
    object: target,
    parentOf: (row) => {
      const id = read(row);
      if (typeof id !== 'string') return undefined;
      const owner = targets.length === 1 ? target : objectByPrefix(world, id.slice(0, 3));
      const parent = owner === undefined ? undefined : world.table(owner.name).rows.get(id);
      return owner === undefined || parent === undefined
        ? undefined
        : { row: parent, object: owner };
    },
  };
};

/** `Opportunity.Name` from Opportunity is `Name`. */
const withoutOwnName = (object: ObjectDef, path: Path): Path =>
  path.parts.length > 1 && path.parts[0]?.toLowerCase() === object.name.toLowerCase()
    ? { parts: path.parts.slice(1), at: path.at }
    : path;

export const bindPath = (scope: Scope, given: Path, from = scope.table.object): Bound => {
  const path = from === scope.table.object ? withoutOwnName(from, given) : given;
  const { world, userId } = scope;
  if (path.parts.length === 1) {
    const [name = ''] = path.parts;
    const field = findField(world, userId, from, name);
    if (field === undefined) throw noSuchColumn(scope, from, name, path.at);
    return { object: from, field, isDirect: true, read: readValue(world, from, field) };
  }
  const hop = bindHop(scope, from, path);
  const rest = bindPath(scope, { parts: path.parts.slice(1), at: path.at }, hop.object);
  return {
    object: rest.object,
    field: rest.field,
    isDirect: false,
    read: (row) => {
      const parent = hop.parentOf(row);
      if (parent === undefined) return undefined;
      if (parent.object === hop.object) return rest.read(parent.row);
      const twin = parent.object.fields.get(rest.field.name.toLowerCase());
      return twin === undefined ? undefined : readValue(world, parent.object, twin)(parent.row);
    },
  };
};
