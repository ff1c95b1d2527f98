import { fromMs, type Instant } from '#core/lead/instant.ts';
import { SyncError } from '#core/failures/sync-error.ts';
import type { Store } from '#core/ports/store.ts';
import { createAudit } from './audit.ts';
import { createBudget } from './budget.ts';
import { createCursors } from './cursors.ts';
import { openDatabase } from './database.ts';
import { createHistory } from './history.ts';
import { setUpJournal } from './journal.ts';
import { createLinks } from './links.ts';
import { checkFile, migrate } from './migrations.ts';
import { createRuns } from './runs.ts';
import { createSecrets } from './secrets.ts';
import { createTenants } from './tenants.ts';

const MIN_KEY_LENGTH = 16;
/** Far above the milliseconds another process holds the file for; the event loop stands still meanwhile. */
const BUSY_TIMEOUT_MS = 5_000;

export interface SqliteOptions {
  /** File, made with its folder when there is none; `:memory:` for a store that dies with its handle. */
  readonly path: string;
  /** LEAD_SYNC_KEY: seals the secrets. At least 16 characters. */
  readonly key: string;
  /** How long a call waits while another process writes. */
  readonly busyTimeoutMs?: number;
  /** Stamps a mark with the instant since when its link is due; the system's clock when left out. */
  readonly now?: () => Instant;
}

/** The store in one SQLite file. Throws BAD_SETTINGS when the key is short or the file is not, or not yet, ours to use. */
export const createSqliteStore = async (options: SqliteOptions): Promise<Store> => {
  const { path, key, busyTimeoutMs = BUSY_TIMEOUT_MS, now = () => fromMs(Date.now()) } = options;
  if (key.length < MIN_KEY_LENGTH) {
    throw new SyncError(
      'BAD_SETTINGS',
      `LEAD_SYNC_KEY has ${key.length} characters: it seals the secrets and needs at least ${MIN_KEY_LENGTH}.`,
    );
  }
  const database = openDatabase({ path, busyTimeoutMs });
  try {
    checkFile(database, path);
    setUpJournal(database, path);
    migrate(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    links: createLinks(database, now),
    history: createHistory(database),
    cursors: createCursors(database),
    runs: createRuns(database),
    tenants: createTenants(database),
    budget: createBudget(database),
    secrets: createSecrets(database, key),
    audit: createAudit(database),
    close: async () => database.close(),
  };
};
