import type { Answer } from '#test/sandbox/server.ts';
import type { Body } from './body.ts';
import { idIn, insertOne, requireRow, typeOf, updateOne } from './collection-rows.ts';
import { MAX_ROWS, readRecords, runSteps, tooMany, type Done } from './collection-run.ts';
import { notFound, refuse } from './refused.ts';
import { deleteRow } from './remove.ts';
import { requireBody, type RestRequest } from './request.ts';
import { findRow, renderFields, requireReadable } from './rows.ts';
import type { ObjectDef } from './schema.ts';
import type { World } from './world.ts';

/** Rows per retrieve (SF §10). */
const MAX_RETRIEVED = 2000;

const createOne = (world: World, record: Body, request: RestRequest): Done => {
  const object = typeOf(world, record);
  if (!object.createable) throw notFound();
  return insertOne(world, object, record, request);
};

const changeOne = (world: World, record: Body, request: RestRequest): Done => {
  const id = idIn(record);
  if (id === undefined) {
    throw refuse('MISSING_ARGUMENT', 'Id not specified in an update call', { fields: [] });
  }
  return updateOne(world, requireRow(world, id, request.userId), record, request);
};

const readList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];

const splitList = (text: string | null): readonly string[] =>
  (text ?? '').split(',').filter((part) => part !== '');

const deleteMany = (world: World, request: RestRequest): Answer => {
  const ids = splitList(request.query.get('ids'));
  if (ids.length > MAX_ROWS) throw tooMany(MAX_ROWS);
  const steps = ids.map((id) => () => {
    const row = requireRow(world, id, request.userId);
    deleteRow(world, row, request.userId);
    return { id: row.id };
  });
  return runSteps(world, steps, request.query.get('allOrNone') === 'true');
};

/** `/composite/sobjects` */
export const handleCollection = (world: World, request: RestRequest): Answer | undefined => {
  if (request.method === 'DELETE') return deleteMany(world, request);
  if (request.method !== 'POST' && request.method !== 'PATCH') return undefined;
  const write = request.method === 'POST' ? createOne : changeOne;
  const steps = readRecords(request).map((record) => () => write(world, record, request));
  return runSteps(world, steps, requireBody(request)['allOrNone'] === true);
};

/** `/composite/sobjects/X`: one entry per id, null for what is missing, in the bin or invisible. */
export const retrieveMany = (
  world: World,
  object: ObjectDef,
  request: RestRequest,
): Answer | undefined => {
  if (request.method !== 'GET' && request.method !== 'POST') return undefined;
  const isGet = request.method === 'GET';
  const body = isGet ? {} : requireBody(request);
  const ids = isGet ? splitList(request.query.get('ids')) : readList(body['ids']);
  const names = isGet ? splitList(request.query.get('fields')) : readList(body['fields']);
  if (ids.length > MAX_RETRIEVED) throw tooMany(MAX_RETRIEVED);
  const fields = names.map((name) => requireReadable(world, object, name.trim(), request.userId));
  const render = renderFields(world, object, fields);
  return {
    status: 200,
    body: ids.map((id) => {
      const row = findRow(world, object, id, request.userId);
      return row === undefined || row.deletedAt !== undefined ? null : render(row, request.version);
    }),
  };
};
