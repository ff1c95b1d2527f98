import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { toFileError, toStoreError } from './database-errors.ts';
import { createGroupCommit } from './group-commit.ts';

export type Params = Readonly<Record<string, SQLInputValue>>;

/** One connection. Statements are prepared once per text; every failure is told in words (database-errors.ts). */
export interface Database {
  all<Row>(sql: string, params?: Params): Row[];
  /** Row by row, for a caller that stops early. No write may happen before it has stopped. */
  iterate<Row>(sql: string, params?: Params): Iterable<Row>;
  /** @returns how many rows it changed. */
  run(sql: string, params?: Params): number;
  /** Several statements, unprepared. */
  script(sql: string): void;
  /** All of the work or none of it; no other connection writes meanwhile. */
  transaction<T>(work: () => T): T;
  /** The same, together with what else is written in this turn of the event loop. */
  write<T>(work: () => T): Promise<T>;
  close(): void;
}

export const IN_MEMORY = ':memory:';

/** Readable by this user alone: it holds personal data. SQLite gives its companion files the same mode. */
const createFile = (path: string): void => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw toFileError(error, path);
  }
};

/** Opens a connection, making the file if there is none. Throws BAD_SETTINGS when the file cannot be the store, UNAVAILABLE when its disk or another process is in the way. */
export const openDatabase = (options: {
  readonly path: string;
  readonly busyTimeoutMs: number;
}): Database => {
  const { path } = options;
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, path);
    }
  };
  if (path !== IN_MEMORY) createFile(path);
  const connection = attempt(() => new DatabaseSync(path, { timeout: options.busyTimeoutMs }));
  const statements = new Map<string, StatementSync>();

  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const prepared = connection.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };

  const undo = (): void => {
    if (connection.isTransaction) connection.exec('ROLLBACK');
  };

  const run: Database['run'] = (sql, params = {}) =>
    attempt(() => Number(statement(sql).run(params).changes));

  const transaction: Database['transaction'] = (work) =>
    attempt(() => {
      statement('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        statement('COMMIT').run();
        return result;
      } catch (error) {
        undo();
        throw error;
      }
    });

  const commits = createGroupCommit({ transaction, run });

  return {
    all: <Row>(sql: string, params: Params = {}) =>
      attempt(() => statement(sql).all(params) as Row[]),
    *iterate<Row>(sql: string, params: Params = {}) {
      try {
        yield* statement(sql).iterate(params) as Iterable<Row>;
      } catch (error) {
        throw toStoreError(error, path);
      }
    },
    run,
    script: (sql) => attempt(() => connection.exec(sql)),
    transaction,
    write: (work) => commits.write(work),
    close: () => {
      if (!connection.isOpen) return;
      commits.flush();
      connection.close();
    },
  };
};
