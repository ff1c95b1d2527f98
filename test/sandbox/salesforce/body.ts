import { accessTo, findField } from './access.ts';
import { coerce } from './coerce.ts';
import { refuse, Refused, type ApiError } from './refused.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Scalar } from './tables.ts';
import type { World } from './world.ts';

export type Body = Readonly<Record<string, unknown>>;

export interface Writer {
  readonly userId: string;
  /** Field-level security and read-only fields hold for the API; a test's hand writes what it likes. */
  readonly isApi: boolean;
  readonly allowsDuplicates: boolean;
  /** Unix ms that the row is stamped with; now when left out. */
  readonly at?: number;
}

export type Changes = ReadonlyMap<FieldDef, Scalar | undefined>;

const isRecord = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuseUnknown = (object: ObjectDef, name: string): Refused =>
  refuse('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);

interface Place {
  readonly world: World;
  readonly object: ObjectDef;
  readonly writer: Writer;
}

/** `"Account": {"Key__c": "v"}`: a parent named by its external id. */
const findParent = ({ world, object, writer }: Place, name: string, value: Body) => {
  const field = [...object.fields.values()].find(
    (candidate) => candidate.relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  const target = world.schema.get(field?.referenceTo[0]?.toLowerCase() ?? '');
  const key = Object.entries(value).find(([part]) => part !== 'attributes');
  if (field === undefined || target === undefined || key === undefined) {
    throw refuseUnknown(object, name);
  }
  const keyField = findField(world, writer.userId, target, key[0]);
  if (keyField === undefined || !(keyField.externalId || keyField.idLookup)) {
    throw refuseUnknown(target, key[0]);
  }
  const wanted = String(key[1]);
  const [row, ...others] = world
    .table(target.name)
    .find(keyField.name, wanted)
    .filter((candidate) => candidate.deletedAt === undefined);
  if (row === undefined || others.length > 0) {
    throw refuse(
      'INVALID_FIELD',
      `Foreign key external ID: ${wanted} not found for field ${keyField.name} in entity ${target.name}`,
      { fields: [] },
    );
  }
  return { field, id: row.id };
};

const refuseReadOnly = (names: readonly string[]): Refused =>
  refuse(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    { fields: names },
  );

const isWritable = (place: Place, field: FieldDef, isNew: boolean): boolean =>
  (isNew ? field.createable : field.updateable) &&
  accessTo(place.world, place.writer.userId, place.object, field) === 'edit';

/** What a body asks for: names resolved, values checked; the first wrong name refuses, wrong values come together. */
export const readBody = (place: Place, body: Body, isNew: boolean): Changes => {
  const { world, object, writer } = place;
  const wanted = new Map<FieldDef, unknown>();
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    if (isRecord(value) && !object.fields.has(name.toLowerCase())) {
      const parent = findParent(place, name, value);
      wanted.set(parent.field, parent.id);
      continue;
    }
    const field = writer.isApi
      ? findField(world, writer.userId, object, name)
      : object.fields.get(name.toLowerCase());
    if (field === undefined) throw refuseUnknown(object, name);
    wanted.set(field, value);
  }
  if (writer.isApi) {
    const locked = [...wanted.keys()].filter((field) => !isWritable(place, field, isNew));
    if (locked.length > 0) throw refuseReadOnly(locked.map((field) => field.name));
  }
  const changes = new Map<FieldDef, Scalar | undefined>();
  const errors: ApiError[] = [];
  for (const [field, value] of wanted) {
    try {
      changes.set(field, coerce({ world, object, field }, value));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new Refused(400, errors);
  return changes;
};
