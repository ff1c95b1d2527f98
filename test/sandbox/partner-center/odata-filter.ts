import { invalid } from './refusal.ts';
import { parseStamp, type Ticks } from './stamp.ts';
import type { Switches } from './switches.ts';

export type Literal = string | number | boolean | null;
export type Operator = 'eq' | 'ge' | 'gt' | 'le' | 'lt';

export type Filter =
  | { readonly kind: 'and'; readonly all: readonly Filter[] }
  | { readonly kind: 'compare'; readonly path: readonly string[]; readonly value: Literal }
  | { readonly kind: 'updated'; readonly operator: Operator; readonly ticks: Ticks }
  | { readonly kind: 'any'; readonly path: readonly string[]; readonly item: Filter };

type Token =
  | { readonly kind: 'name' | 'sign' | 'date'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: Literal; readonly isQuoted: boolean };

const TOKEN =
  /\s*(?:(?<date>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|'(?<quoted>(?:[^']|'')*)'|(?<number>-?\d+(?:\.\d+)?)(?![\w-])|(?<name>[A-Za-z_]\w*)|(?<sign>[()/:]))\s*/y;

const WORDS: Readonly<Record<string, Literal>> = { true: true, false: false, null: null };
const OPERATORS: readonly string[] = ['eq', 'ge', 'gt', 'le', 'lt'] satisfies Operator[];

/** Stands in a path for the members of a list. */
export const EACH = '*';

const broken = (message: string): Error => invalid('$filter', message);

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw broken(`Syntax error at position ${at}.`);
    const { date, quoted, number, name, sign } = groups;
    if (date !== undefined) tokens.push({ kind: 'date', text: date });
    else if (quoted !== undefined)
      tokens.push({ kind: 'literal', value: quoted.replaceAll("''", "'"), isQuoted: true });
    else if (number !== undefined)
      tokens.push({ kind: 'literal', value: Number(number), isQuoted: false });
    else if (name !== undefined && Object.hasOwn(WORDS, name))
      tokens.push({ kind: 'literal', value: WORDS[name] as Literal, isQuoted: false });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign as string });
  }
  return tokens;
};

/** `eq`, `and`, parentheses, nested paths, `any`; other comparisons for updatedDateTime alone (reference PC §5). */
export const parseFilter = (
  text: string,
  options: { dateLiteral: Switches['dateLiteral']; isKnown: (path: readonly string[]) => boolean },
): Filter => {
  const tokens = tokensOf(text);
  let at = 0;

  const take = (): Token => {
    const token = tokens[at];
    if (token === undefined) throw broken('The expression ends too early.');
    at += 1;
    return token;
  };
  const isNext = (kind: 'name' | 'sign', word: string): boolean => {
    const token = tokens[at];
    return token?.kind === kind && token.text === word;
  };
  const expect = (sign: string): void => {
    const token = take();
    if (token.kind !== 'sign' || token.text !== sign) throw broken(`'${sign}' expected.`);
  };
  const takeName = (): string => {
    const token = take();
    if (token.kind !== 'name') throw broken('A property name was expected.');
    return token.text;
  };

  const parseDate = (token: Token): Ticks => {
    const isFine =
      options.dateLiteral === 'unquoted'
        ? token.kind === 'date'
        : options.dateLiteral === 'quoted' && token.kind === 'literal' && token.isQuoted;
    const words = token.kind === 'literal' ? String(token.value) : token.text;
    const ticks = isFine ? parseStamp(words) : undefined;
    if (ticks === undefined) throw broken(`updatedDateTime cannot be compared with ${words}.`);
    return ticks;
  };

  const parseComparison = (path: readonly string[], prefix: readonly string[]): Filter => {
    const operator = takeName();
    if (!OPERATORS.includes(operator)) throw broken(`The operator ${operator} is not supported.`);
    const full = [...prefix, ...path];
    if (full.length === 1 && full[0] === 'updatedDateTime')
      return { kind: 'updated', operator: operator as Operator, ticks: parseDate(take()) };
    if (operator !== 'eq') throw broken(`${operator} is not supported on ${full.join('/')}.`);
    if (!options.isKnown(full)) throw broken(`There is no property ${full.join('/')}.`);
    const token = take();
    if (token.kind !== 'literal')
      throw broken(`A quoted value was expected for ${full.join('/')}.`);
    return { kind: 'compare', path, value: token.value };
  };

  /** Inside `any(t: …)` a path starts with the variable. */
  const parseTerm = (variable: string | undefined, prefix: readonly string[]): Filter => {
    if (isNext('sign', '(')) {
      expect('(');
      const inner = parseAnd(variable, prefix);
      expect(')');
      return inner;
    }
    const path = [takeName()];
    while (isNext('sign', '/')) {
      expect('/');
      path.push(takeName());
    }
    if (variable !== undefined && path.shift() !== variable)
      throw broken(`A path of ${variable} was expected.`);
    if (path.at(-1) === 'any' && isNext('sign', '(')) {
      const list = path.slice(0, -1);
      if (!options.isKnown([...prefix, ...list])) throw broken(`There is no ${list.join('/')}.`);
      expect('(');
      const name = takeName();
      expect(':');
      const item = parseAnd(name, [...prefix, ...list, EACH]);
      expect(')');
      return { kind: 'any', path: list, item };
    }
    return parseComparison(path, prefix);
  };

  const parseAnd = (variable: string | undefined, prefix: readonly string[]): Filter => {
    const all = [parseTerm(variable, prefix)];
    while (isNext('name', 'and')) {
      take();
      all.push(parseTerm(variable, prefix));
    }
    return all.length === 1 ? (all[0] as Filter) : { kind: 'and', all };
  };

  const filter = parseAnd(undefined, []);
  if (at < tokens.length) throw broken('Something is left after the end of the expression.');
  return filter;
};
