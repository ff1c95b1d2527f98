import type { FieldDef, ObjectDef } from './schema.ts';
import { createStampIndex } from './stamp-index.ts';

export type Scalar = string | number | boolean;
/** By the API name; a missing key is null. Date-times are Unix ms in whole seconds. */
export type Fields = Record<string, Scalar>;

export interface Row {
  readonly id: string;
  fields: Fields;
  /** Unix ms; undefined while the row is out of the bin. */
  deletedAt: number | undefined;
}

export interface Table {
  readonly object: ObjectDef;
  readonly rows: ReadonlyMap<string, Row>;
  add(row: Row): void;
  replace(row: Row, fields: Fields): void;
  setDeleted(row: Row, at: number | undefined): void;
  /** Gone for good, without a place in the bin. */
  erase(row: Row): void;
  isIndexed(field: FieldDef): boolean;
  /** Rows with this value, case ignored, bin included, as a list of its own. Indexed fields only. */
  find(field: string, value: string): readonly Row[];
  stampedFrom(ms: number): Iterable<Row>;
}

/** What takes back the last steps. */
export interface Journal {
  note(undo: () => void): void;
  /** Runs the steps; a throw takes all of them back. */
  transact<Result>(steps: () => Result): Result;
}

export const createJournal = (): Journal => {
  let open: (() => void)[] | undefined;
  return {
    note: (undo) => {
      open?.push(undo);
    },
    transact: (steps) => {
      const outer = open;
      const own: (() => void)[] = [];
      open = own;
      try {
        const result = steps();
        open = outer;
        if (outer !== undefined) for (const undo of own) outer.push(undo);
        return result;
      } catch (error) {
        open = undefined;
        for (const undo of own.toReversed()) undo();
        open = outer;
        throw error;
      }
    },
  };
};

/** Long lists of rows by owner or author are of no use here; the rest of the references is looked up. */
const UNINDEXED = new Set(['OwnerId', 'CreatedById', 'LastModifiedById', 'Id']);
const INDEXED_TEXT = new Set([
  'Account.Name',
  'Account.DunsNumber',
  'Account.Website',
  'PermissionSet.Name',
]);

const isIndexedField = (object: ObjectDef, field: FieldDef): boolean =>
  !UNINDEXED.has(field.name) &&
  (field.unique ||
    field.externalId ||
    field.idLookup ||
    field.type === 'reference' ||
    INDEXED_TEXT.has(`${object.name}.${field.name}`));

export const createTable = (object: ObjectDef, journal: Journal): Table => {
  const rows = new Map<string, Row>();
  const indexes = new Map<string, Map<string, Row[]>>();
  const stamps = createStampIndex(
    (row, stamp) => row.fields['SystemModstamp'] === stamp && rows.get(row.id) === row,
  );

  const indexOf = (name: string): Map<string, Row[]> => {
    const index = indexes.get(name) ?? new Map<string, Row[]>();
    indexes.set(name, index);
    return index;
  };
  const place = (name: string, row: Row): void => {
    const value = row.fields[name];
    if (typeof value !== 'string') return;
    const index = indexOf(name);
    const key = value.toLowerCase();
    const held = index.get(key);
    if (held === undefined) index.set(key, [row]);
    else held.push(row);
  };
  const displace = (name: string, row: Row): void => {
    const value = row.fields[name];
    if (typeof value !== 'string') return;
    const index = indexOf(name);
    const key = value.toLowerCase();
    const held = index.get(key) ?? [];
    if (held.length <= 1) index.delete(key);
    else held.splice(held.indexOf(row), 1);
  };
  let names: readonly string[] = [];
  let knownFields = 0;
  const indexedNames = (): readonly string[] => {
    if (knownFields === object.fields.size) return names;
    knownFields = object.fields.size;
    names = [...object.fields.values()]
      .filter((field) => isIndexedField(object, field))
      .map((field) => field.name);
    return names;
  };
  const noteStamp = (row: Row): void => {
    const stamp = row.fields['SystemModstamp'];
    if (typeof stamp === 'number') stamps.note(row, stamp);
  };

  const add = (row: Row): void => {
    rows.set(row.id, row);
    for (const name of indexedNames()) place(name, row);
    noteStamp(row);
    journal.note(() => erase(row));
  };
  const erase = (row: Row): void => {
    for (const name of indexedNames()) displace(name, row);
    rows.delete(row.id);
    journal.note(() => add(row));
  };
  const replace = (row: Row, fields: Fields): void => {
    const before = row.fields;
    const moved = indexedNames().filter((name) => before[name] !== fields[name]);
    for (const name of moved) displace(name, row);
    row.fields = fields;
    for (const name of moved) place(name, row);
    if (before['SystemModstamp'] !== fields['SystemModstamp']) noteStamp(row);
    journal.note(() => replace(row, before));
  };

  return {
    object,
    rows,
    add,
    erase,
    replace,
    setDeleted: (row, at) => {
      const before = row.deletedAt;
      row.deletedAt = at;
      journal.note(() => {
        row.deletedAt = before;
      });
    },
    isIndexed: (field) => isIndexedField(object, field),
    find: (field, value) => indexes.get(field)?.get(value.toLowerCase())?.slice() ?? [],
    stampedFrom: (ms) => stamps.from(ms),
  };
};
