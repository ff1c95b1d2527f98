import { readTokens, statementError, type Token } from './soql-tokens.ts';

export interface Path {
  /** Relationships, then the field. */
  readonly parts: readonly string[];
  readonly at: number;
}

export type Literal =
  | { readonly kind: 'text' | 'moment' | 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly path: Path;
      readonly operator: Operator;
      readonly value: Literal;
    }
  | {
      readonly kind: 'in';
      readonly path: Path;
      readonly isNegated: boolean;
      readonly values: readonly Literal[];
    };

export type Column =
  | { readonly kind: 'field'; readonly path: Path }
  | { readonly kind: 'count'; readonly path: Path | undefined; readonly alias: string | undefined }
  | { readonly kind: 'fields'; readonly which: string; readonly at: number }
  | { readonly kind: 'children'; readonly query: Query };

export interface OrderKey {
  readonly path: Path;
  readonly isDescending: boolean;
  readonly nullsLast: boolean;
}

export interface Query {
  readonly statement: string;
  readonly columns: readonly Column[];
  readonly from: string;
  readonly fromAt: number;
  readonly where: Condition | undefined;
  readonly orderBy: readonly OrderKey[];
  readonly limit: number | undefined;
  readonly offset: number;
}

interface Reader {
  readonly statement: string;
  peek(): Token;
  next(): Token;
  /** Takes the word or sign if it stands here, case ignored. */
  takes(...words: readonly string[]): boolean;
  needs(word: string): void;
  fail(token?: Token): Error;
}

const createReader = (statement: string): Reader => {
  const tokens = readTokens(statement);
  let place = 0;
  const peek = (ahead = 0): Token =>
    tokens[Math.min(place + ahead, tokens.length - 1)] ?? { kind: 'end', text: '<EOF>', at: 0 };
  const reader: Reader = {
    statement,
    peek: () => peek(),
    next: () => {
      const token = peek();
      place += 1;
      return token;
    },
    takes: (...words) => {
      const isHere = words.every((word, ahead) => {
        const token = peek(ahead);
        return token.kind !== 'text' && token.text.toLowerCase() === word;
      });
      if (isHere) place += words.length;
      return isHere;
    },
    needs: (word) => {
      if (!reader.takes(word)) throw reader.fail();
    },
    fail: (token = peek()) =>
      statementError(
        'MALFORMED_QUERY',
        statement,
        token.at,
        token.kind === 'end' ? "unexpected token: '<EOF>'" : `unexpected token: '${token.text}'`,
      ),
  };
  return reader;
};

const readPath = (reader: Reader): Path => {
  const token = reader.next();
  if (token.kind !== 'name') throw reader.fail(token);
  return { parts: token.text.split('.'), at: token.at };
};

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
const readCondition = (reader: Reader): Condition => {
  const first = readUnit(reader);
  for (const kind of ['and', 'or'] as const) {
    if (!reader.takes(kind)) continue;
    const parts = [first, readUnit(reader)];
    while (reader.takes(kind)) parts.push(readUnit(reader));
    return { kind, parts };
  }
  return first;
};

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
