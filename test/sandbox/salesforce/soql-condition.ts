import type { Condition, Literal, Operator } from './soql-query.ts';
import { readPath, type Reader } from './soql-reader.ts';

const readValue = (reader: Reader): Literal => {
  const token = reader.next();
  const { text, at } = token;
  switch (token.kind) {
    case 'text':
    case 'moment':
      return { kind: token.kind, text, at };
    case 'number':
      return { kind: 'number', value: Number(text), at };
    case 'name': {
      const word = text.toLowerCase();
      if (word === 'null') return { kind: 'null', at };
      if (word === 'true' || word === 'false') {
        return { kind: 'boolean', value: word === 'true', at };
      }
      if (/^[A-Z_]+(?::\d+)?$/i.test(text)) return { kind: 'word', text: text.toUpperCase(), at };
      throw reader.fail(token);
    }
    case 'sign':
    case 'end':
      throw reader.fail(token);
    default:
      return token.kind satisfies never;
  }
};

const readList = (reader: Reader): readonly Literal[] => {
  reader.needs('(');
  const values = [readValue(reader)];
  while (reader.takes(',')) values.push(readValue(reader));
  reader.needs(')');
  return values;
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  like: 'like',
};

const readComparison = (reader: Reader): Condition => {
  const path = readPath(reader);
  if (reader.takes('not', 'in')) {
    return { kind: 'in', path, isNegated: true, values: readList(reader) };
  }
  if (reader.takes('in')) return { kind: 'in', path, isNegated: false, values: readList(reader) };
  const token = reader.next();
  const operator = OPERATORS[token.text.toLowerCase()];
  if (operator === undefined || token.kind === 'text') throw reader.fail(token);
  return { kind: 'compare', path, operator, value: readValue(reader) };
};

const readUnit = (reader: Reader): Condition => {
  if (reader.takes('not')) return { kind: 'not', part: readUnit(reader) };
  if (!reader.takes('(')) return readComparison(reader);
  const inner = readCondition(reader);
  reader.needs(')');
  return inner;
};

/** AND and OR side by side need brackets (SF §11). */
export const readCondition = (reader: Reader): Condition => {
  const first = readUnit(reader);
  for (const kind of ['and', 'or'] as const) {
    if (!reader.takes(kind)) continue;
    const parts = [first, readUnit(reader)];
    while (reader.takes(kind)) parts.push(readUnit(reader));
    return { kind, parts };
  }
  return first;
};
