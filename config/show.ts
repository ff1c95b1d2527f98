import type { TenantPolicy } from '#core/sync/tenant-policy.ts';

/** A day or an instant as people write it; any other text as it is. */
export type Show = (value: string) => string;

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

export const createShow = (language: TenantPolicy['language'], timeZone: string): Show => {
  const date = {
    year: 'numeric',
    month: language === 'en' ? 'short' : '2-digit',
    day: language === 'en' ? 'numeric' : '2-digit',
  } as const;
  const day = new Intl.DateTimeFormat(language, { ...date, timeZone: 'UTC' });
  // With the zone: an expiry at midnight UTC is another day elsewhere.
  const instant = new Intl.DateTimeFormat(language, {
    ...date,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  return (value) => {
    const ms = Date.parse(value);
    if (Number.isNaN(ms)) return value;
    if (DAY.test(value)) return day.format(ms);
    return INSTANT.test(value) ? instant.format(ms) : value;
  };
};
