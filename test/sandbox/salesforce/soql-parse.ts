import { readCondition } from './soql-condition.ts';
import type { Column, OrderKey, Query } from './soql-query.ts';
import { createReader, readPath, type Reader } from './soql-reader.ts';

const readColumn = (reader: Reader): Column => {
  if (reader.takes('(')) {
    const query = readQuery(reader);
    reader.needs(')');
    return { kind: 'children', query };
  }
  const path = readPath(reader);
  const name = path.parts.join('.').toLowerCase();
  if ((name !== 'count' && name !== 'fields') || !reader.takes('(')) return { kind: 'field', path };
  if (name === 'fields') {
    const which = reader.next().text.toLowerCase();
    reader.needs(')');
    return { kind: 'fields', which, at: path.at };
  }
  const counted = reader.takes(')') ? undefined : readPath(reader);
  if (counted !== undefined) reader.needs(')');
  const isAlias = reader.peek().kind === 'name' && reader.peek().text.toLowerCase() !== 'from';
  return { kind: 'count', path: counted, alias: isAlias ? reader.next().text : undefined };
};

const readOrder = (reader: Reader): readonly OrderKey[] => {
  if (!reader.takes('order', 'by')) return [];
  const keys: OrderKey[] = [];
  do {
    const path = readPath(reader);
    const isDescending = reader.takes('desc');
    if (!isDescending) reader.takes('asc');
    const nullsLast = reader.takes('nulls', 'last');
    if (!nullsLast) reader.takes('nulls', 'first');
    keys.push({ path, isDescending, nullsLast });
  } while (reader.takes(','));
  return keys;
};

const readNumber = (reader: Reader): number => {
  const token = reader.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.fail(token);
  return Number(token.text);
};

const readQuery = (reader: Reader): Query => {
  reader.needs('select');
  const columns = [readColumn(reader)];
  while (reader.takes(',')) columns.push(readColumn(reader));
  reader.needs('from');
  const from = readPath(reader);
  const where = reader.takes('where') ? readCondition(reader) : undefined;
  const orderBy = readOrder(reader);
  const limit = reader.takes('limit') ? readNumber(reader) : undefined;
  const offset = reader.takes('offset') ? readNumber(reader) : 0;
  const { statement } = reader;
  const fromAt = from.at;
  return { statement, columns, from: from.parts.join('.'), fromAt, where, orderBy, limit, offset };
};

/** One whole statement. Throws Refused with MALFORMED_QUERY. */
export const parseSoql = (statement: string): Query => {
  const reader = createReader(statement);
  const query = readQuery(reader);
  if (reader.peek().kind !== 'end') throw reader.fail();
  return query;
};
