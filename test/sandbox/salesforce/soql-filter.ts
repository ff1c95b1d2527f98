import { bindPath, type Bound, type Scope } from './soql-bind.ts';
import { readOperand, type Operand } from './soql-literal.ts';
import type { Condition, Operator, OrderKey, Path } from './soql-query.ts';
import { statementError } from './soql-tokens.ts';
import type { Row, Scalar } from './tables.ts';

export type Test = (row: Row) => boolean;

const bindFiltered = (scope: Scope, path: Path): Bound => {
  const bound = bindPath(scope, path);
  if (bound.field.filterable && bound.field.type !== 'address') return bound;
  throw statementError(
    'INVALID_FIELD',
    scope.statement,
    path.at,
    `field '${bound.field.name}' can not be filtered in a query call`,
  );
};

/** Text ignores case; ids do not. */
const compare = (isId: boolean, left: Scalar, right: Scalar): number => {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [first, second] = isId
    ? [String(left), String(right)]
    : [String(left).toLowerCase(), String(right).toLowerCase()];
  return first < second ? -1 : first > second ? 1 : 0;
};
const isIdField = ({ field }: Bound): boolean => field.type === 'id' || field.type === 'reference';

/** LIKE: `%` any text, `_` any character, both literal behind a backslash. */
const toPattern = (text: string): RegExp =>
  new RegExp(
    `^${text.replaceAll(/\\[%_]|[%_]|[.*+?^${}()|[\]\\]/g, (part) => {
      if (part === '%') return '.*';
      if (part === '_') return '.';
      return part.length === 2 ? part.slice(1) : `\\${part}`;
    })}$`,
    'is',
  );

const testOf = (bound: Bound, operator: Operator, { from, after }: Operand): Test => {
  const { read } = bound;
  if (operator === 'like') {
    const pattern = toPattern(String(from ?? ''));
    return (row) => pattern.test(String(read(row) ?? ''));
  }
  if (from === undefined) {
    if (operator === '=') return (row) => read(row) === undefined;
    return operator === '!=' ? (row) => read(row) !== undefined : () => false;
  }
  const isId = isIdField(bound);
  const side = (row: Row): number | undefined => {
    const value = read(row);
    if (value === undefined) return undefined;
    const low = compare(isId, value, from);
    if (after === undefined || low < 0) return low;
    return compare(isId, value, after) < 0 ? 0 : 1;
  };
  switch (operator) {
    case '=':
      return (row) => side(row) === 0;
    case '!=':
      return (row) => side(row) !== 0;
    case '<':
      return (row) => (side(row) ?? 1) < 0;
    case '<=':
      return (row) => (side(row) ?? 1) <= 0;
    case '>':
      return (row) => (side(row) ?? -1) > 0;
    case '>=':
      return (row) => (side(row) ?? -1) >= 0;
    default:
      return operator satisfies never;
  }
};

export const compileCondition = (scope: Scope, condition: Condition): Test => {
  switch (condition.kind) {
    case 'and': {
      const tests = condition.parts.map((part) => compileCondition(scope, part));
      return (row) => tests.every((test) => test(row));
    }
    case 'or': {
      const tests = condition.parts.map((part) => compileCondition(scope, part));
      return (row) => tests.some((test) => test(row));
    }
    case 'not': {
      const test = compileCondition(scope, condition.part);
      return (row) => !test(row);
    }
    case 'compare': {
      const bound = bindFiltered(scope, condition.path);
      return testOf(bound, condition.operator, readOperand(scope, bound, condition.value));
    }
    case 'in': {
      const bound = bindFiltered(scope, condition.path);
      const fold = (value: Scalar | undefined): Scalar | undefined =>
        typeof value === 'string' && !isIdField(bound) ? value.toLowerCase() : value;
      const wanted = new Set(
        condition.values.map((value) => fold(readOperand(scope, bound, value).from)),
      );
      return (row) => wanted.has(fold(bound.read(row))) !== condition.isNegated;
    }
    default:
      return condition satisfies never;
  }
};

export const compileOrder = (
  scope: Scope,
  keys: readonly OrderKey[],
): ((left: Row, right: Row) => number) => {
  const bound = keys.map((key) => ({ key, path: bindFiltered(scope, key.path) }));
  return (leftRow, rightRow) => {
    for (const { key, path } of bound) {
      const left = path.read(leftRow);
      const right = path.read(rightRow);
      if (left === right) continue;
      if (left === undefined) return key.nullsLast ? 1 : -1;
      if (right === undefined) return key.nullsLast ? -1 : 1;
      const order = compare(isIdField(path), left, right);
      if (order !== 0) return key.isDescending ? -order : order;
    }
    return 0;
  };
};
