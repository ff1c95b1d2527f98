import type { z } from 'zod';

/** Something wrong in a file that a person wrote: where, what, and what to do. Never holds a value of the file. */
export interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly remedy?: string;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `tenants[0].crm.loginUrl`; the whole file is `(file)`. */
export const pathText = (path: Path): string =>
  path.length === 0
    ? '(file)'
    : path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
        .join('')
        .replace(/^\./, '');

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list [ ]',
  object: 'an object { }',
  record: 'an object { }',
  null: 'null',
};

const valueAt = (input: unknown, path: Path): unknown => {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
};

const boundWords = (issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string => {
  const [side, bound] =
    issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  if (issue.origin === 'string' || issue.origin === 'array') {
    if (issue.code === 'too_small' && Number(bound) === 1) return 'is empty';
    return `must hold ${side} ${bound} ${issue.origin === 'array' ? 'entries' : 'characters'}`;
  }
  const isOpen = issue.inclusive === false;
  return isOpen
    ? `must be ${issue.code === 'too_small' ? 'more' : 'less'} than ${bound}`
    : `must be ${side} ${bound}`;
};

const oneOf = (values: readonly unknown[]): string =>
  `must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;

/** A union says itself what it takes, or lists the options of its discriminator. */
const unionWords = (issue: z.core.$ZodIssueInvalidUnion): string => {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options);
  return issue.message;
};

const words = (issue: Issue, value: unknown): string => {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
    case 'too_big':
      return boundWords(issue);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return unionWords(issue);
    case 'invalid_key':
      return `has a key that is not known: ${issue.issues.map((inner) => inner.message).join(', ')}`;
    case 'custom':
      return issue.message;
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
    case 'unrecognized_keys':
      return 'has the wrong form';
    default:
      return issue satisfies never;
  }
};

const remedyOf = (issue: Issue): string | undefined => {
  const remedy: unknown = issue.code === 'custom' ? issue.params?.['remedy'] : undefined;
  return typeof remedy === 'string' ? remedy : undefined;
};

const problemsOfIssue = (issue: Issue, input: unknown): Problem[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      problem: 'is not known here',
      remedy: 'Check the spelling, or take it out.',
    }));
  const remedy = remedyOf(issue);
  return [
    {
      path: pathText(issue.path),
      problem: words(issue, valueAt(input, issue.path)),
      ...(remedy === undefined ? {} : { remedy }),
    },
  ];
};

/** Every issue in words for people, in the order of the file's schema. */
export const problemsOf = (error: z.ZodError, input: unknown): Problem[] =>
  error.issues.flatMap((issue) => problemsOfIssue(issue, input));
