import { wholeSecond } from './stamp.ts';
import type { Fields, Row } from './tables.ts';
import type { World } from './world.ts';

/** A row without rules or author, as setup makes it. */
export const plant = (world: World, object: string, fields: Fields): Row => {
  const table = world.table(object);
  const at = wholeSecond(world.now());
  const stamps = { CreatedDate: at, LastModifiedDate: at, SystemModstamp: at };
  const held = table.object.fields.has('systemmodstamp') ? { ...fields, ...stamps } : fields;
  const row: Row = { id: world.nextId(table.object.keyPrefix), fields: held, deletedAt: undefined };
  table.add(row);
  return row;
};
