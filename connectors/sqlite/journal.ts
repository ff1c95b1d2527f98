import { isSyncError, SyncError } from '#core/failures/sync-error.ts';
import { IN_MEMORY, type Database } from './database.ts';

/** Of a switch to the write-ahead log; each waits up to the busy timeout for whoever else is switching. */
const MAX_TRIES = 20;

/**
 * FULL: a save must be on the disk before the write it announces leaves this machine (design §7.1), and a rotated
 * refresh token cannot be asked for again. NORMAL survives the death of the process too, but loses both with the power.
 */
const PRAGMAS = `
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA cache_size = -32768; -- KiB
  PRAGMA journal_size_limit = 67108864; -- bytes of log kept after a checkpoint
`;

/** SQLite answers "locked" at once, without waiting, when two connections switch a new file together: lock, then look again. */
const switchToLog = (database: Database): string | undefined => {
  for (let tries = 1; ; tries += 1) {
    try {
      return database.all<{ journal_mode: string }>('PRAGMA journal_mode = WAL')[0]?.journal_mode;
    } catch (error) {
      if (!isSyncError(error, 'UNAVAILABLE') || tries === MAX_TRIES) throw error;
      database.transaction(() => undefined);
    }
  }
};

/** The write-ahead log lets the worker and a command have the file open at once, and survives a kill at any moment. */
export const setUpJournal = (database: Database, path: string): void => {
  const mode = switchToLog(database);
  if (path !== IN_MEMORY && mode !== 'wal') {
    throw new SyncError(
      'BAD_SETTINGS',
      `${path} lies where SQLite can keep no write-ahead log (a network drive?): put it on a local disk.`,
    );
  }
  database.script(PRAGMAS);
};
