import type { Body } from './body.ts';
import type { Done } from './collection-run.ts';
import { toId18 } from './id.ts';
import { refuse } from './refused.ts';
import { findObject, isRecord, textOf, toWriter, type RestRequest } from './request.ts';
import { findRow } from './rows.ts';
import type { ObjectDef } from './schema.ts';
import type { Row } from './tables.ts';
import type { World } from './world.ts';
import { objectOf, prepareInsert, prepareUpdate } from './write.ts';

export const typeOf = (world: World, record: Body): ObjectDef => {
  const attributes = record['attributes'];
  const type = isRecord(attributes) ? textOf(attributes['type']) : '';
  const object = findObject(world, type);
  if (object !== undefined) return object;
  throw refuse('INVALID_TYPE', `sObject type '${type}' is not supported.`);
};

export const withoutId = (record: Body): Body =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name.toLowerCase() !== 'id'));

export const idIn = (record: Body): string | undefined => {
  const id = record['id'] ?? record['Id'];
  return typeof id === 'string' ? id : undefined;
};

export const requireRow = (world: World, id: string, userId: string): Row => {
  const object = findObject(world, objectOf(world, toId18(id) ?? ''));
  const row = object === undefined ? undefined : findRow(world, object, id, userId);
  if (row !== undefined) return row;
  throw refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [] });
};

export const insertOne = (
  world: World,
  object: ObjectDef,
  body: Body,
  request: RestRequest,
): Done => {
  const prepared = prepareInsert(world, object, body, toWriter(request));
  prepared.apply();
  return { id: prepared.row.id };
};

export const updateOne = (world: World, row: Row, body: Body, request: RestRequest): Done => {
  prepareUpdate(world, row, withoutId(body), toWriter(request)).apply();
  return { id: row.id };
};
