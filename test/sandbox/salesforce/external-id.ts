import { findField } from './access.ts';
import type { Answer } from '#test/sandbox/server.ts';
import { checkWriteGuard } from './guard.ts';
import { notFound, refuse } from './refused.ts';
import { deleteRow } from './remove.ts';
import { requireBody, toWriter, type RestRequest } from './request.ts';
import { readRow, rowPath, updateRow } from './rows.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Row } from './tables.ts';
import { isVisibleTo, type World } from './world.ts';
import { prepareInsert } from './write.ts';

export const requireKeyField = (
  world: World,
  object: ObjectDef,
  name: string,
  userId: string,
): FieldDef => {
  const field = findField(world, userId, object, name);
  if (field !== undefined && (field.externalId || field.idLookup)) return field;
  throw refuse(
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${name}`,
    { status: 404 },
  );
};

/** Rows out of the bin with this key; case counts only where the field says so. */
export const findByKey = (
  world: World,
  object: ObjectDef,
  field: FieldDef,
  value: string,
): readonly Row[] =>
  world
    .table(object.name)
    .find(field.name, value)
    .filter(
      (row) =>
        row.deletedAt === undefined &&
        ((field.unique && !field.caseSensitive) || row.fields[field.name] === value),
    );

const createByKey = (
  world: World,
  object: ObjectDef,
  key: { readonly field: FieldDef; readonly value: string },
  request: RestRequest,
): Answer => {
  if (request.query.get('updateOnly') === 'true') throw notFound();
  const body = { ...requireBody(request), [key.field.name]: key.value };
  const prepared = prepareInsert(world, object, body, toWriter(request));
  world.journal.transact(prepared.apply);
  const { id } = prepared.row;
  return {
    status: 201,
    headers: { location: rowPath(request.version, object, id) },
    body: { id, success: true, errors: [], created: true },
  };
};

const requireKeyless = (field: FieldDef, request: RestRequest): void => {
  const names = Object.keys(requireBody(request)).map((name) => name.toLowerCase());
  const wrong = names.includes('id') ? 'Id' : field.name;
  if (!names.includes(wrong.toLowerCase())) return;
  throw refuse('INVALID_FIELD', `The ${wrong} field should not be specified in the sobject data.`, {
    fields: [wrong],
  });
};

/** `/sobjects/X/{field}/{value}` */
export const handleExternalId = (
  world: World,
  object: ObjectDef,
  path: { readonly field: string; readonly value: string },
  request: RestRequest,
): Answer | undefined => {
  const field = requireKeyField(world, object, path.field, request.userId);
  if (request.method === 'PATCH') requireKeyless(field, request);
  const rows = findByKey(world, object, field, path.value).filter((row) =>
    isVisibleTo(world, row, request.userId),
  );
  if (rows.length > 1) {
    return { status: 300, body: rows.map((row) => rowPath(request.version, object, row.id)) };
  }
  const [row] = rows;
  switch (request.method) {
    case 'GET':
      if (row === undefined) throw notFound();
      return readRow(world, object, row, request);
    case 'DELETE':
      if (row === undefined) throw notFound();
      world.journal.transact(() => deleteRow(world, row, request.userId));
      return { status: 204 };
    case 'PATCH': {
      if (row === undefined)
        return createByKey(world, object, { field, value: path.value }, request);
      const refusal = world.switches.guardsExternalId
        ? checkWriteGuard(world, row, request)
        : undefined;
      if (refusal !== undefined) return refusal;
      const written = updateRow(world, object, row, request);
      return world.switches.upsertUpdate === 'empty'
        ? written
        : { status: 200, body: { id: row.id, success: true, errors: [], created: false } };
    }
    default:
      return undefined;
  }
};
