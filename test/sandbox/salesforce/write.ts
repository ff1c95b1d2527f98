import { readBody, type Body, type Changes, type Writer } from './body.ts';
import {
  requireFields,
  requireNoLookalike,
  requireUnique,
  runFlows,
  runValidations,
  type Draft,
} from './checks.ts';
import { entityIsDeleted, refuse } from './refused.ts';
import { requireGrantable } from './permissions.ts';
import type { ObjectDef } from './schema.ts';
import { findStage } from './stages.ts';
import { dayOf, wholeSecond } from './stamp.ts';
import type { Fields, Row } from './tables.ts';
import type { World } from './world.ts';

const PERMISSION_OBJECTS = new Set([
  'PermissionSet',
  'FieldPermissions',
  'ObjectPermissions',
  'PermissionSetAssignment',
]);

const stampOf = (world: World, writer: Writer): number => wholeSecond(writer.at ?? world.now());

const apply = (before: Fields, changes: Changes): Fields => {
  const fields = { ...before };
  for (const [field, value] of changes) {
    if (value === undefined) delete fields[field.name];
    else fields[field.name] = value;
  }
  return fields;
};

const isSent = (changes: Changes, name: string): boolean =>
  [...changes.keys()].some((field) => field.name === name);

interface StageStep {
  readonly before: Fields | undefined;
  readonly changes: Changes;
  readonly at: number;
}

/** Probability and forecast category follow the stage unless they are sent too (SF §5, §6). */
const followStage = (world: World, fields: Fields, step: StageStep): void => {
  const { before, changes, at } = step;
  if (fields['StageName'] === before?.['StageName']) return;
  const stage = findStage(world, String(fields['StageName'] ?? ''));
  if (before !== undefined) fields['LastStageChangeDate'] = at;
  if (stage === undefined) {
    fields['Probability'] ??= 0;
    fields['ForecastCategoryName'] ??= 'Pipeline';
    return;
  }
  if (!isSent(changes, 'Probability')) fields['Probability'] = stage.percent;
  if (!isSent(changes, 'ForecastCategoryName')) fields['ForecastCategoryName'] = stage.categoryName;
  const today = dayOf(at);
  if (world.switches.pullsCloseDate && stage.isWon && String(fields['CloseDate']) > today) {
    fields['CloseDate'] = today;
  }
};

const fillDefaults = (world: World, object: ObjectDef, fields: Fields, writer: Writer): void => {
  for (const field of object.fields.values()) {
    if (fields[field.name] !== undefined) continue;
    if (field.name === 'OwnerId') fields['OwnerId'] = writer.userId;
    else if (field.name === 'CurrencyIsoCode')
      fields['CurrencyIsoCode'] = world.currencies[0] ?? '';
    else if (field.defaultValue !== undefined) {
      fields[field.name] =
        field.type === 'boolean' ? field.defaultValue === 'true' : field.defaultValue;
    }
  }
};

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
  readonly apply: () => void;
}

const addPrimaryRole = (world: World, row: Row, contactId: string, writer: Writer): void => {
  const { at, userId } = { at: stampOf(world, writer), userId: writer.userId };
  world.table('OpportunityContactRole').add({
    id: world.nextId('00K'),
    deletedAt: undefined,
    fields: {
      OpportunityId: row.id,
      ContactId: contactId,
      IsPrimary: true,
      CreatedDate: at,
      CreatedById: userId,
      LastModifiedDate: at,
      LastModifiedById: userId,
      SystemModstamp: at,
    },
  });
};

/** Moves SystemModstamp alone, as background work does (SF §12). */
export const touchRow = (world: World, object: string, id: string): void => {
  const table = world.table(object);
  const row = table.rows.get(id);
  if (row === undefined) return;
  table.replace(row, { ...row.fields, SystemModstamp: wholeSecond(world.now()) });
};

const afterSave = (world: World, object: ObjectDef, row: Row): void => {
  if (object.name === 'Task' && typeof row.fields['WhatId'] === 'string') {
    touchRow(
      world,
      row.fields['WhatId'].startsWith('006') ? 'Opportunity' : 'Account',
      row.fields['WhatId'],
    );
  }
  if (object.name !== 'OpportunityContactRole' || row.fields['IsPrimary'] !== true) return;
  const table = world.table('OpportunityContactRole');
  for (const other of table.find('OpportunityId', String(row.fields['OpportunityId']))) {
    if (other !== row && other.fields['IsPrimary'] === true) {
      table.replace(other, { ...other.fields, IsPrimary: false });
    }
  }
};

export const prepareInsert = (
  world: World,
  object: ObjectDef,
  body: Body,
  writer: Writer,
): Prepared => {
  const changes = readBody({ world, object, writer }, body, true);
  const at = stampOf(world, writer);
  let fields = apply({}, changes);
  const contactId = object.name === 'Opportunity' ? fields['ContactId'] : undefined;
  if (contactId !== undefined) delete fields['ContactId'];
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
  let fields = apply(row.fields, changes);
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
