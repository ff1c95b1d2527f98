import { SyncError } from '#core/failures/sync-error.ts';
import type { Database } from './database.ts';
import { FIRST_TABLES } from './first-tables.ts';

/** `LSNC` in ASCII: tells our file from another program's. */
const APPLICATION_ID = 0x4c_53_4e_43;

/** Position + 1 is the schema version the script leads to. Only ever appended to. */
const MIGRATIONS: readonly string[] = [FIRST_TABLES];

interface FileState {
  readonly application: number;
  readonly version: number;
  readonly tables: number;
}

const readState = (database: Database): FileState => {
  const state = database.all<FileState>(
    `SELECT (SELECT application_id FROM pragma_application_id) AS application,
            (SELECT user_version FROM pragma_user_version) AS version,
            (SELECT count(*) FROM sqlite_schema) AS tables`,
  )[0];
  return state ?? { application: 0, version: 0, tables: 0 };
};

/** Throws BAD_SETTINGS unless the file is empty or a store of this version or an older one. Changes nothing. */
export const checkFile = (database: Database, path: string): void => {
  const { application, version, tables } = readState(database);
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0)) {
    throw new SyncError('BAD_SETTINGS', `${path} is the database of another program.`);
  }
  if (version > MIGRATIONS.length) {
    throw new SyncError(
      'BAD_SETTINGS',
      `${path} was written by a newer version of lead-sync (schema ${version}; this one knows ${MIGRATIONS.length}): update this one.`,
    );
  }
};

/** Brings the schema up to date, all of it or nothing; of two processes one does it and the other finds it done. */
export const migrate = (database: Database): void => {
  if (readState(database).version === MIGRATIONS.length) return;
  database.transaction(() => {
    for (const script of MIGRATIONS.slice(readState(database).version)) database.script(script);
    database.script(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.script(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
};
