import { requireUnique } from './checks.ts';
import { entityIsDeleted } from './refused.ts';
import { wholeSecond } from './stamp.ts';
import type { Row, Table } from './tables.ts';
import { objectOf, requireUnlocked } from './write.ts';
import type { World } from './world.ts';

/** What goes into the bin with its parent, and comes back with it. */
const CASCADES: Readonly<Record<string, readonly { object: string; by: string }[]>> = {
  Account: [
    { object: 'Opportunity', by: 'AccountId' },
    { object: 'Contact', by: 'AccountId' },
    { object: 'Task', by: 'WhatId' },
  ],
  Opportunity: [
    { object: 'OpportunityContactRole', by: 'OpportunityId' },
    { object: 'Task', by: 'WhatId' },
  ],
  Contact: [{ object: 'OpportunityContactRole', by: 'ContactId' }],
  PermissionSet: [
    { object: 'FieldPermissions', by: 'ParentId' },
    { object: 'ObjectPermissions', by: 'ParentId' },
    { object: 'PermissionSetAssignment', by: 'PermissionSetId' },
  ],
};

const hasBin = (table: Table): boolean => table.object.fields.has('isdeleted');
/** Deleted by itself a role leaves no trace, only with its parent (SF §7). */
const isTraceless = (table: Table): boolean =>
  !hasBin(table) || table.object.name === 'OpportunityContactRole';

interface Removal {
  readonly userId: string;
  /** Unix ms; rows of one removal share it and come back together. */
  readonly at: number;
}

const bin = (world: World, table: Table, row: Row, removal: Removal): void => {
  const stamp = wholeSecond(removal.at);
  table.replace(row, {
    ...row.fields,
    SystemModstamp: stamp,
    ...(world.switches.deleteMovesLastModified
      ? { LastModifiedDate: stamp, LastModifiedById: removal.userId }
      : {}),
  });
  table.setDeleted(row, removal.at);
  for (const child of CASCADES[table.object.name] ?? []) {
    const children = world.table(child.object);
    for (const held of children.find(child.by, row.id)) {
      if (held.deletedAt !== undefined) continue;
      if (hasBin(children)) bin(world, children, held, removal);
      else children.erase(held);
    }
  }
};

export const deleteRow = (world: World, row: Row, userId: string): void => {
  if (row.deletedAt !== undefined) throw entityIsDeleted();
  requireUnlocked(world, row.id);
  const table = world.table(objectOf(world, row.id));
  if (!isTraceless(table)) {
    bin(world, table, row, { userId, at: world.now() });
    return;
  }
  for (const child of CASCADES[table.object.name] ?? []) {
    const children = world.table(child.object);
    for (const held of children.find(child.by, row.id)) children.erase(held);
  }
  table.erase(row);
  world.touchMetadata();
  world.journal.note(() => world.touchMetadata());
};

/** Out of the bin with the same id, and what went in with it. Fails where its unique value has been taken. */
export const undeleteRow = (world: World, row: Row): void => {
  const { deletedAt } = row;
  if (deletedAt === undefined) return;
  const table = world.table(objectOf(world, row.id));
  requireUnique(world, { object: table.object, id: row.id, fields: row.fields });
  table.setDeleted(row, undefined);
  table.replace(row, { ...row.fields, SystemModstamp: wholeSecond(world.now()) });
  for (const child of CASCADES[table.object.name] ?? []) {
    for (const held of world.table(child.object).find(child.by, row.id)) {
      if (held.deletedAt === deletedAt) undeleteRow(world, held);
    }
  }
};

/** The loser goes into the bin with MasterRecordId; what hung on it hangs on the master (SF §12). */
export const mergeRows = (world: World, master: Row, loser: Row, userId: string): void => {
  const table = world.table(objectOf(world, master.id));
  const stamp = wholeSecond(world.now());
  const audit = { LastModifiedDate: stamp, LastModifiedById: userId, SystemModstamp: stamp };
  const children =
    table.object.name === 'Account'
      ? (CASCADES['Account'] ?? [])
      : [
          { object: 'OpportunityContactRole', by: 'ContactId' },
          { object: 'Task', by: 'WhoId' },
        ];
  for (const child of children) {
    const held = world.table(child.object);
    for (const row of held.find(child.by, loser.id)) {
      held.replace(row, { ...row.fields, [child.by]: master.id, SystemModstamp: stamp });
    }
  }
  table.replace(master, { ...master.fields, ...audit });
  table.replace(loser, { ...loser.fields, ...audit, MasterRecordId: master.id });
  table.setDeleted(loser, world.now());
};

/** Days a row stays in the bin (SF §1). */
export const BIN_MS = 15 * 24 * 3_600_000;

export const isErased = (world: World, row: Row): boolean =>
  row.deletedAt !== undefined && world.now() - row.deletedAt > BIN_MS;
