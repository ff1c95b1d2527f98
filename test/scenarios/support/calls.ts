import { expect } from '@jest/globals';
import type { Harness } from './harness.ts';

/** Calls that change nothing in either system; the transport's own names for them. */
const READS: readonly string[] = [
  'sign in',
  'renew token',
  'identify',
  'list referrals',
  'read referral',
  'read changed opportunities',
  'read opportunities',
  'read opportunity',
  'read stages and currencies',
  'get sobjects',
  'look for referral ids',
  'look into the bin',
  'find counterparts',
  'find account',
  'find contact',
  'find task',
];

const labels = (harness: Harness): readonly string[] =>
  harness.log.lines
    .filter((line) => line.event === 'call')
    .map((line) => String(line.facts['label']));

/** Names of all calls sent while `story` runs, in their order. */
export const callsOf = async (
  harness: Harness,
  story: () => Promise<unknown>,
): Promise<readonly string[]> => {
  const before = labels(harness).length;
  await story();
  return labels(harness).slice(before);
};

/** Of those, the ones that write. */
export const writesOf = async (
  harness: Harness,
  story: () => Promise<unknown>,
): Promise<readonly string[]> =>
  (await callsOf(harness, story)).filter((label) => !READS.includes(label));

const OBJECTS = ['Account', 'Contact', 'Opportunity', 'OpportunityContactRole', 'Task'] as const;

/** Every field of every record of both systems, stamps and versions included, as one flat list. */
export const everything = (harness: Harness): ReadonlyMap<string, string> => {
  const rows: [string, object][] = [
    ...harness.partner.referrals().map((it): [string, object] => [`referral ${it.id}`, it]),
    ...OBJECTS.flatMap((object) =>
      harness.crm.org.rows(object).map((row, at): [string, object] => [`${object} ${at}`, row]),
    ),
  ];
  return new Map(
    rows.flatMap(([name, row]) =>
      Object.entries(row).map(([field, value]): [string, string] => [
        `${name} ${field}`,
        JSON.stringify(value),
      ]),
    ),
  );
};

/** What differs between two such lists. */
export const changes = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key}: ${before.get(key)} → ${after.get(key)}`);

/** So many minutes pass, with a cycle each. */
export const minutes = async (harness: Harness, count: number): Promise<void> => {
  for (let minute = 0; minute < count; minute += 1) await harness.cycle();
};

/**
 * Invariant I1 and I6: with no more edits, three cycles at most bring everything to rest; the last of
 * them sends no write, and no stamp moves in either system.
 */
export const rest = async (harness: Harness): Promise<void> => {
  await minutes(harness, 2);
  const before = everything(harness);
  const writes = await writesOf(harness, () => harness.cycle());
  expect({ writes, moved: changes(before, everything(harness)) }).toEqual({
    writes: [],
    moved: [],
  });
};
