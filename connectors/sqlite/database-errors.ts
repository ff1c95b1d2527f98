import { SyncError } from '#core/failures/sync-error.ts';

/** What an error of node:sqlite carries; the primary result code is the low byte of `errcode`. */
interface SqliteError {
  readonly errcode: number;
  readonly errstr: string;
}

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
const CONSTRAINT_PRIMARYKEY = 1555;
const CONSTRAINT_UNIQUE = 2067;

const isSqliteError = (error: unknown): error is SqliteError =>
  Error.isError(error) && 'errcode' in error && typeof error.errcode === 'number';

/** A row with the same key is there already. */
export const isTaken = (error: unknown): boolean =>
  isSqliteError(error) && [CONSTRAINT_PRIMARYKEY, CONSTRAINT_UNIQUE].includes(error.errcode);

const fullDisk = (path: string, cause: unknown): SyncError =>
  new SyncError(
    'UNAVAILABLE',
    `The disk that holds ${path} is full: nothing was saved. Free some space; the work goes on by itself.`,
    { cause },
  );

/** A failed call to SQLite as a failure people can act on; anything that is a bug of ours comes back as it is. */
export const toStoreError = (error: unknown, path: string): unknown => {
  if (!isSqliteError(error)) return error;
  const details = { cause: error, systemCode: String(error.errcode), systemWords: error.errstr };
  const broken = (words: string): SyncError => new SyncError('BAD_SETTINGS', words, details);
  const away = (words: string): SyncError => new SyncError('UNAVAILABLE', words, details);
  switch (error.errcode & 0xff) {
    case FULL:
      return fullDisk(path, error);
    case BUSY:
    case LOCKED:
      return away(`Another process keeps ${path} locked: nothing was saved.`);
    case IOERR:
      return away(`The disk that holds ${path} failed to read or write (${error.errstr}).`);
    case READONLY:
      return broken(
        `${path} cannot be written: this user needs write access to it and its folder.`,
      );
    case CANTOPEN:
      return broken(`${path} cannot be opened: this user needs access to it and its folder.`);
    case NOTADB:
      return broken(`${path} is not a SQLite database: name another file or move this one away.`);
    case CORRUPT:
      return broken(`${path} is damaged (${error.errstr}): put back a backup of it.`);
    default:
      return error;
  }
};

/** The same for a failed call to the file system while the file is made. */
export const toFileError = (error: unknown, path: string): unknown => {
  if (!Error.isError(error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC') return fullDisk(path, error);
  return new SyncError('BAD_SETTINGS', `${path} cannot be created (${error.message}).`, {
    cause: error,
    systemCode: String(error.code),
  });
};
