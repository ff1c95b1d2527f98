import type { Body, Writer } from './body.ts';
import { mergeRows, deleteRow, undeleteRow } from './remove.ts';
import { addRecordType, addUser, type Person } from './people.ts';
import type { FieldInput } from './schema.ts';
import { addStage, type NewStage } from './stages.ts';
import type { Fields, Row } from './tables.ts';
import { addCustomField } from './tooling.ts';
import { renderRow } from './values.ts';
import { objectOf, prepareInsert, prepareUpdate, touchRow } from './write.ts';
import type { RowValues, World } from './world.ts';

export interface PersonEdit {
  /** User id or user name; the first seller when left out. */
  readonly asUser?: string;
  /** Unix ms that the row is stamped with; now when left out. */
  readonly at?: number;
}

/** The org in a test's hands: what people and admins do there, past the API and its limits. A refusal is thrown. */
export interface Org {
  insert(object: string, fields: Body, edit?: PersonEdit): string;
  update(id: string, fields: Body, edit?: PersonEdit): void;
  delete(id: string, edit?: PersonEdit): void;
  undelete(id: string): void;
  /** As the API would show it, every field; undefined when it is not there. In the bin: IsDeleted is true. */
  row(id: string): RowValues | undefined;
  /** Rows of an object, the bin left out. */
  rows(object: string): readonly RowValues[];
  setStage(id: string, stage: string, edit?: PersonEdit): void;
  addStage(stage: NewStage): void;
  /** A stage keeps its rows and leaves the picklist. */
  retireStage(name: string): void;
  addUser(person: Person): string;
  /** User id by user name. */
  userId(userName: string): string;
  setActive(userName: string, isActive: boolean): void;
  addValidationRule(object: string, check: (row: RowValues) => string | undefined): void;
  addFlow(object: string, change: (row: RowValues) => Fields | undefined): void;
  addPicklistValue(object: string, field: string, value: string): void;
  removePicklistValue(object: string, field: string, value: string): void;
  /** From a profile's users; the integration user's when left out. */
  hideField(object: string, field: string, profile?: string): void;
  protectField(object: string, field: string, profile?: string): void;
  showField(object: string, field: string, profile?: string): void;
  /** By an admin's hand, visible to all. */
  addField(object: string, field: FieldInput): void;
  addRecordType(object: string, developerName: string): string;
  merge(masterId: string, loserId: string, edit?: PersonEdit): void;
  /** Product lines own the amount from now on. */
  addProductLines(opportunityId: string, amount: number): void;
  /** Moves SystemModstamp alone. */
  touch(id: string): void;
  /** Sharing keeps the row from the integration user, or gives it back. */
  setShared(id: string, isShared: boolean): void;
  /** Somebody's open transaction holds the row. */
  lock(id: string, ms: number): void;
  /** The next edit by a person is stamped now and becomes visible this much later; its row is locked until then. */
  lateCommit(ms: number): void;
}

export interface OrgOptions {
  readonly world: World;
  /** Who edits when nobody is named. */
  readonly seller: string;
  readonly integrationProfile: string;
}

export const createOrg = ({ world, seller, integrationProfile }: OrgOptions): Org => {
  let lateMs: number | undefined;

  const userId = (name: string): string => {
    const user =
      world.table('User').rows.get(name) ?? world.table('User').find('Username', name)[0];
    if (user === undefined) throw new Error(`no such user: ${name}`);
    return user.id;
  };
  const toWriter = (edit: PersonEdit | undefined): Writer => ({
    userId: edit?.asUser === undefined ? seller : userId(edit.asUser),
    isApi: false,
    allowsDuplicates: true,
    ...(edit?.at === undefined ? {} : { at: edit.at }),
  });
  const requireRow = (id: string): Row => {
    const row = world.table(objectOf(world, id)).rows.get(id);
    if (row === undefined) throw new Error(`no such row: ${id}`);
    return row;
  };
  const commit = (id: string, apply: () => void): void => {
    const run = (): void => world.journal.transact(apply);
    if (lateMs === undefined) {
      run();
      return;
    }
    const at = world.now() + lateMs;
    lateMs = undefined;
    world.locks.set(id, at);
    world.commits.push({ startedAt: world.now(), at, apply: run });
  };
  const fieldOf = (objectName: string, name: string) => {
    const { object } = world.table(objectName);
    const field = object.fields.get(name.toLowerCase());
    if (field === undefined) throw new Error(`no such field: ${objectName}.${name}`);
    return field;
  };
  const rule = (
    objectName: string,
    field: string,
    change: { readonly profile: string; readonly to: 'hidden' | 'readOnly' | undefined },
  ): void => {
    const rules = world.fieldRules.get(change.profile) ?? new Map<string, 'hidden' | 'readOnly'>();
    world.fieldRules.set(change.profile, rules);
    const key = `${objectName}.${fieldOf(objectName, field).name}`.toLowerCase();
    if (change.to === undefined) rules.delete(key);
    else rules.set(key, change.to);
    world.touchMetadata();
  };
  const update = (id: string, fields: Body, edit?: PersonEdit): void => {
    world.settle();
    const prepared = prepareUpdate(world, requireRow(id), fields, toWriter(edit));
    commit(id, prepared.apply);
  };

  return {
    insert: (objectName, fields, edit) => {
      world.settle();
      const { object } = world.table(objectName);
      const prepared = prepareInsert(world, object, fields, toWriter(edit));
      commit(prepared.row.id, prepared.apply);
      return prepared.row.id;
    },
    update,
    delete: (id, edit) => {
      world.settle();
      const row = requireRow(id);
      commit(id, () => deleteRow(world, row, toWriter(edit).userId));
    },
    undelete: (id) => {
      world.settle();
      world.journal.transact(() => undeleteRow(world, requireRow(id)));
    },
    row: (id) => {
      world.settle();
      const table = world.table(objectOf(world, id));
      const row = table.rows.get(id);
      return row === undefined ? undefined : renderRow(world, table.object, row);
    },
    rows: (objectName) => {
      world.settle();
      const table = world.table(objectName);
      return [...table.rows.values()]
        .filter((row) => row.deletedAt === undefined)
        .map((row) => renderRow(world, table.object, row));
    },
    setStage: (id, stage, edit) => update(id, { StageName: stage }, edit),
    addStage: (stage) => addStage(world, stage),
    retireStage: (name) => {
      const table = world.table('OpportunityStage');
      for (const row of table.rows.values()) {
        if (row.fields['ApiName'] === name) table.replace(row, { ...row.fields, IsActive: false });
      }
      world.touchMetadata();
    },
    addUser: (person) => addUser(world, person),
    userId,
    setActive: (userName, isActive) => {
      const table = world.table('User');
      const row = requireRow(userId(userName));
      table.replace(row, { ...row.fields, IsActive: isActive });
    },
    addValidationRule: (object, check) => {
      world.validations.push({ object, check });
    },
    addFlow: (object, change) => {
      world.flows.push({ object, change });
    },
    addPicklistValue: (objectName, name, value) => {
      fieldOf(objectName, name).values.push(value);
      world.touchMetadata();
    },
    removePicklistValue: (objectName, name, value) => {
      const field = fieldOf(objectName, name);
      field.values = field.values.filter((held) => held !== value);
      world.touchMetadata();
    },
    hideField: (object, field, profile = integrationProfile) =>
      rule(object, field, { profile, to: 'hidden' }),
    protectField: (object, field, profile = integrationProfile) =>
      rule(object, field, { profile, to: 'readOnly' }),
    showField: (object, field, profile = integrationProfile) =>
      rule(object, field, { profile, to: undefined }),
    addField: (objectName, field) => {
      const { object } = world.table(objectName);
      addCustomField(
        world,
        { object, label: object.name },
        { custom: true, isOpen: true, ...field },
      );
    },
    addRecordType: (object, developerName) => addRecordType(world, object, developerName),
    merge: (masterId, loserId, edit) => {
      world.settle();
      const [master, loser] = [requireRow(masterId), requireRow(loserId)];
      world.journal.transact(() => mergeRows(world, master, loser, toWriter(edit).userId));
    },
    addProductLines: (opportunityId, amount) => {
      const row = requireRow(opportunityId);
      update(opportunityId, { Amount: amount, HasOpportunityLineItem: true });
      touchRow(world, 'Opportunity', row.id);
    },
    touch: (id) => touchRow(world, objectOf(world, id), id),
    setShared: (id, isShared) => {
      if (isShared) world.unshared.delete(id);
      else world.unshared.add(id);
    },
    lock: (id, ms) => {
      world.locks.set(id, world.now() + ms);
    },
    lateCommit: (ms) => {
      lateMs = ms;
    },
  };
};
