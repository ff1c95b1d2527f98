import { findSyntaxError } from './json-syntax.ts';
import type { Problem } from './problem.ts';

export type JsonText =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Comments become blanks, so that lines and columns stay. */
const blankComments = (text: string): string =>
  text
    .replace(/^\uFEFF/, ' ')
    .replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (part) =>
      part.startsWith('"') ? part : part.replaceAll(/[^\n]/g, ' '),
    );

/** JSON with `//` and block comments. The engine's own message is not passed on: it quotes the file, secrets included. */
export const parseJsonText = (text: string): JsonText => {
  const json = blankComments(text);
  const found = findSyntaxError(json);
  if (found === undefined) return { kind: 'json', value: JSON.parse(json) };
  const before = json.slice(0, found.at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return {
    kind: 'problem',
    problem: { path: `line ${before.length}, column ${column}`, problem: found.problem },
  };
};
