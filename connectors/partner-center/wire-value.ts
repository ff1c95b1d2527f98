import { decodeHTMLStrict } from 'entities';
import { z } from 'zod';

/**
 * Wire values, read the tolerant way of reference PC §8.4: null, "", absent and {} are `null` (no value);
 * what has another type than expected is `undefined` (unknown), so that nothing is ever written from it.
 */

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === 0;

const emptyToNull = (value: unknown): unknown =>
  value === undefined || value === '' || isEmptyObject(value) ? null : value;

/** Partner Center: names and notes come HTML-encoded and with trailing blanks, reference PC §1 fact 10. */
const cleanText = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return emptyToNull(value);
  const text = decodeHTMLStrict(value).trim();
  return text === '' ? null : text;
};

const maybe = <T extends z.ZodType>(schema: T) =>
  z.preprocess(emptyToNull, schema.nullable().optional().catch(undefined)).prefault(null);

/** Inside a list, where one unreadable part makes the whole list unknown. */
export const strictText = z.preprocess(cleanText, z.string().nullable()).prefault(null);
export const text = z
  .preprocess(cleanText, z.string().nullable().optional().catch(undefined))
  .prefault(null);
export const requiredText = z.preprocess(cleanText, z.string());
export const flag = maybe(z.boolean());

/** An amount as decimal text: what `parseWire` made of a number, or the string that some writers send. */
export const decimal = maybe(z.string().trim());

/** ISO 8601; a stamp without a zone is UTC like all others. */
export const requiredStamp = z
  .string()
  .trim()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/)
  .transform((stamp) => (/(Z|[+-]\d\d:\d\d)$/.test(stamp) ? stamp : `${stamp}Z`))
  .refine((stamp) => !Number.isNaN(Date.parse(stamp)));
export const stamp = maybe(requiredStamp);

export const group = <Shape extends z.ZodRawShape>(shape: Shape) => maybe(z.object(shape));
export const list = <T extends z.ZodType>(item: T) => maybe(z.array(item));

/** In JSON only a key can stand so: inside a text the quotes are escaped. */
const DEAL_VALUE = /("dealValue"\s*:\s*)(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,}])/g;

/**
 * JSON with `dealValue` numbers kept as the digits on the wire: a float would change them.
 * @throws SyntaxError
 */
export const parseWire = (json: string): unknown =>
  JSON.parse(json.replace(DEAL_VALUE, '$1"$2"')) as unknown;
