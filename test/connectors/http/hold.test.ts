import { expect, test } from '@jest/globals';
import { createHold } from '#connectors/http/hold.ts';
import { SyncError } from '#core/failures/sync-error.ts';
import { createManualClock } from '#test/support/manual-clock.ts';

const held = () => {
  const clock = createManualClock('2026-11-24T09:10:00.000Z');
  const hold = createHold('crm', clock);
  hold.note(
    new SyncError('RATE_LIMITED', 'Too many calls.', { status: 429, retryAfterMs: 20_000 }),
  );
  return {
    clock,
    isHeld: () => {
      try {
        hold.refuseWhileHeld();
        return false;
      } catch {
        return true;
      }
    },
  };
};

test.each([
  { case: 'at once', byMs: 0, is: true },
  { case: 'a moment before its end', byMs: 19_999, is: true },
  { case: 'at its end', byMs: 20_000, is: false },
  { case: 'with the clock put back by an hour', byMs: -3_600_000, is: false },
])('calls are held back $case: $is', ({ byMs, is }) => {
  const { clock, isHeld } = held();
  clock.advance(byMs);
  expect(isHeld()).toBe(is);
});
