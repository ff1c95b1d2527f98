import type { Answer } from '#test/sandbox/server.ts';
import type { Body } from './body.ts';
import { findByKey, requireKeyField } from './external-id.ts';
import { toId18 } from './id.ts';
import { notFound, refuse, Refused, type ApiError } from './refused.ts';
import { deleteRow } from './remove.ts';
import {
  findObject,
  isRecord,
  requireBody,
  toRowErrors,
  toWriter,
  type RestRequest,
} from './request.ts';
import { findRow, renderFields, requireReadable } from './rows.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Row } from './tables.ts';
import type { World } from './world.ts';
import { objectOf, prepareInsert, prepareUpdate } from './write.ts';

interface Done {
  readonly id: string;
  readonly created?: boolean;
}
type Outcome =
  { readonly done: Done } | { readonly id?: string; readonly errors: readonly ApiError[] };

/** Rows per call, and per retrieve (SF §10). */
const MAX_ROWS = 200;
const MAX_RETRIEVED = 2000;

const ROLLED_BACK: ApiError = {
  errorCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message:
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

const toResult = (outcome: Outcome): unknown =>
  'done' in outcome
    ? {
        ...outcome.done,
        success: true,
        errors: [],
        ...(outcome.done.created === undefined ? {} : { created: outcome.done.created }),
      }
    : {
        ...(outcome.id === undefined ? {} : { id: outcome.id }),
        success: false,
        errors: toRowErrors(outcome.errors),
      };

/** One outcome per step, in order, status 200 whatever they are. */
const runSteps = (world: World, steps: readonly (() => Done)[], allOrNone: boolean): Answer => {
  const attempt = (step: () => Done): Outcome => {
    try {
      return { done: world.journal.transact(step) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { errors: error.errors };
    }
  };
  let outcomes: readonly Outcome[] = [];
  try {
    world.journal.transact(() => {
      outcomes = steps.map(attempt);
      if (allOrNone && outcomes.some((outcome) => !('done' in outcome))) {
        throw new Refused(200, [ROLLED_BACK]);
      }
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    outcomes = outcomes.map((outcome) =>
      'done' in outcome ? { id: outcome.done.id, errors: [ROLLED_BACK] } : outcome,
    );
  }
  return { status: 200, body: outcomes.map(toResult) };
};

const tooMany = (limit: number): Refused =>
  refuse('INVALID_INPUT', `The number of records exceeds the limit of ${limit}`);

const readRecords = (request: RestRequest): readonly Body[] => {
  const { records } = requireBody(request);
  if (!Array.isArray(records)) throw refuse('JSON_PARSER_ERROR', 'records: an array is required');
  if (records.length > MAX_ROWS) throw tooMany(MAX_ROWS);
  return records.filter(isRecord);
};

const typeOf = (world: World, record: Body): ObjectDef => {
  const attributes = record['attributes'];
  const type = isRecord(attributes) ? attributes['type'] : undefined;
  const object = typeof type === 'string' ? findObject(world, type) : undefined;
  if (object !== undefined) return object;
  throw refuse('INVALID_TYPE', `sObject type '${String(type)}' is not supported.`);
};

const withoutId = (record: Body): Body =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name.toLowerCase() !== 'id'));

const idIn = (record: Body): string | undefined => {
  const id = record['id'] ?? record['Id'];
  return typeof id === 'string' ? id : undefined;
};

const requireRow = (world: World, id: string, userId: string): Row => {
  const object = findObject(world, objectOf(world, toId18(id) ?? ''));
  const row = object === undefined ? undefined : findRow(world, object, id, userId);
  if (row !== undefined) return row;
  throw refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [] });
};

const insert = (world: World, object: ObjectDef, body: Body, request: RestRequest): Done => {
  const prepared = prepareInsert(world, object, body, toWriter(request));
  prepared.apply();
  return { id: prepared.row.id };
};

const update = (world: World, row: Row, body: Body, request: RestRequest): Done => {
  prepareUpdate(world, row, withoutId(body), toWriter(request)).apply();
  return { id: row.id };
};

const updateOne = (world: World, record: Body, request: RestRequest): Done => {
  const id = idIn(record);
  if (id === undefined)
    throw refuse('MISSING_ARGUMENT', 'Id not specified in an update call', { fields: [] });
  return update(world, requireRow(world, id, request.userId), record, request);
};

interface Key {
  readonly object: ObjectDef;
  /** Undefined: the row's own Id. */
  readonly field: FieldDef | undefined;
}

const upsertOne = (world: World, key: Key, record: Body, request: RestRequest): Done => {
  const { object, field } = key;
  if (field === undefined) {
    const id = idIn(record);
    return id === undefined
      ? { ...insert(world, object, withoutId(record), request), created: true }
      : {
          ...update(world, requireRow(world, id, request.userId), record, request),
          created: false,
        };
  }
  if (idIn(record) !== undefined) {
    throw refuse('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', {
      fields: ['Id'],
    });
  }
  const value = Object.entries(record).find(
    ([name]) => name.toLowerCase() === field.name.toLowerCase(),
  )?.[1];
  if (value === undefined || value === null || value === '') {
    throw refuse('MISSING_ARGUMENT', `${field.name} not specified`, { fields: [] });
  }
  const [row, ...others] = findByKey(world, object, field, String(value));
  if (others.length > 0) {
    throw refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: [${[row, ...others].map((held) => held?.id).join(', ')}]`,
      { fields: [field.name] },
    );
  }
  return row === undefined
    ? { ...insert(world, object, record, request), created: true }
    : { ...update(world, row, record, request), created: false };
};

/** The same key twice in one call fails both (SF §10). */
const refuseTwins = (records: readonly Body[], field: FieldDef): ReadonlySet<Body> => {
  const seen = new Map<string, Body[]>();
  for (const record of records) {
    const key = String(record[field.name] ?? '').toLowerCase();
    if (key !== '') seen.set(key, [...(seen.get(key) ?? []), record]);
  }
  return new Set([...seen.values()].filter((twins) => twins.length > 1).flat());
};

/** `PATCH /composite/sobjects/X/Field` */
export const upsertMany = (
  world: World,
  path: { readonly object: ObjectDef; readonly field: string },
  request: RestRequest,
): Answer => {
  const records = readRecords(request);
  const field =
    path.field.toLowerCase() === 'id'
      ? undefined
      : requireKeyField(world, path.object, path.field, request.userId);
  const twins = field === undefined ? new Set<Body>() : refuseTwins(records, field);
  const steps = records.map((record) => () => {
    if (field !== undefined && twins.has(record)) {
      throw refuse(
        'DUPLICATE_VALUE',
        `Duplicate external id specified: ${String(record[field.name])}`,
        { fields: [field.name] },
      );
    }
    return upsertOne(world, { object: path.object, field }, record, request);
  });
  return runSteps(world, steps, requireBody(request)['allOrNone'] === true);
};

/** `/composite/sobjects` */
export const handleCollection = (world: World, request: RestRequest): Answer | undefined => {
  switch (request.method) {
    case 'POST':
    case 'PATCH': {
      const steps = readRecords(request).map((record) => () => {
        if (request.method === 'PATCH') return updateOne(world, record, request);
        const object = typeOf(world, record);
        if (!object.createable) throw notFound();
        return insert(world, object, record, request);
      });
      return runSteps(world, steps, requireBody(request)['allOrNone'] === true);
    }
    case 'DELETE': {
      const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '');
      if (ids.length > MAX_ROWS) throw tooMany(MAX_ROWS);
      const steps = ids.map((id) => () => {
        const row = requireRow(world, id, request.userId);
        deleteRow(world, row, request.userId);
        return { id: row.id };
      });
      return runSteps(world, steps, request.query.get('allOrNone') === 'true');
    }
    default:
      return undefined;
  }
};

const readList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];

/** `/composite/sobjects/X`: one entry per id, null for what is missing, in the bin or invisible. */
export const retrieveMany = (
  world: World,
  object: ObjectDef,
  request: RestRequest,
): Answer | undefined => {
  if (request.method !== 'GET' && request.method !== 'POST') return undefined;
  const isGet = request.method === 'GET';
  const body = isGet ? {} : requireBody(request);
  const ids = isGet ? (request.query.get('ids') ?? '').split(',') : readList(body['ids']);
  const names = isGet ? (request.query.get('fields') ?? '').split(',') : readList(body['fields']);
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
