import { toId18 } from './id.ts';
import type { Bound, Scope } from './soql-bind.ts';
import type { Literal } from './soql-query.ts';
import { statementError } from './soql-tokens.ts';
import { dayOf, isCalendarDay, parseStamp, wholeSecond } from './stamp.ts';
import type { Scalar } from './tables.ts';

/** A literal as a row would hold it. A date word such as TODAY is a span: from, and the first value after it. */
export interface Operand {
  readonly from: Scalar | undefined;
  readonly after?: Scalar;
}

const DAY_MS = 86_400_000;

/** Days from today: the first, and the first after. UTC, the zone of every user here. */
const spanOf = (word: string): readonly [number, number] | undefined => {
  const days = Number(word.split(':')[1] ?? Number.NaN);
  const [name = ''] = word.split(':');
  switch (name) {
    case 'TODAY':
      return [0, 1];
    case 'YESTERDAY':
      return [-1, 0];
    case 'TOMORROW':
      return [1, 2];
    case 'LAST_N_DAYS':
      return Number.isNaN(days) ? undefined : [-days, 1];
    case 'NEXT_N_DAYS':
      return Number.isNaN(days) ? undefined : [1, days + 1];
    default:
      return undefined;
  }
};

const WIRE_TYPES: Readonly<Record<string, string>> = {
  datetime: 'dateTime',
  currency: 'double',
  percent: 'double',
};

const wrongType = (scope: Scope, { field }: Bound, value: Literal) => {
  const type = WIRE_TYPES[field.type] ?? field.type;
  const isQuoted = value.kind === 'text';
  return statementError(
    'INVALID_FIELD',
    scope.statement,
    value.at,
    `value of filter criterion for field '${field.name}' must be of type ${type} and should ${isQuoted ? 'not ' : ''}be enclosed in quotes`,
  );
};

const readMoment = (scope: Scope, bound: Bound, value: Literal): Operand => {
  const isDay = bound.field.type === 'date';
  if (value.kind === 'word') {
    const span = spanOf(value.text);
    if (span === undefined) {
      throw statementError(
        'MALFORMED_QUERY',
        scope.statement,
        value.at,
        `unexpected token: '${value.text}'`,
      );
    }
    const midnight = Date.parse(dayOf(scope.world.now()));
    const [from, after] = span.map((days) => midnight + days * DAY_MS) as [number, number];
    return isDay ? { from: dayOf(from), after: dayOf(after) } : { from, after };
  }
  if (value.kind !== 'moment') throw wrongType(scope, bound, value);
  if (isDay) {
    if (!isCalendarDay(value.text)) throw wrongType(scope, bound, value);
    return { from: value.text };
  }
  const at = parseStamp(value.text);
  if (at === undefined) throw wrongType(scope, bound, value);
  return { from: wholeSecond(at) };
};

const readId = (scope: Scope, value: Literal): Operand => {
  const text = value.kind === 'text' ? value.text : '';
  const id = toId18(text);
  if (id === undefined) {
    throw statementError(
      'INVALID_QUERY_FILTER_OPERATOR',
      scope.statement,
      value.at,
      `invalid ID field: ${text}`,
    );
  }
  return { from: id };
};

/** A quoted date-time, an unquoted text and the like are refused as INVALID_FIELD (SF §11). */
export const readOperand = (scope: Scope, bound: Bound, value: Literal): Operand => {
  if (value.kind === 'null') return { from: undefined };
  switch (bound.field.type) {
    case 'date':
    case 'datetime':
      return readMoment(scope, bound, value);
    case 'id':
    case 'reference':
      return readId(scope, value);
    case 'boolean':
      if (value.kind !== 'boolean') throw wrongType(scope, bound, value);
      return { from: value.value };
    case 'currency':
    case 'percent':
    case 'double':
    case 'int':
      if (value.kind !== 'number') throw wrongType(scope, bound, value);
      return { from: value.value };
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'combobox':
    case 'email':
    case 'phone':
    case 'url':
    case 'address':
      if (value.kind !== 'text') throw wrongType(scope, bound, value);
      return { from: value.text };
    default:
      return bound.field.type satisfies never;
  }
};
