import { refuse, Refused } from './refused.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Fields, Row } from './tables.ts';
import { renderRow } from './values.ts';
import type { World } from './world.ts';

export interface Draft {
  readonly object: ObjectDef;
  readonly id: string;
  readonly fields: Fields;
}

const toRow = (draft: Draft): Row => ({ id: draft.id, fields: draft.fields, deletedAt: undefined });

export const requireFields = (draft: Draft): void => {
  const missing = [...draft.object.fields.values()]
    .filter(
      (field) =>
        !field.nillable &&
        !field.defaultedOnCreate &&
        field.createable &&
        field.type !== 'boolean' &&
        draft.fields[field.name] === undefined,
    )
    .map((field) => field.name);
  if (missing.length === 0) return;
  throw refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, {
    fields: missing,
  });
};

const isTaken = (world: World, draft: Draft, field: FieldDef, value: string) => {
  const isSameKey = (held: unknown): boolean =>
    typeof held === 'string' &&
    (field.caseSensitive ? held === value : held.toLowerCase() === value.toLowerCase());
  const holder = world
    .table(draft.object.name)
    .find(field.name, value)
    .find(
      (row) =>
        row.id !== draft.id &&
        (row.deletedAt === undefined || world.switches.binBlocksUnique) &&
        isSameKey(row.fields[field.name]),
    );
  return (
    holder?.id ??
    world.commits.find(
      ({ id, claims }) =>
        id !== draft.id && id.startsWith(draft.object.keyPrefix) && isSameKey(claims[field.name]),
    )?.id
  );
};

/** Unique values, case ignored where the field says so; nulls never clash (SF §8). */
export const requireUnique = (world: World, draft: Draft): void => {
  for (const field of draft.object.fields.values()) {
    const value = draft.fields[field.name];
    if (!field.unique || typeof value !== 'string') continue;
    const holder = isTaken(world, draft, field, value);
    if (holder === undefined) continue;
    throw refuse(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${holder}`,
      { fields: [] },
    );
  }
};

export const runFlows = (world: World, draft: Draft): Fields => {
  let fields = draft.fields;
  for (const flow of world.flows) {
    if (flow.object !== draft.object.name) continue;
    fields = {
      ...fields,
      ...flow.change(renderRow(world, draft.object, toRow({ ...draft, fields }))),
    };
  }
  return fields;
};

export const runValidations = (world: World, draft: Draft): void => {
  const messages = world.validations
    .filter((rule) => rule.object === draft.object.name)
    .map((rule) => rule.check(renderRow(world, draft.object, toRow(draft))))
    .filter((message) => message !== undefined);
  if (messages.length === 0) return;
  throw new Refused(
    400,
    messages.map((message) => ({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message,
      fields: [],
    })),
  );
};
