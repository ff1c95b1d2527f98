import { codeOf, type Page } from './pages.ts';

/** A command of ours as a page names it. */
export interface CommandLine {
  readonly verb: readonly string[];
  readonly flags: readonly string[];
}

const WORD = /^[a-z][a-z-]*$/;

/** Words up to the first that is an argument, a flag or a comment. */
const toCommandLine = (rest: string): CommandLine => {
  const words = (rest.split(/\s#\s|[|;&)(,]/)[0] ?? '').split(/\s+/).filter((word) => word !== '');
  const end = words.findIndex((word) => !WORD.test(word));
  return {
    verb: words.slice(0, end === -1 ? words.length : end),
    flags: words.filter((word) => word.startsWith('--')),
  };
};

/** Every `lead-sync VERB …` and `npm run lead-sync -- VERB …` of a page. */
export const commandLines = (page: Page): CommandLine[] =>
  codeOf(page)
    .flatMap((line) => [...line.matchAll(/(?:^|\s)lead-sync(?: --)? (.+)$/g)])
    .map(([, rest = '']) => toCommandLine(rest))
    .filter(({ verb }) => verb.length > 0);

/** Names of package scripts that a page tells to run. */
export const npmScripts = (page: Page): string[] =>
  codeOf(page).flatMap((line) => [
    ...[...line.matchAll(/npm run (?:-\S+ )*([\w:-]+)/g)].map(([, name = '']) => name),
    ...[...line.matchAll(/npm (start|test)\b/g)].map(([, name = '']) => name),
  ]);
