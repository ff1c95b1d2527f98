import type { Answer } from '#test/sandbox/server.ts';
import type { Body } from './body.ts';
import { idIn, insertOne, requireRow, updateOne, withoutId } from './collection-rows.ts';
import { readRecords, runSteps, type Done } from './collection-run.ts';
import { findByKey, requireKeyField } from './external-id.ts';
import { refuse } from './refused.ts';
import { requireBody, textOf, type RestRequest } from './request.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { World } from './world.ts';

interface Key {
  readonly object: ObjectDef;
  readonly field: FieldDef;
}

const keyIn = (record: Body, field: FieldDef): string =>
  textOf(
    Object.entries(record).find(([name]) => name.toLowerCase() === field.name.toLowerCase())?.[1],
  );

const upsertByKey = (
  world: World,
  { object, field }: Key,
  record: Body,
  request: RestRequest,
): Done => {
  if (idIn(record) !== undefined) {
    throw refuse('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', {
      fields: ['Id'],
    });
  }
  const value = keyIn(record, field);
  if (value === '') throw refuse('MISSING_ARGUMENT', `${field.name} not specified`, { fields: [] });
  const [row, ...others] = findByKey(world, object, field, value);
  if (row === undefined) return { ...insertOne(world, object, record, request), created: true };
  if (others.length === 0) {
    return { ...updateOne(world, row, record, request), created: false };
  }
  const ids = [row, ...others].map((held) => held.id).join(', ');
  throw refuse(
    'DUPLICATE_EXTERNAL_ID',
    `${field.label}: more than one record found for external id field: [${ids}]`,
    { fields: [field.name] },
  );
};

const upsertById = (world: World, object: ObjectDef, record: Body, request: RestRequest): Done => {
  const id = idIn(record);
  if (id === undefined) {
    return { ...insertOne(world, object, withoutId(record), request), created: true };
  }
  const row = requireRow(world, id, request.userId);
  return { ...updateOne(world, row, record, request), created: false };
};

/** The same key twice in one call fails both (SF §10). */
const findTwins = (records: readonly Body[], field: FieldDef): ReadonlySet<Body> => {
  const seen = new Map<string, Body[]>();
  for (const record of records) {
    const key = keyIn(record, field).toLowerCase();
    if (key !== '') seen.set(key, [...(seen.get(key) ?? []), record]);
  }
  return new Set([...seen.values()].filter((twins) => twins.length > 1).flat());
};

/** `PATCH /composite/sobjects/X/Field`, `Id` included. */
export const upsertMany = (
  world: World,
  path: { readonly object: ObjectDef; readonly field: string },
  request: RestRequest,
): Answer => {
  const { object } = path;
  const records = readRecords(request);
  const allOrNone = requireBody(request)['allOrNone'] === true;
  if (path.field.toLowerCase() === 'id') {
    const steps = records.map((record) => () => upsertById(world, object, record, request));
    return runSteps(world, steps, allOrNone);
  }
  const field = requireKeyField(world, object, path.field, request.userId);
  const twins = findTwins(records, field);
  const steps = records.map((record) => () => {
    if (!twins.has(record)) return upsertByKey(world, { object, field }, record, request);
    throw refuse('DUPLICATE_VALUE', `Duplicate external id specified: ${keyIn(record, field)}`, {
      fields: [field.name],
    });
  });
  return runSteps(world, steps, allOrNone);
};
