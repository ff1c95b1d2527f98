import { fillIn, type Sources } from './fill-in.ts';
import { parseJsonText } from './json-text.ts';
import { problemsOf, type Problem } from './problem.ts';
import { settingsSchema, type Settings } from './settings-schema.ts';

export type ParsedSettings =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const isUnder = (path: string, other: string): boolean =>
  path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`);

/** Reads the text of lead-sync.json. Tells every problem at once, each with its path, and never a secret. */
export const parseSettings = (input: { readonly text: string } & Sources): ParsedSettings => {
  const json = parseJsonText(input.text);
  if (json.kind === 'problem') return { kind: 'problems', problems: [json.problem] };
  const filled = fillIn(json.value, input);
  const parsed = settingsSchema.safeParse(filled.value);
  if (parsed.success && filled.problems.length === 0)
    return { kind: 'settings', settings: parsed.data };
  const found = parsed.success ? [] : problemsOf(parsed.error, filled.value);
  const others = found.filter(
    ({ path }) => !filled.problems.some((problem) => isUnder(path, problem.path)),
  );
  return { kind: 'problems', problems: [...filled.problems, ...others] };
};
