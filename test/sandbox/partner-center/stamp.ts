/** Counted in units of 100 ns, the service's own, since 2020: exact in a double until 2048. */
export type Ticks = number;

const TICKS_PER_MS = 10_000;
const EPOCH_MS = Date.UTC(2020, 0, 1);
const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)$/;

export const ticksOfMs = (ms: number): Ticks => (ms - EPOCH_MS) * TICKS_PER_MS;

/** Unix ms, rounded down. */
export const msOfTicks = (ticks: Ticks): number => Math.floor(ticks / TICKS_PER_MS) + EPOCH_MS;

/** `undefined` unless it is a date-time with a zone and at most 7 decimals. */
export const parseStamp = (text: string): Ticks | undefined => {
  const found = DATE_TIME.exec(text);
  if (found === null) return undefined;
  const [, seconds, fraction = '', zone] = found;
  const ms = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(ms) ? undefined : ticksOfMs(ms) + Number(fraction.padEnd(7, '0'));
};

/** Trailing zeros go, and with them the point: 0 to 7 decimals, as observed. */
export const formatStamp = (ticks: Ticks): string => {
  const second = Math.floor(ticks / (1_000 * TICKS_PER_MS));
  const fraction = String(ticks - second * 1_000 * TICKS_PER_MS)
    .padStart(7, '0')
    .replace(/0+$/, '');
  const date = new Date(second * 1_000 + EPOCH_MS).toISOString().slice(0, 19);
  return `${date}${fraction === '' ? '' : `.${fraction}`}Z`;
};

const hex8 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/** Quotes inside, and the Unix second in hex at the start of the last group, as observed. */
export const tagOf = (version: number, ticks: Ticks): string =>
  `"${hex8(Math.imul(version, 0x9e3779b1))}-0000-0100-0000-${hex8(Math.floor(msOfTicks(ticks) / 1_000))}0000"`;
