import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LEAD_PATHS } from '#core/lead/lead.ts';
import { PARTNER_WRITABLE } from '#core/ports/partner-system.ts';
import { parseMappingText, type ParsedMapping } from '#config/mapping.ts';
import { problemLines } from '#jobs/settings-file.ts';
import { fences, readPage, ROOT } from './pages.ts';

const PAGE = readPage('docs/mapping.md');
const SHIPPED = JSON.parse(
  readFileSync(join(ROOT, 'config/mappings/salesforce.json'), 'utf8'),
) as Readonly<Record<string, unknown>>;
const ALL = fences(PAGE);
const EXAMPLES = ALL.filter(({ info }) => info === 'json');

/** What an example does not show is as shipped, but for the rules: its own alone. */
const load = (text: string): ParsedMapping => {
  const shown = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return parseMappingText(JSON.stringify({ ...SHIPPED, rules: [], constants: [], ...shown }), 'it');
};

const contentOf = (text: string): Readonly<Record<string, unknown>> => JSON.parse(text) as never;

test.each(EXAMPLES.map(({ text }) => ({ what: Object.keys(contentOf(text)).join(), text })))(
  'an example of $what is taken as it stands',
  ({ text }) => {
    expect(load(text)).toMatchObject({ kind: 'mapping', mapping: contentOf(text) });
  },
);

const REFUSED = ALL.flatMap(({ info, text }, index) =>
  info === 'json refused' ? [{ text, told: ALL[index + 1]?.text ?? '' }] : [],
);

test.each(REFUSED)('what is refused is refused in the words shown: $told', ({ text, told }) => {
  const loaded = load(text);
  expect(loaded.kind).toBe('problems');
  const problems = loaded.kind === 'problems' ? loaded.problems : [];
  expect(`${problemLines(problems).join('\n')}\n`).toBe(told);
});

test('own fields are shown as shipped', () => {
  const shown = EXAMPLES.map(({ text }) => contentOf(text)['own']).find((own) => own !== undefined);
  expect(shown).toEqual(SHIPPED['own']);
});

/** Rows of the table under a heading, each as its cells. */
const tableUnder = (heading: string): string[][] => {
  const from = PAGE.text.slice(PAGE.text.indexOf(`\n${heading}\n`));
  const part = from.slice(0, from.slice(1).search(/\n#+ /) + 1);
  const rows = part.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

describe('the table of fields', () => {
  const rows = tableUnder('### Fields of a lead').flatMap(([names = '', , takes = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, takes })),
  );
  /** Kept by the sync itself: no rule may name them. */
  const UNRULED = ['contacts', 'team', 'crmId'];

  test('names every field that a rule may name', () => {
    const kinds = new Set(['customerInquiry', 'marketingQualified', 'salesQualified', 'coSell']);
    const told = rows.map(({ name }) => name).filter((name) => !kinds.has(name));
    expect(told.toSorted()).toEqual(
      LEAD_PATHS.filter((path) => !UNRULED.includes(path)).toSorted(),
    );
  });

  test('says which of them Partner Center takes', () => {
    const taken = rows.filter(({ takes }) => takes !== 'no').map(({ name }) => name);
    expect(taken.toSorted()).toEqual(
      PARTNER_WRITABLE.filter((path) => path !== 'crmId').toSorted(),
    );
  });
});
