import Big from 'big.js';
import { toId18 } from './id.ts';
import { refuse } from './refused.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import { listActiveStages } from './stages.ts';
import { isCalendarDay, parseStamp, wholeSecond } from './stamp.ts';
import type { Scalar } from './tables.ts';
import type { World } from './world.ts';

interface Slot {
  readonly world: World;
  readonly object: ObjectDef;
  readonly field: FieldDef;
}

const cannotRead = (type: string, value: unknown) => {
  const kind =
    typeof value === 'string'
      ? 'VALUE_STRING'
      : typeof value === 'object'
        ? 'START_OBJECT'
        : 'VALUE_NUMBER';
  return refuse(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${kind} value ${JSON.stringify(value)} or request may be missing a required field at [line:1, column:2]`,
  );
};

const toText = (value: unknown): string => {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw cannotRead('string', value);
};

const text = ({ field }: Slot, value: unknown): string => {
  const trimmed = toText(value);
  if (field.length > 0 && trimmed.length > field.length) {
    throw refuse(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${trimmed} (max length=${field.length})`,
      { fields: [field.name] },
    );
  }
  return trimmed;
};

const email = (slot: Slot, value: unknown): string => {
  const address = text(slot, value);
  if (address === '' || /^[^\s@<>,;]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(address)) return address;
  throw refuse('INVALID_EMAIL_ADDRESS', `${slot.field.label}: invalid email address: ${address}`, {
    fields: [slot.field.name],
  });
};

/** The values a picklist offers now; the stages are rows of their own. */
export const listValues = (world: World, object: ObjectDef, field: FieldDef): readonly string[] =>
  object.name === 'Opportunity' && field.name === 'StageName'
    ? listActiveStages(world)
    : field.values;

export const isRestricted = (world: World, object: ObjectDef, field: FieldDef): boolean =>
  object.name === 'Opportunity' && field.name === 'StageName'
    ? world.switches.restrictsStage
    : field.restricted;

const picklist = (slot: Slot, value: unknown): string => {
  const { world, object, field } = slot;
  const chosen = text(slot, value);
  if (
    chosen === '' ||
    !isRestricted(world, object, field) ||
    listValues(world, object, field).includes(chosen)
  ) {
    return chosen;
  }
  throw refuse(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${chosen}`,
    { fields: [field.name] },
  );
};

const number = ({ field }: Slot, value: unknown): number => {
  if (typeof value !== 'number' && typeof value !== 'string') throw cannotRead(field.type, value);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(String(value).trim())) {
    throw cannotRead(field.type, value);
  }
  const rounded = new Big(String(value).trim().replace(/^\+/, '')).round(
    field.scale,
    Big.roundHalfUp,
  );
  const wholeDigits = (field.precision === 0 ? 9 : field.precision) - field.scale;
  if (rounded.abs().gte(new Big(10).pow(wholeDigits))) {
    throw refuse(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${String(value)}`,
      { fields: [field.name] },
    );
  }
  return rounded.toNumber();
};

const boolean = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw cannotRead('boolean', value);
};

const date = (value: unknown): string => {
  const day = typeof value === 'string' ? value.trim().replace(/T.*$/, '') : '';
  if (!isCalendarDay(day)) throw cannotRead('date', value);
  return day;
};

const datetime = (value: unknown): number => {
  const at = typeof value === 'string' ? parseStamp(value.trim()) : undefined;
  if (at === undefined) throw cannotRead('datetime', value);
  return wholeSecond(at);
};

const reference = ({ world, field }: Slot, value: unknown): string => {
  const given = toText(value);
  const id = toId18(given);
  if (id === undefined) {
    throw refuse('MALFORMED_ID', `${field.label}: id value of incorrect type: ${given}`, {
      fields: [field.name],
    });
  }
  const target = field.referenceTo
    .map((name) => world.schema.get(name.toLowerCase()))
    .find((object) => object?.keyPrefix === id.slice(0, 3));
  if (target === undefined) {
    throw refuse('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, {
      fields: [field.name],
    });
  }
  const row = world.table(target.name).rows.get(id);
  if (row === undefined) {
    throw refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [] });
  }
  if (row.deletedAt !== undefined)
    throw refuse('ENTITY_IS_DELETED', 'entity is deleted', { fields: [] });
  if (field.name === 'OwnerId' && row.fields['IsActive'] !== true) {
    throw refuse(
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${id}] as owner of ${field.label}`,
      { fields: [] },
    );
  }
  return id;
};

/** A value of a body as the row will hold it; undefined is null. Throws Refused as Salesforce does (SF §14). */
export const coerce = (slot: Slot, value: unknown): Scalar | undefined => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() === '') return undefined;
  switch (slot.field.type) {
    case 'boolean':
      return boolean(value);
    case 'currency':
    case 'percent':
    case 'double':
    case 'int':
      return number(slot, value);
    case 'date':
      return date(value);
    case 'datetime':
      return datetime(value);
    case 'reference':
      return reference(slot, value);
    case 'email':
      return email(slot, value);
    case 'picklist':
      return picklist(slot, value);
    case 'id':
    case 'address':
      throw cannotRead(slot.field.type, value);
    case 'string':
    case 'textarea':
    case 'combobox':
    case 'phone':
    case 'url':
      return text(slot, value);
    default:
      return slot.field.type satisfies never;
  }
};
