import type { CursorStore } from '#core/ports/store.ts';
import type { Database } from './database.ts';

const FIND = 'SELECT cursor FROM cursors WHERE tenant = :tenant AND side = :side';

const SAVE = `
  INSERT INTO cursors (tenant, side, cursor, epoch)
  SELECT :tenant, :side, :cursor, :epoch
  WHERE NOT EXISTS (SELECT 1 FROM leases WHERE tenant = :tenant AND epoch > :epoch)
    AND NOT EXISTS (SELECT 1 FROM cursors WHERE tenant = :tenant AND epoch > :epoch)
  ON CONFLICT (tenant, side) DO UPDATE SET cursor = excluded.cursor, epoch = excluded.epoch`;

export const createCursors = (database: Database): CursorStore => ({
  find: async (tenant, side) => database.all<{ cursor: string }>(FIND, { tenant, side })[0]?.cursor,
  save: async (tenant, side, cursor, epoch) =>
    database.run(SAVE, { tenant, side, cursor, epoch }) === 0 ? 'superseded' : 'saved',
});
