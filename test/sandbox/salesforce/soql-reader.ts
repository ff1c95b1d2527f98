import type { Path } from './soql-query.ts';
import { readTokens, statementError, type Token } from './soql-tokens.ts';

export interface Reader {
  readonly statement: string;
  peek(): Token;
  next(): Token;
  /** Takes the word or sign if it stands here, case ignored. */
  takes(...words: readonly string[]): boolean;
  needs(word: string): void;
  fail(token?: Token): Error;
}

export const createReader = (statement: string): Reader => {
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

export const readPath = (reader: Reader): Path => {
  const token = reader.next();
  if (token.kind !== 'name') throw reader.fail(token);
  return { parts: token.text.split('.'), at: token.at };
};
