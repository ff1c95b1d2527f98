import { pathText, type Problem } from './problem.ts';

/** Where `${NAME}` and `${file:/path}` are read from. */
export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
}

export interface FilledIn {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

type Found = { readonly text: string } | { readonly problem: string; readonly remedy: string };

const NAME = /^[A-Z_a-z]\w*$/;

const findInFile = (path: string, sources: Sources): Found => {
  try {
    const text = sources.readFile(path).replace(/\r?\n$/, '');
    if (text !== '') return { text };
    return { problem: `the file ${path} is empty`, remedy: 'Write the secret into the file.' };
  } catch (error) {
    const code = Error.isError(error) && 'code' in error ? ` (${String(error.code)})` : '';
    return {
      problem: `the file ${path} cannot be read${code}`,
      remedy: 'Check that the file exists and that this user may read it.',
    };
  }
};

const find = (reference: string, sources: Sources): Found => {
  if (reference.startsWith('file:')) return findInFile(reference.slice('file:'.length), sources);
  if (!NAME.test(reference))
    return {
      problem: 'holds ${…} without a name that an environment variable can have',
      remedy: 'Write ${NAME}, or ${file:/path}.',
    };
  const text = sources.env[reference];
  if (text !== undefined && text !== '') return { text };
  return {
    problem: `the environment variable ${reference} is ${text === '' ? 'empty' : 'not set'}`,
    remedy: `Set ${reference} where lead-sync is started, for instance in the .env file.`,
  };
};

/** Replaces `${NAME}` and `${file:/path}` in every text of a parsed file; what was filled in is not read again. */
export const fillIn = (value: unknown, sources: Sources): FilledIn => {
  const problems: Problem[] = [];

  const fillText = (text: string, path: readonly PropertyKey[]): string =>
    text.replaceAll(/\$\{([^}]*)\}/g, (whole, reference: string) => {
      const found = find(reference, sources);
      if ('text' in found) return found.text;
      problems.push({ path: pathText(path), ...found });
      return whole;
    });

  const fill = (part: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof part === 'string') return fillText(part, path);
    if (Array.isArray(part)) return part.map((item, index) => fill(item, [...path, index]));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key, fill(inner, [...path, key])]),
    );
  };

  return { value: fill(value, []), problems };
};
