import { addPrimaryRole, afterSave } from './after-save.ts';
import { readBody, type Body, type Writer } from './body.ts';
import { applyChanges, fillDefaults, followStage, stampOf } from './fill.ts';
import { requireFields, requireUnique, runFlows, runValidations, type Draft } from './checks.ts';
import { requireNoLookalike } from './duplicate-rules.ts';
import { entityIsDeleted, refuse } from './refused.ts';
import { requireGrantable } from './permissions.ts';
import type { ObjectDef } from './schema.ts';
import type { Fields, Row } from './tables.ts';
import type { World } from './world.ts';

const PERMISSION_OBJECTS = new Set([
  'PermissionSet',
  'FieldPermissions',
  'ObjectPermissions',
  'PermissionSetAssignment',
]);

const check = (world: World, draft: Draft, writer: Writer): void => {
  requireFields(draft);
  runValidations(world, draft);
  requireUnique(world, draft);
  if (PERMISSION_OBJECTS.has(draft.object.name)) requireGrantable(world, draft);
  if (world.table(draft.object.name).rows.get(draft.id) === undefined) {
    requireNoLookalike(world, draft, writer);
  }
};

const audit = (fields: Fields, object: ObjectDef, names: Fields): void => {
  for (const [name, value] of Object.entries(names)) {
    if (object.fields.has(name.toLowerCase())) fields[name] = value;
  }
};

const noteMetadata = (world: World, object: ObjectDef): void => {
  if (!PERMISSION_OBJECTS.has(object.name)) return;
  world.touchMetadata();
  world.journal.note(() => world.touchMetadata());
};

export const requireUnlocked = (world: World, id: string): void => {
  if ((world.locks.get(id) ?? 0) <= world.now()) return;
  throw refuse(
    'UNABLE_TO_LOCK_ROW',
    `unable to obtain exclusive access to this record or 1 records: ${id}`,
    { status: world.switches.lockStatus, fields: [] },
  );
};

/** A change of a row that is checked and stamped; `apply` makes it visible. */
export interface Prepared {
  readonly row: Row;
  /** What the row will hold. */
  readonly fields: Fields;
  readonly apply: () => void;
}

export const prepareInsert = (
  world: World,
  object: ObjectDef,
  body: Body,
  writer: Writer,
): Prepared => {
  const changes = new Map(readBody({ world, object, writer }, body, true));
  const contact = object.name === 'Opportunity' ? object.fields.get('contactid') : undefined;
  const contactId = contact === undefined ? undefined : changes.get(contact);
  if (contact !== undefined) changes.delete(contact);
  const at = stampOf(world, writer);
  let fields = applyChanges({}, changes);
  fillDefaults(world, object, fields, writer);
  if (object.name === 'Opportunity') followStage(world, fields, { before: undefined, changes, at });
  const id = world.nextId(object.keyPrefix);
  fields = runFlows(world, { object, id, fields });
  audit(fields, object, {
    CreatedDate: at,
    CreatedById: writer.userId,
    LastModifiedDate: at,
    LastModifiedById: writer.userId,
    SystemModstamp: at,
  });
  check(world, { object, id, fields }, writer);
  const row: Row = { id, fields, deletedAt: undefined };
  return {
    row,
    fields,
    apply: () => {
      world.table(object.name).add(row);
      if (typeof contactId === 'string') addPrimaryRole(world, row, contactId, writer);
      afterSave(world, object, row);
      noteMetadata(world, object);
    },
  };
};

export const prepareUpdate = (world: World, row: Row, body: Body, writer: Writer): Prepared => {
  const { object } = world.table(objectOf(world, row.id));
  if (row.deletedAt !== undefined) throw entityIsDeleted();
  const changes = new Map(readBody({ world, object, writer }, body, false));
  requireUnlocked(world, row.id);
  if (row.fields['HasOpportunityLineItem'] === true && writer.isApi) {
    for (const field of changes.keys()) if (field.name === 'Amount') changes.delete(field);
  }
  const at = stampOf(world, writer);
  let fields = applyChanges(row.fields, changes);
  if (object.name === 'Opportunity')
    followStage(world, fields, { before: row.fields, changes, at });
  fields = runFlows(world, { object, id: row.id, fields });
  audit(fields, object, {
    LastModifiedDate: at,
    LastModifiedById: writer.userId,
    SystemModstamp: at,
  });
  check(world, { object, id: row.id, fields }, writer);
  return {
    row,
    fields,
    apply: () => {
      world.table(object.name).replace(row, fields);
      afterSave(world, object, row);
      noteMetadata(world, object);
    },
  };
};

/** The object that an id's prefix names. */
export const objectOf = (world: World, id: string): string =>
  [...world.schema.values()].find((object) => object.keyPrefix === id.slice(0, 3))?.name ?? '';
