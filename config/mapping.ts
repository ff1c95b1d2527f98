import { createHash } from 'node:crypto';
import type { Mapping } from '#core/mapping/rule.ts';
import { parseJsonText } from './json-text.ts';
import { mappingProblems } from './mapping-problems.ts';
import { mappingSchema } from './mapping-schema.ts';
import salesforce from './mappings/salesforce.json' with { type: 'json' };
import { problemsOf, type Problem } from './problem.ts';

export type ParsedMapping =
  | { readonly kind: 'mapping'; readonly mapping: Mapping }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const SHIPPED: Readonly<Record<string, unknown>> = { salesforce };

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** Twelve hex digits that change with the content, not with spelling, order of keys, comments or spelled-out defaults. */
const versionOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex').slice(0, 12);

/** A mapping as JSON, from a file or from the store. `name` is only carried along. */
export const parseMapping = (value: unknown, name: string): ParsedMapping => {
  const parsed = mappingSchema.safeParse(value);
  if (!parsed.success) return { kind: 'problems', problems: problemsOf(parsed.error, value) };
  const { $schema: _, ...content } = parsed.data;
  const problems = mappingProblems(content);
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'mapping', mapping: { name, version: versionOf(content), ...content } };
};

/** Text of a mapping file; `//` comments are allowed. */
export const parseMappingText = (text: string, name: string): ParsedMapping => {
  const json = parseJsonText(text);
  return json.kind === 'problem'
    ? { kind: 'problems', problems: [json.problem] }
    : parseMapping(json.value, name);
};

/** The mapping that the settings name: a shipped default, else a file. */
export const loadMapping = (name: string, readFile: (path: string) => string): ParsedMapping => {
  if (Object.hasOwn(SHIPPED, name)) return parseMapping(SHIPPED[name], name);
  try {
    return parseMappingText(readFile(name), name);
  } catch {
    const shipped = Object.keys(SHIPPED).join(', ');
    return {
      kind: 'problems',
      problems: [
        {
          path: '(file)',
          problem: `the mapping file ${name} cannot be read`,
          remedy: `Name a shipped mapping (${shipped}) or a file that this user may read.`,
        },
      ],
    };
  }
};
