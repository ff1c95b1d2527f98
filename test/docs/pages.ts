import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page of documentation, by its path from the top folder. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export const ROOT = join(import.meta.dirname, '../..');

const paths = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

export const readPage = (path: string): Page => ({
  path,
  text: readFileSync(join(ROOT, path), 'utf8'),
});

export const PAGES: readonly Page[] = [...paths('.'), ...paths('docs')].map(readPage);

export interface Fence {
  /** What stands after the three backticks. */
  readonly info: string;
  readonly text: string;
}

export const fences = ({ text }: Page): Fence[] =>
  [...text.matchAll(/^ *```([^\n]*)\n([\s\S]*?)^ *```$/gm)].map(([, info = '', body = '']) => ({
    info: info.trim(),
    text: body,
  }));

const withoutFences = (text: string): string => text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');

/** Lines of fences and what stands between single backticks; a `text` fence is a picture or what a program said. */
export const codeOf = (page: Page): string[] => [
  ...fences(page)
    .filter(({ info }) => info !== 'text')
    .flatMap((fence) => fence.text.split('\n')),
  ...[...withoutFences(page.text).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
];

/** Links to files of this repository, from the top folder, without their `#part`. */
export const localLinks = ({ path, text }: Page): string[] =>
  [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(?:https?:|mailto:|#)/.test(target))
    .map((target) => join(dirname(path), target.replace(/#.*$/, '')));
