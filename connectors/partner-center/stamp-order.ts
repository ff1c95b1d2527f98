import { addMs } from '#core/lead/instant.ts';

/** Digits of a fraction that count; the wire has 0 to 7 (reference PC §8.1). */
const FRACTION_DIGITS = 9;

/** Text whose order is time order, whatever the number of digits; a zone other than UTC is folded in. */
const orderKey = (stamp: string): string => {
  const match = /^(.{19})(?:\.(\d+))?(?:Z|[+-]00:00)$/.exec(stamp);
  const [, seconds, fraction = ''] = match ?? [];
  if (seconds === undefined) return orderKey(new Date(stamp).toISOString());
  return `${seconds}.${fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0')}`;
};

export const isLater = (one: string, other: string): boolean => orderKey(one) > orderKey(other);

/** The later of two, as it stood on the wire. */
export const laterOf = (one: string | undefined, other: string | undefined): string | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  return isLater(other, one) ? other : one;
};

export const isAscending = (stamps: readonly string[]): boolean =>
  stamps.every((stamp, at) => at === 0 || !isLater(stamps[at - 1] ?? stamp, stamp));

export const isDescending = (stamps: readonly string[]): boolean =>
  isAscending(stamps.toReversed());

/** Milliseconds are enough for a lower bound: cutting digits moves it down. */
export const stampBefore = (stamp: string, ms: number): string =>
  addMs(new Date(stamp).toISOString(), -ms);
