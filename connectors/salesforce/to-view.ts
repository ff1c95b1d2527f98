import Big from 'big.js';
import { z } from 'zod';
import { opportunityId } from '#core/lead/ids.ts';
import { fromMs, type Instant } from '#core/lead/instant.ts';
import type { Closure, CrmFields, CrmValue, CrmView } from '#core/ports/crm-system.ts';
import type { UnparsedRow } from '#core/ports/feed.ts';
import type { DescribedFields } from './describe-object.ts';
import { toId18 } from './ids.ts';

/** What every read of an opportunity asks for beside the mapped fields. */
export const ROW_FIELDS = [
  'Id',
  'SystemModstamp',
  'CreatedDate',
  'LastModifiedDate',
  'LastModifiedById',
  'IsDeleted',
  'IsClosed',
  'IsWon',
  'OwnerId',
] as const;

type Read = (value: unknown) => CrmValue | null | undefined;

const readText: Read = (value) => {
  if (value === null || value === '') return null;
  return typeof value === 'string' ? value : undefined;
};
/** Decimal text without an exponent. */
const readDecimal: Read = (value) => {
  if (value === null || value === '') return null;
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value);
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  try {
    return new Big(text).toFixed();
  } catch {
    return undefined;
  }
};
/** Salesforce prints `+0000` without the colon that strict parsers want (reference SF §4). */
export const toInstant = (text: string): Instant | undefined => {
  if (text.length === 28 && text.endsWith('+0000')) return `${text.slice(0, 23)}Z`;
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? undefined : fromMs(ms);
};
const readInstant: Read = (value) => {
  if (value === null || value === '') return null;
  return typeof value === 'string' ? toInstant(value) : undefined;
};
const readBoolean: Read = (value) => (typeof value === 'boolean' ? value : undefined);
const readId: Read = (value) => {
  if (value === null || value === '') return null;
  return typeof value === 'string' ? toId18(value) : undefined;
};
/** Encrypted text may come masked, addresses are objects: we cannot say what they hold. */
const readNothing: Read = () => undefined;

const READERS: Readonly<Record<string, Read>> = {
  currency: readDecimal,
  double: readDecimal,
  percent: readDecimal,
  int: readDecimal,
  long: readDecimal,
  datetime: readInstant,
  boolean: readBoolean,
  reference: readId,
  id: readId,
  encryptedstring: readNothing,
  address: readNothing,
  location: readNothing,
  base64: readNothing,
};

/** Which fields to ask for and how to read each. */
export interface RowShape {
  readonly select: readonly string[];
  readonly types: ReadonlyMap<string, string>;
  readonly readers: readonly (readonly [name: string, read: Read])[];
  /** Every mapped field, empty: copies of it are filled and read faster than objects that grow. */
  readonly blank: CrmFields;
}

/** A field the describe does not show our user is not asked for: it stays unknown. */
export const createShape = (described: DescribedFields, mapped: readonly string[]): RowShape => {
  const fields = [...new Set(mapped)].flatMap((name) => described.get(name) ?? []);
  return {
    select: [...new Set([...ROW_FIELDS, ...fields.map((field) => field.name)])],
    types: new Map(fields.map((field) => [field.name, field.type])),
    readers: fields.map((field) => [field.name, READERS[field.type] ?? readText] as const),
    blank: Object.fromEntries(fields.map((field) => [field.name, null])),
  };
};

const Stamp = z.string().refine((text) => toInstant(text) !== undefined);
const Row = z.object({
  Id: z.string(),
  SystemModstamp: Stamp,
  CreatedDate: Stamp,
  LastModifiedDate: Stamp,
  LastModifiedById: z.string().nullable(),
  IsDeleted: z.boolean(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  OwnerId: z.string().nullable(),
});

const closureOf = (isClosed: boolean, isWon: boolean): Closure =>
  isClosed ? (isWon ? 'won' : 'lost') : 'open';

export interface ReadContext {
  readonly shape: RowShape;
  /** Our own user. */
  readonly userId: string;
  /** When the request left. */
  readonly readAt: Instant;
}

/** A row as a view, or where it failed to be one. */
export const toView = (
  row: unknown,
  { shape, userId, readAt }: ReadContext,
): CrmView | UnparsedRow => {
  const parsed = Row.safeParse(row);
  if (!parsed.success) {
    const id = z.object({ Id: z.string() }).safeParse(row);
    return {
      id: id.success ? toId18(id.data.Id) : undefined,
      path: parsed.error.issues[0]?.path.join('.') ?? '',
    };
  }
  const { data } = parsed;
  const values = row as Readonly<Record<string, unknown>>;
  const fields: { [name: string]: CrmFields[string] } = { ...shape.blank };
  for (const [name, read] of shape.readers) {
    const value = values[name] === undefined ? undefined : read(values[name]);
    if (value === undefined) delete fields[name];
    else fields[name] = value;
  }
  return {
    id: opportunityId(toId18(data.Id)),
    version: data.SystemModstamp,
    createdAt: toInstant(data.CreatedDate) ?? data.CreatedDate,
    modifiedAt: toInstant(data.LastModifiedDate) ?? data.LastModifiedDate,
    readAt,
    isDeleted: data.IsDeleted,
    closure: closureOf(data.IsClosed, data.IsWon),
    ownerId: data.OwnerId === null ? null : toId18(data.OwnerId),
    modifiedByUs: data.LastModifiedById !== null && toId18(data.LastModifiedById) === userId,
    fields,
  };
};

export const isView = (read: CrmView | UnparsedRow): read is CrmView => 'version' in read;
