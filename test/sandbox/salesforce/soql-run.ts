import { accessTo } from './access.ts';
import { refuse } from './refused.ts';
import { isErased } from './remove.ts';
import { bindHop, bindPath, type Scope } from './soql-bind.ts';
import { compileCondition, compileOrder } from './soql-filter.ts';
import type { Column, Path, Query } from './soql-query.ts';
import { planRows } from './soql-plan.ts';
import { statementError } from './soql-tokens.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Row } from './tables.ts';
import { renderValue } from './values.ts';
import { isVisibleTo } from './world.ts';

type Render = (row: Row) => Record<string, unknown>;

export interface Result {
  readonly rows: readonly Row[];
  readonly render: Render;
  /** Set for COUNT: no rows then. */
  readonly count:
    { readonly isBare: boolean; readonly name: string; readonly value: number } | undefined;
}

const isShown = (scope: Scope, row: Row): boolean =>
  (row.deletedAt === undefined || (scope.includesBin && !isErased(scope.world, row))) &&
  isVisibleTo(scope.world, row, scope.userId);

/** OFFSET goes to 2000 at most (SF §11). */
const MAX_OFFSET = 2000;

const selectRows = (scope: Scope, query: Query, among?: readonly Row[]): readonly Row[] => {
  const test = query.where === undefined ? () => true : compileCondition(scope, query.where);
  const order = compileOrder(scope, query.orderBy);
  const { rows, isOrdered } =
    among === undefined
      ? planRows(scope, query.where, query.orderBy)
      : { rows: among, isOrdered: false };
  if (query.offset > MAX_OFFSET) {
    throw refuse('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
  const wanted = query.limit === undefined ? Infinity : query.limit + query.offset;
  const found: Row[] = [];
  for (const row of rows) {
    if ((isOrdered || query.orderBy.length === 0) && found.length >= wanted) break;
    if (isShown(scope, row) && test(row)) found.push(row);
  }
  if (!isOrdered && query.orderBy.length > 0) found.sort(order);
  return found.slice(query.offset, wanted === Infinity ? undefined : wanted);
};

const attributesOf = (version: string, object: ObjectDef, row: Row) => ({
  type: object.name,
  url: `/services/data/v${version}/sobjects/${object.name}/${row.id}`,
});

const MAX_FIELDS_LIMIT = 200;

const expand = (scope: Scope, query: Query, column: Column): readonly Column[] => {
  if (column.kind !== 'fields') return [column];
  if (column.which !== 'standard' && (query.limit ?? Infinity) > MAX_FIELDS_LIMIT) {
    throw statementError(
      'MALFORMED_QUERY',
      scope.statement,
      column.at,
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    );
  }
  const { world, userId, table } = scope;
  return [...table.object.fields.values()]
    .filter((field) => accessTo(world, userId, table.object, field) !== 'none')
    .filter((field) => column.which === 'all' || field.custom === (column.which === 'custom'))
    .map((field) => ({ kind: 'field', path: { parts: [field.name], at: column.at } }));
};

type Part = readonly [name: string, render: (row: Row) => unknown];

const renderPaths = (
  scope: Scope,
  paths: readonly Path[],
  place: { readonly object: ObjectDef; readonly version: string },
): Part[] => {
  const parts: Part[] = [];
  const done = new Set<string>();
  for (const path of paths) {
    const [name = '', ...deeper] = path.parts;
    const key = name.toLowerCase();
    if (deeper.length === 0) {
      const { field } = bindPath(scope, path, place.object);
      if (done.has(`field ${key}`)) {
        throw statementError(
          'INVALID_FIELD',
          scope.statement,
          path.at,
          `duplicate field selected: ${name}`,
        );
      }
      done.add(`field ${key}`);
      parts.push([field.name, renderValue(scope.world, place.object, field)]);
      continue;
    }
    if (done.has(`parent ${key}`)) continue;
    done.add(`parent ${key}`);
    const hop = bindHop(scope, place.object, path);
    const below = paths
      .filter((other) => other.parts.length > 1 && other.parts[0]?.toLowerCase() === key)
      .map((other) => ({ parts: other.parts.slice(1), at: other.at }));
    const inner = renderPaths(scope, below, { object: hop.object, version: place.version });
    parts.push([
      hop.name,
      (row) => renderParent(scope, place.version, hop.parentOf(row), { hop: hop.object, inner }),
    ]);
  }
  return parts;
};

const renderParent = (
  scope: Scope,
  version: string,
  parent: { readonly row: Row; readonly object: ObjectDef } | undefined,
  shape: { readonly hop: ObjectDef; readonly inner: readonly Part[] },
): unknown => {
  if (parent === undefined) return null;
  const { row, object } = parent;
  const valueOf = ([name, render]: Part): unknown => {
    if (object === shape.hop) return render(row);
    const twin: FieldDef | undefined = object.fields.get(name.toLowerCase());
    return twin === undefined ? null : renderValue(scope.world, object, twin)(row);
  };
  return {
    attributes: attributesOf(version, object, row),
    ...Object.fromEntries(shape.inner.map((part) => [part[0], valueOf(part)])),
  };
};

const renderChildren = (scope: Scope, query: Query, version: string): Part => {
  const child = scope.table.object.children.find(
    ({ relationshipName }) => relationshipName.toLowerCase() === query.from.toLowerCase(),
  );
  if (child === undefined) {
    throw statementError(
      'INVALID_TYPE',
      scope.statement,
      query.fromAt,
      `Didn't understand relationship '${query.from}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const inner: Scope = { ...scope, table: scope.world.table(child.object) };
  const render = renderColumns(inner, query, version);
  return [
    child.relationshipName,
    (row) => {
      const rows = selectRows(inner, query, inner.table.find(child.field, row.id));
      return rows.length === 0
        ? null
        : { totalSize: rows.length, done: true, records: rows.map((held) => render(held)) };
    },
  ];
};

const ownPath = (object: ObjectDef, path: Path): Path =>
  path.parts.length > 1 && path.parts[0]?.toLowerCase() === object.name.toLowerCase()
    ? { parts: path.parts.slice(1), at: path.at }
    : path;

const renderColumns = (scope: Scope, query: Query, version: string): Render => {
  const { object } = scope.table;
  const columns = query.columns.flatMap((column) => expand(scope, query, column));
  const paths = columns
    .filter((column) => column.kind === 'field')
    .map((column) => ownPath(object, column.path));
  const parts = [
    ...renderPaths(scope, paths, { object, version }),
    ...columns
      .filter((column) => column.kind === 'children')
      .map((column) => renderChildren(scope, column.query, version)),
  ];
  return (row) => {
    const record: Record<string, unknown> = { attributes: attributesOf(version, object, row) };
    for (const [name, render] of parts) record[name] = render(row);
    return record;
  };
};

export const runQuery = (scope: Scope, query: Query, version: string): Result => {
  const [first] = query.columns;
  if (first?.kind !== 'count') {
    const render = renderColumns(scope, query, version);
    return { rows: selectRows(scope, query), render, count: undefined };
  }
  const counted = first.path === undefined ? undefined : bindPath(scope, first.path);
  const rows = selectRows(scope, query);
  const value =
    counted === undefined
      ? rows.length
      : rows.filter((row) => counted.read(row) !== undefined).length;
  return {
    rows: [],
    render: () => ({}),
    count: { isBare: counted === undefined, name: first.alias ?? 'expr0', value },
  };
};
