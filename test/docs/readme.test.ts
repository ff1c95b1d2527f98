import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '#jobs/cli.ts';
import type { Toolbox } from '#jobs/toolbox.ts';
import { commandLines, npmScripts } from './command-lines.ts';
import { fences, localLinks, PAGES, readPage, ROOT } from './pages.ts';

const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What the command says of itself when it is asked for help. */
const helpOf = async (verb: readonly string[]): Promise<string> => {
  const lines: string[] = [];
  const line = (text = ''): void => {
    lines.push(text);
  };
  const output = { line, problem: line, isTerminal: false };
  await runCli({ output } as Partial<Toolbox> as Toolbox, [...verb, '--help']);
  return lines.join('\n');
};

/** The longest beginning of the words that is a command; the rest are its arguments. */
const commandOf = async (
  words: readonly string[],
): Promise<{ readonly path: string; readonly help: string }> => {
  for (let count = Math.min(2, words.length); count > 0; count -= 1) {
    const path = words.slice(0, count).join(' ');
    const help = await helpOf(words.slice(0, count));
    if (help.startsWith(`Usage: lead-sync ${path} `)) return { path, help };
  }
  return { path: '', help: '' };
};

/** A group of commands does nothing by itself. */
const isGroup = (help: string): boolean => /^Commands:$/m.test(help);

test('help is of the command that was asked for', async () => {
  expect(await commandOf(['nonsense'])).toEqual({ path: '', help: '' });
  expect((await commandOf(['sync', 'now'])).path).toBe('sync');
  expect(isGroup((await commandOf(['leads', 'nonsense'])).help)).toBe(true);
});

test.each(
  PAGES.flatMap((page) =>
    commandLines(page).map((line) => ({ ...line, from: page.path, words: line.verb.join(' ') })),
  ),
)('$from: lead-sync $words', async ({ verb, flags }) => {
  const { path, help } = await commandOf(verb);
  const unknown = flags.filter((flag) => !help.includes(flag));
  expect({ isFound: path !== '', isGroup: isGroup(help), unknown }).toEqual({
    isFound: true,
    isGroup: false,
    unknown: [],
  });
});

describe.each(PAGES)('$path', (page) => {
  test('names only npm scripts that there are', () => {
    expect(npmScripts(page).filter((name) => !Object.hasOwn(PACKAGE.scripts, name))).toEqual([]);
  });

  test('links only to files that there are', () => {
    expect(localLinks(page).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

/** Folders that are no part of the source, or begin with a dot. */
const IGNORED = new Set(['node_modules', 'coverage', 'data']);

test('the tree in the README is the one on disk', () => {
  const tree = fences(readPage('README.md')).find(({ text }) => /^core\/ /m.test(text));
  const told = [...(tree?.text ?? '').matchAll(/^([\w-]+)\/ /gm)].map(([, name = '']) => name);
  const found = readdirSync(ROOT).filter(
    (name) =>
      !name.startsWith('.') && !IGNORED.has(name) && statSync(join(ROOT, name)).isDirectory(),
  );
  expect(new Set(told)).toEqual(new Set(found));
  expect(told).toHaveLength(found.length);
});

test('the README names the two commands that it begins with', () => {
  const { text } = readPage('README.md');
  expect([text.includes('npm ci && npm run demo'), text.includes('npm ci && npm test')]).toEqual([
    true,
    true,
  ]);
});
