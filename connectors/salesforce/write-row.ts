import Big from 'big.js';
import type { CrmFields, CrmValue } from '#core/ports/crm-system.ts';
import type { RowShape } from './to-view.ts';

const NUMERIC: ReadonlySet<string> = new Set(['currency', 'double', 'percent', 'int', 'long']);

/** JSON number where no digit is lost on the way, else the text, which Salesforce reads too. */
const toNumber = (text: string): number | string => {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  try {
    return new Big(String(value)).eq(text) ? value : text;
  } catch {
    return text;
  }
};

const toWire = (value: CrmValue | null, type: string | undefined): CrmValue | null =>
  typeof value === 'string' && type !== undefined && NUMERIC.has(type) ? toNumber(value) : value;

/** The body of a write: amounts as numbers; `null` empties (reference SF §4). */
export const toBody = (fields: CrmFields, shape: RowShape): { [name: string]: CrmValue | null } =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, toWire(value, shape.types.get(name))]),
  );
