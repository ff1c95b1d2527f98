import { describe, expect, test } from '@jest/globals';
import type { ReferralId } from '#core/lead/ids.ts';
import { addMs, DAY_MS } from '#core/lead/instant.ts';
import type { BrakeUse } from '#core/merge/operation.ts';
import { createBrakeTally, type BrakeTally } from '#core/sync/brake.ts';
import type { BrakeKind, HeldBrake } from '#core/sync/tenant-record.ts';
import { referral } from '#test/contracts/store/a-link.ts';
import { NOW } from '#test/support/context-of.ts';

const some = (from: number, count: number): ReferralId[] =>
  Array.from({ length: count }, (_one, index) => referral(from + index));

const ENDING: BrakeUse = { kind: 'endings', subject: '' };
const CLEAR: BrakeUse = { kind: 'clears', subject: 'crm:notes' };

const tallyOf = (change: Partial<Parameters<typeof createBrakeTally>[0]> = {}): BrakeTally =>
  createBrakeTally({ links: 100, closesPerCycle: 5, stored: [], ...change });

/** All are put aside under this use; then the counting ends. */
const counted = (tally: BrakeTally, uses: BrakeUse, referrals: readonly ReferralId[]): void => {
  for (const id of referrals) tally.putAside(id, [uses]);
  tally.close();
};

const brake = (change: Partial<HeldBrake> = {}): HeldBrake => ({
  id: 'endings',
  kind: 'endings',
  subject: '',
  referrals: some(1, 6),
  heldAt: NOW,
  isReleased: false,
  ...change,
});

describe('how many are too many', () => {
  test.each<{ kind: BrakeKind; links: number; closesPerCycle: number; most: number }>([
    { kind: 'endings', links: 10_000, closesPerCycle: 5, most: 5 },
    { kind: 'endings', links: 10_000, closesPerCycle: 0, most: 0 },
    { kind: 'clears', links: 10, closesPerCycle: 5, most: 20 },
    { kind: 'clears', links: 1_000, closesPerCycle: 5, most: 20 },
    { kind: 'clears', links: 1_099, closesPerCycle: 5, most: 21 },
    { kind: 'gone', links: 5_000, closesPerCycle: 5, most: 100 },
  ])(
    '$most $kind of $links links pass, one more is held',
    ({ kind, links, closesPerCycle, most }) => {
      const is = [most, most + 1].map((count) => {
        const tally = tallyOf({ links, closesPerCycle });
        counted(tally, { kind, subject: 'x' }, some(1, count));
        return tally.isHeld(referral(1), kind, 'x');
      });
      expect(is).toEqual([false, true]);
    },
  );
});

describe('while it counts', () => {
  test('nothing is held, and each is put aside', () => {
    const tally = tallyOf();
    const aside = some(1, 9).map((id) => tally.putAside(id, [ENDING]));
    expect([
      aside.every(Boolean),
      tally.isCounting(),
      tally.isHeld(referral(1), 'endings', ''),
    ]).toEqual([true, true, false]);
  });

  test('what uses nothing braked is not put aside', () => {
    expect(tallyOf().putAside(referral(1), [])).toBe(false);
  });

  test('one link counts once, however often it comes', () => {
    const tally = tallyOf();
    counted(tally, ENDING, [...some(1, 5), ...some(1, 5)]);
    expect(tally.isHeld(referral(1), 'endings', '')).toBe(false);
  });

  test('fields and kinds are counted apart', () => {
    const tally = tallyOf();
    for (const id of some(1, 21))
      tally.putAside(id, [CLEAR, { kind: 'clears', subject: 'partner:notes' }]);
    for (const id of some(1, 3))
      tally.putAside(id, [ENDING, { kind: 'clears', subject: 'crm:value' }]);
    tally.close();
    const subjects = ['crm:notes', 'partner:notes', 'crm:value'];
    expect([
      ...subjects.map((subject) => tally.isHeld(referral(1), 'clears', subject)),
      tally.isHeld(referral(1), 'endings', ''),
    ]).toEqual([true, true, false, false]);
  });
});

describe('what is held', () => {
  test('is told with its links', () => {
    const tally = tallyOf();
    counted(tally, ENDING, some(1, 6));
    expect(tally.held(NOW)).toEqual([brake()]);
  });

  test('is held for any link of that kind in this run', () => {
    const tally = tallyOf();
    counted(tally, ENDING, some(1, 6));
    expect(tally.isHeld(referral(99), 'endings', '')).toBe(true);
  });

  test('stays held in later runs, and its links are not counted again', () => {
    const tally = tallyOf({ stored: [brake()] });
    const aside = some(1, 6).map((id) => tally.putAside(id, [ENDING]));
    tally.close();
    expect([
      aside.some(Boolean),
      tally.isHeld(referral(1), 'endings', ''),
      tally.isHeld(referral(99), 'endings', ''),
      tally.held(NOW),
    ]).toEqual([false, true, false, [brake()]]);
  });

  test('grows by what a later run holds, from when it began', () => {
    const later = addMs(NOW, DAY_MS);
    const tally = tallyOf({ stored: [brake()] });
    counted(tally, ENDING, some(11, 6));
    expect(tally.held(later)).toEqual([brake({ referrals: [...some(1, 6), ...some(11, 6)] })]);
  });

  test.each([
    { days: 29, is: 1 },
    { days: 30, is: 0 },
  ])('is forgotten after thirty days: $days days, $is left', ({ days, is }) => {
    const tally = tallyOf({ stored: [brake()] });
    tally.close();
    expect(tally.held(addMs(NOW, days * DAY_MS))).toHaveLength(is);
  });
});

describe('released', () => {
  const released = brake({ isReleased: true });

  test('lets exactly its links go, uncounted', () => {
    const tally = tallyOf({ stored: [released] });
    const aside = some(1, 6).map((id) => tally.putAside(id, [ENDING]));
    tally.close();
    expect([aside.some(Boolean), tally.isHeld(referral(1), 'endings', '')]).toEqual([false, false]);
  });

  test('frees no other link, field or kind', () => {
    const tally = tallyOf({ stored: [released] });
    const aside = [tally.putAside(referral(99), [ENDING]), tally.putAside(referral(1), [CLEAR])];
    expect(aside).toEqual([true, true]);
  });

  test('stays so when others are held after it', () => {
    const tally = tallyOf({ stored: [released] });
    counted(tally, ENDING, some(11, 6));
    expect([
      tally.isHeld(referral(1), 'endings', ''),
      tally.isHeld(referral(11), 'endings', ''),
      tally.held(NOW),
    ]).toEqual([false, true, [released, brake({ referrals: some(11, 6) })]]);
  });
});
