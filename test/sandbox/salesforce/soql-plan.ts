import { findField } from './access.ts';
import { toId18 } from './id.ts';
import type { Scope } from './soql-bind.ts';
import type { Condition, Literal, OrderKey, Path } from './soql-query.ts';
import { parseStamp, wholeSecond } from './stamp.ts';
import type { Row } from './tables.ts';

export interface Candidates {
  readonly rows: Iterable<Row>;
  /** They come in the order asked for: reading may stop early. */
  readonly isOrdered: boolean;
}

const byKey = (
  scope: Scope,
  path: Path,
  values: readonly Literal[],
): readonly Row[] | undefined => {
  const [name, ...more] = path.parts;
  if (name === undefined || more.length > 0) return undefined;
  if (values.some((value) => value.kind !== 'text')) return undefined;
  const { table } = scope;
  const field = findField(scope.world, scope.userId, table.object, name);
  if (field === undefined) return undefined;
  const texts = values.map((value) => (value.kind === 'text' ? value.text : ''));
  if (field.name === 'Id') {
    const rows = texts.map((text) => table.rows.get(toId18(text) ?? ''));
    return [...new Set(rows.filter((row) => row !== undefined))];
  }
  if (!table.isIndexed(field)) return undefined;
  const keys = field.type === 'reference' ? texts.map((text) => toId18(text) ?? '') : texts;
  return [...new Set(keys.flatMap((key) => table.find(field.name, key)))];
};

/** The few rows that a condition on an indexed field leaves. */
const keyed = (scope: Scope, condition: Condition): readonly Row[] | undefined => {
  switch (condition.kind) {
    case 'compare':
      return condition.operator === '='
        ? byKey(scope, condition.path, [condition.value])
        : undefined;
    case 'in':
      return condition.isNegated ? undefined : byKey(scope, condition.path, condition.values);
    case 'and':
      return condition.parts.map((part) => keyed(scope, part)).find((rows) => rows !== undefined);
    case 'or': {
      const parts = condition.parts.map((part) => keyed(scope, part));
      const found = parts.filter((rows) => rows !== undefined);
      return found.length === parts.length ? [...new Set(found.flat())] : undefined;
    }
    case 'not':
      return undefined;
    default:
      return condition satisfies never;
  }
};

const isStamp = (path: Path): boolean => path.parts.join('.').toLowerCase() === 'systemmodstamp';

/** The earliest SystemModstamp a row may have, in Unix ms. */
const lowestStamp = (condition: Condition): number | undefined => {
  switch (condition.kind) {
    case 'compare': {
      const { operator, path, value } = condition;
      if (!isStamp(path) || value.kind !== 'moment') return undefined;
      if (operator !== '=' && operator !== '>' && operator !== '>=') return undefined;
      const at = parseStamp(value.text);
      return at === undefined ? undefined : wholeSecond(at);
    }
    case 'and': {
      const known = condition.parts.map(lowestStamp).filter((at) => at !== undefined);
      return known.length === 0 ? undefined : Math.max(...known);
    }
    case 'or': {
      const parts = condition.parts.map(lowestStamp);
      const known = parts.filter((at) => at !== undefined);
      return known.length === parts.length ? Math.min(...known) : undefined;
    }
    case 'in':
    case 'not':
      return undefined;
    default:
      return condition satisfies never;
  }
};

/** SystemModstamp, or SystemModstamp and Id, both rising: the order the index has. */
const isFeedOrder = (keys: readonly OrderKey[]): boolean => {
  const [first, second, ...more] = keys;
  return (
    first !== undefined &&
    isStamp(first.path) &&
    more.length === 0 &&
    keys.every((key) => !key.isDescending) &&
    (second === undefined || second.path.parts.join('.').toLowerCase() === 'id')
  );
};

export const planRows = (
  scope: Scope,
  where: Condition | undefined,
  orderBy: readonly OrderKey[],
): Candidates => {
  const few = where === undefined ? undefined : keyed(scope, where);
  if (few !== undefined) return { rows: few, isOrdered: false };
  const { table } = scope;
  const isOrdered = isFeedOrder(orderBy) && table.object.fields.has('systemmodstamp');
  const lowest = where === undefined ? undefined : lowestStamp(where);
  return isOrdered || lowest !== undefined
    ? { rows: table.stampedFrom(lowest ?? Number.NEGATIVE_INFINITY), isOrdered }
    : { rows: table.rows.values(), isOrdered: false };
};
