import type { Answer } from '#test/sandbox/server.ts';
import { refuse } from './refused.ts';
import { BIN_MS, isErased } from './remove.ts';
import type { RestRequest } from './request.ts';
import type { ObjectDef } from './schema.ts';
import { formatStamp, parseStamp } from './stamp.ts';
import type { Row } from './tables.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const UPDATED_MS = 30 * 86_400_000;

const badWindow = (message: string) => refuse('INVALID_REPLICATION_DATE', message);

/** The window, its seconds cut off (SF §12). */
const readWindow = (world: World, request: RestRequest, reachMs: number) => {
  const [start, end] = ['start', 'end'].map((name) => {
    const at = parseStamp(request.query.get(name)?.replace(' ', '+') ?? '');
    if (at === undefined) throw badWindow(`${name}: not a date`);
    return Math.floor(at / MINUTE_MS) * MINUTE_MS;
  }) as [number, number];
  if (start > end) throw badWindow('startDate must be before endDate');
  if (end - start < MINUTE_MS)
    throw badWindow('endDate must be at least one minute greater than startDate');
  if (start < world.now() - reachMs) throw badWindow('startDate cannot be more than 30 days ago');
  return { start, end };
};

const rowsWithin = (
  world: World,
  object: ObjectDef,
  window: { readonly start: number; readonly end: number },
): Row[] => {
  const rows: Row[] = [];
  for (const row of world.table(object.name).stampedFrom(window.start)) {
    if (Number(row.fields['SystemModstamp']) > window.end) break;
    rows.push(row);
  }
  return rows;
};

/** No later than the oldest change that is stamped and not yet visible. */
const latestCovered = (world: World, end: number): string => {
  const limit = Math.min(end, world.now(), ...world.commits.map((commit) => commit.startedAt));
  return formatStamp(Math.floor(limit / MINUTE_MS) * MINUTE_MS);
};

/** `/sobjects/X/updated/?start=&end=` and `/sobjects/X/deleted/?…` */
export const handleReplication = (
  world: World,
  object: ObjectDef,
  kind: 'updated' | 'deleted',
  request: RestRequest,
): Answer | undefined => {
  if (request.method !== 'GET') return undefined;
  if (kind === 'updated') {
    const window = readWindow(world, request, UPDATED_MS);
    const ids = rowsWithin(world, object, window)
      .filter((row) => row.deletedAt === undefined)
      .map((row) => row.id);
    return { status: 200, body: { ids, latestDateCovered: latestCovered(world, window.end) } };
  }
  const window = readWindow(world, request, BIN_MS);
  const deletedRecords = rowsWithin(world, object, window)
    .filter((row) => row.deletedAt !== undefined && !isErased(world, row))
    .map((row) => ({ id: row.id, deletedDate: formatStamp(row.deletedAt ?? 0) }));
  return {
    status: 200,
    body: {
      deletedRecords,
      earliestDateAvailable: formatStamp(world.now() - BIN_MS),
      latestDateCovered: latestCovered(world, window.end),
    },
  };
};
