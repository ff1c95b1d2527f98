import { fromMs, type Day } from '#core/lead/instant.ts';

/** To make one costs more than to read a whole referral. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `en-CA` writes `YYYY-MM-DD`. */
const formatIn = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, ...parts });
  formats.set(timeZone, format);
  return format;
};

const dayIn = (timeZone: string, at: Date): Day => formatIn(timeZone).format(at);

/** Midnight UTC means that day; any other hour is somebody's clock, so the day there (reference PC §8.2). */
export const toCloseDate = (stamp: string, timeZone: string): Day => {
  const utc = fromMs(Date.parse(stamp));
  return utc.endsWith('T00:00:00.000Z') ? utc.slice(0, 10) : dayIn(timeZone, new Date(utc));
};

/**
 * Noon UTC is the same day from UTC-11 to +11. East of that, where noon would be read back as the next
 * day, midnight UTC is, and it is read as that day everywhere.
 */
export const fromCloseDate = (day: Day, timeZone: string): string => {
  const noon = `${day}T12:00:00Z`;
  return dayIn(timeZone, new Date(noon)) === day ? noon : `${day}T00:00:00Z`;
};
