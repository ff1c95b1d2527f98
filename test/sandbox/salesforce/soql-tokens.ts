import { Refused } from './refused.ts';

export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'moment' | 'sign' | 'end';
  /** As written; the unescaped text of a literal. */
  readonly text: string;
  /** Place in the statement, from 0. */
  readonly at: number;
}

/** A line break, the statement around the place, a caret, the place in words, then what is wrong (SF §14). */
export const statementError = (
  errorCode: string,
  statement: string,
  at: number,
  message: string,
): Refused => {
  const start = Math.max(0, at - 40);
  const shown = statement.slice(start, at + 40).replaceAll(/\s/g, ' ');
  const before = statement.slice(0, at);
  const row = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return new Refused(400, [
    {
      message: `\n${shown}\n${' '.repeat(at - start)}^\nERROR at Row:${row}:Column:${column}\n${message}`,
      errorCode,
    },
  ]);
};

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  /** Kept with their backslash: LIKE reads them. */
  '%': String.raw`\%`,
  _: String.raw`\_`,
};

const PATTERNS = {
  space: /\s+/y,
  moment: /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2}))?/iy,
  number: /[+-]?\d+(?:\.\d+)?/y,
  name: /[A-Za-z_][A-Za-z0-9_]*(?::\d+)?(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y,
  sign: /<=|>=|!=|<>|[=<>(),]/y,
} as const;

const matchAt = (pattern: RegExp, statement: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(statement)?.[0];
};

interface Literal {
  readonly text: string;
  readonly end: number;
}

const readLiteral = (statement: string, start: number): Literal => {
  let text = '';
  let at = start + 1;
  while (at < statement.length) {
    const character = statement.charAt(at);
    if (character === "'") return { text, end: at + 1 };
    if (character !== '\\') {
      text += character;
      at += 1;
      continue;
    }
    const next = statement.charAt(at + 1);
    const unicode = /^[0-9a-f]{4}/i.exec(statement.slice(at + 2))?.[0];
    if ((next === 'u' || next === 'U') && unicode !== undefined) {
      text += String.fromCharCode(Number.parseInt(unicode, 16));
      at += 6;
      continue;
    }
    const escaped = ESCAPES[next];
    if (escaped === undefined) {
      throw statementError(
        'MALFORMED_QUERY',
        statement,
        at,
        `Invalid string literal '${statement.slice(start + 1, at + 2)}'. Illegal character sequence '\\${next}' in string literal.`,
      );
    }
    text += escaped;
    at += 2;
  }
  throw statementError(
    'MALFORMED_QUERY',
    statement,
    start,
    `line 1:${start} no viable alternative at character '<EOF>'`,
  );
};

export const readTokens = (statement: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < statement.length) {
    const space = matchAt(PATTERNS.space, statement, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    if (statement.charAt(at) === "'") {
      const literal = readLiteral(statement, at);
      tokens.push({ kind: 'text', text: literal.text, at });
      at = literal.end;
      continue;
    }
    const kind = (['moment', 'number', 'name', 'sign'] as const).find(
      (candidate) => matchAt(PATTERNS[candidate], statement, at) !== undefined,
    );
    if (kind === undefined) {
      throw statementError(
        'MALFORMED_QUERY',
        statement,
        at,
        `line 1:${at} no viable alternative at character '${statement.charAt(at)}'`,
      );
    }
    const text = matchAt(PATTERNS[kind], statement, at) ?? '';
    tokens.push({ kind, text, at });
    at += text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: statement.length });
  return tokens;
};
