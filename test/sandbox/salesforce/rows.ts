import { accessTo, findField } from './access.ts';
import type { Answer } from '#test/sandbox/server.ts';
import { checkReadGuard, checkWriteGuard, etagOf } from './guard.ts';
import { toId18 } from './id.ts';
import { entityIsDeleted, notFound, refuse } from './refused.ts';
import { deleteRow, isErased } from './remove.ts';
import { requireBody, toWriter, type RestRequest } from './request.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Row } from './tables.ts';
import { renderValue } from './values.ts';
import { isVisibleTo, type World } from './world.ts';
import { prepareInsert, prepareUpdate } from './write.ts';

/** The row an id names, in the bin or not; what the caller may not see does not exist. */
export const findRow = (
  world: World,
  object: ObjectDef,
  id: string,
  userId: string,
): Row | undefined => {
  const row = world.table(object.name).rows.get(toId18(id) ?? '');
  return row === undefined || isErased(world, row) || !isVisibleTo(world, row, userId)
    ? undefined
    : row;
};

export const rowPath = (version: string, object: ObjectDef, id: string): string =>
  `/services/data/v${version}/sobjects/${object.name}/${id}`;

const selectFields = (world: World, object: ObjectDef, request: RestRequest): FieldDef[] => {
  const asked = request.query.get('fields');
  if (asked === null) {
    return [...object.fields.values()].filter(
      (field) => accessTo(world, request.userId, object, field) !== 'none',
    );
  }
  return asked
    .split(',')
    .map((name) => requireReadable(world, object, name.trim(), request.userId));
};

export const requireReadable = (
  world: World,
  object: ObjectDef,
  name: string,
  userId: string,
): FieldDef => {
  const field = findField(world, userId, object, name);
  if (field !== undefined) return field;
  throw refuse('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
};

/** The row by its fields; the id goes along. */
export const renderFields = (
  world: World,
  object: ObjectDef,
  fields: readonly FieldDef[],
): ((row: Row, version: string) => Record<string, unknown>) => {
  const parts = fields.map((field) => [field.name, renderValue(world, object, field)] as const);
  return (row, version) => ({
    attributes: { type: object.name, url: rowPath(version, object, row.id) },
    ...Object.fromEntries(parts.map(([name, render]) => [name, render(row)])),
    Id: row.id,
  });
};

export const createRow = (world: World, object: ObjectDef, request: RestRequest): Answer => {
  if (!object.createable) throw notFound();
  const prepared = prepareInsert(world, object, requireBody(request), toWriter(request));
  world.journal.transact(prepared.apply);
  const { id } = prepared.row;
  return {
    status: 201,
    headers: { location: rowPath(request.version, object, id) },
    body: { id, success: true, errors: [] },
  };
};

export const readRow = (
  world: World,
  object: ObjectDef,
  row: Row,
  request: RestRequest,
): Answer => {
  const etag = etagOf(row);
  return (
    checkReadGuard(row, request) ?? {
      status: 200,
      ...(etag === undefined ? {} : { headers: { etag } }),
      body: renderFields(world, object, selectFields(world, object, request))(row, request.version),
    }
  );
};

const requireLive = (world: World, row: Row | undefined): Row => {
  if (row === undefined) throw notFound();
  if (row.deletedAt === undefined) return row;
  throw world.switches.binRow === 'NOT_FOUND' ? notFound() : entityIsDeleted();
};

export const updateRow = (
  world: World,
  object: ObjectDef,
  row: Row,
  request: RestRequest,
): Answer => {
  if (!object.updateable) throw notFound();
  const body = requireBody(request);
  if (Object.keys(body).some((name) => name.toLowerCase() === 'id')) {
    throw refuse('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', {
      fields: ['Id'],
    });
  }
  world.journal.transact(prepareUpdate(world, row, body, toWriter(request)).apply);
  return { status: 204 };
};

/** `/sobjects/X/{id}` */
export const handleRow = (
  world: World,
  object: ObjectDef,
  id: string,
  request: RestRequest,
): Answer | undefined => {
  const row = findRow(world, object, id, request.userId);
  switch (request.method) {
    case 'GET':
      return readRow(world, object, requireLive(world, row), request);
    case 'PATCH': {
      if (row === undefined && world.switches.unknownIdOnPatch === 'INVALID_CROSS_REFERENCE_KEY') {
        throw refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [] });
      }
      if (row === undefined) throw notFound();
      if (row.deletedAt !== undefined) throw entityIsDeleted();
      return checkWriteGuard(world, row, request) ?? updateRow(world, object, row, request);
    }
    case 'DELETE': {
      if (row === undefined) throw notFound();
      world.journal.transact(() => deleteRow(world, row, request.userId));
      return { status: 204 };
    }
    default:
      return undefined;
  }
};
