/** Date-times leave with `.000` and an offset without colon (SF §4). */
export const formatStamp = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19)}.000+0000`;

/** What rows keep: Unix ms cut to the second. */
export const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

export const isCalendarDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** ISO with `Z` or an offset, with or without colon. */
export const parseStamp = (text: string): number | undefined => {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i.exec(
    text,
  );
  if (parts === null) return undefined;
  const [, day = '', time = '', zone = ''] = parts;
  if (!isCalendarDay(day)) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(at) ? undefined : at;
};

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
