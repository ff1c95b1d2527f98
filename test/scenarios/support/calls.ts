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

/** Everything both systems hold, stamps and versions included. */
export const everything = (harness: Harness): unknown => ({
  partner: harness.partner.referrals(),
  crm: OBJECTS.map((object) => harness.crm.org.rows(object)),
});

/**
 * Invariant I1 and I6: with no more edits, three cycles at most bring everything to rest; the last of
 * them sends no write, and no stamp moves in either system.
 */
export const rest = async (harness: Harness): Promise<void> => {
  await harness.cycle();
  await harness.cycle();
  const before = everything(harness);
  const writes = await writesOf(harness, () => harness.cycle());
  expect({ writes, after: everything(harness) }).toEqual({ writes: [], after: before });
};
