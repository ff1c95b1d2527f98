import type { Instant } from '#core/lead/instant.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** Text as a SOQL literal. jsforce's own builder leaves the backslash alone, reference SF §16. */
export const quote = (text: string): string =>
  `'${text.replace(/[\\'\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character)}'`;

/** `field IN (…)`. Without values it matches no row: an empty list must never drop the condition (reference SF §16). */
export const isIn = (field: string, values: readonly string[]): string =>
  values.length === 0
    ? "Id = '000000000000000AAA'"
    : `${field} IN (${values.map((value) => quote(value)).join(',')})`;

/** A date-time literal: unquoted, whole seconds, as the stamps are (reference SF §4). */
export const soqlInstant = (instant: Instant): string =>
  `${new Date(instant).toISOString().slice(0, 19)}Z`;
