import type { Writer } from './body.ts';
import { stampOf } from './fill.ts';
import type { ObjectDef } from './schema.ts';
import { wholeSecond } from './stamp.ts';
import type { Row } from './tables.ts';
import type { World } from './world.ts';

export const addPrimaryRole = (world: World, row: Row, contactId: string, writer: Writer): void => {
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

export const afterSave = (world: World, object: ObjectDef, row: Row): void => {
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
