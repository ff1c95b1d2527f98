import { touchRow } from './after-save.ts';
import type { Body, Writer } from './body.ts';
import { createOrgAdmin, type OrgAdmin } from './org-admin.ts';
import { deleteRow, mergeRows, undeleteRow } from './remove.ts';
import type { Row } from './tables.ts';
import { renderRow } from './values.ts';
import { objectOf, prepareInsert, prepareUpdate } from './write.ts';
import type { RowValues, World } from './world.ts';

export interface PersonEdit {
  /** User id or user name; the first seller when left out. */
  readonly asUser?: string;
  /** Unix ms that the row is stamped with; now when left out. */
  readonly at?: number;
}

/** The org in a test's hands: what people and admins do there, past the API, its field security and its limits. A refusal is thrown. */
export interface Org extends OrgAdmin {
  insert(object: string, fields: Body, edit?: PersonEdit): string;
  update(id: string, fields: Body, edit?: PersonEdit): void;
  delete(id: string, edit?: PersonEdit): void;
  undelete(id: string): void;
  /** As the API would show it, every field; undefined when it is not there. In the bin: IsDeleted is true. */
  row(id: string): RowValues | undefined;
  /** Rows of an object, the bin left out. */
  rows(object: string): readonly RowValues[];
  setStage(id: string, stage: string, edit?: PersonEdit): void;
  mergeAccounts(masterId: string, loserId: string, edit?: PersonEdit): void;
  mergeContacts(masterId: string, loserId: string, edit?: PersonEdit): void;
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
  const admin = createOrgAdmin(world, integrationProfile);
  let lateMs: number | undefined;

  const toWriter = (edit: PersonEdit | undefined): Writer => ({
    userId: edit?.asUser === undefined ? seller : admin.userId(edit.asUser),
    isApi: false,
    allowsDuplicates: true,
    ...(edit?.at === undefined ? {} : { at: edit.at }),
  });
  const requireRow = (id: string): Row => {
    const row = world.table(objectOf(world, id)).rows.get(id);
    if (row === undefined) throw new Error(`no such row: ${id}`);
    return row;
  };
  const commit = (
    id: string,
    apply: () => void,
    claims: Readonly<Record<string, unknown>>,
  ): void => {
    const run = (): void => world.journal.transact(apply);
    if (lateMs === undefined) {
      run();
      return;
    }
    const startedAt = world.now();
    const at = startedAt + lateMs;
    lateMs = undefined;
    world.locks.set(id, at);
    world.commits.push({ id, startedAt, at, claims, apply: run });
  };
  const update = (id: string, fields: Body, edit?: PersonEdit): void => {
    world.settle();
    const prepared = prepareUpdate(world, requireRow(id), fields, toWriter(edit));
    commit(id, prepared.apply, prepared.fields);
  };
  const merge = (masterId: string, loserId: string, edit?: PersonEdit): void => {
    world.settle();
    const [master, loser] = [requireRow(masterId), requireRow(loserId)];
    world.journal.transact(() => mergeRows(world, master, loser, toWriter(edit).userId));
  };

  return {
    ...admin,
    insert: (objectName, fields, edit) => {
      world.settle();
      const { object } = world.table(objectName);
      const prepared = prepareInsert(world, object, fields, toWriter(edit));
      commit(prepared.row.id, prepared.apply, prepared.fields);
      return prepared.row.id;
    },
    update,
    delete: (id, edit) => {
      world.settle();
      const row = requireRow(id);
      const { userId } = toWriter(edit);
      const remove = (): void => {
        if (row.deletedAt === undefined) deleteRow(world, row, userId);
      };
      commit(id, remove, {});
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
    mergeAccounts: merge,
    mergeContacts: merge,
    addProductLines: (id, amount) => update(id, { Amount: amount, HasOpportunityLineItem: true }),
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
