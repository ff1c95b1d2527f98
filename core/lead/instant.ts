/** ISO 8601 in UTC with `Z` and milliseconds, e.g. `2026-11-24T09:10:11.000Z`: text order is time order. */
export type Instant = string;
/** A calendar day without a zone, `YYYY-MM-DD`. */
export type Day = string;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const toMs = (instant: Instant): number => Date.parse(instant);

/** The clock is asked many times within one ms. */
let last: { readonly ms: number; readonly instant: Instant } = { ms: Number.NaN, instant: '' };

export const fromMs = (ms: number): Instant => {
  if (ms !== last.ms) last = { ms, instant: new Date(ms).toISOString() };
  return last.instant;
};
export const addMs = (instant: Instant, ms: number): Instant => fromMs(toMs(instant) + ms);
/** Milliseconds from `earlier` to `later`; negative when they are the other way round. */
export const msBetween = (earlier: Instant, later: Instant): number => toMs(later) - toMs(earlier);

const isPlain = (text: Instant): boolean => text.length === 24 && text.endsWith('Z');

export const isAfter = (one: Instant, other: Instant): boolean =>
  isPlain(one) && isPlain(other) ? one > other : toMs(one) > toMs(other);
