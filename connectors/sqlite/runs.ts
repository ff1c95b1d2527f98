import { addMs, isAfter, type Instant } from '#core/lead/instant.ts';
import type { RunId, TenantId } from '#core/lead/ids.ts';
import type { Holder, RunStore } from '#core/ports/store.ts';
import type { RunOutcome, RunRecord } from '#core/sync/run-record.ts';
import type { Database } from './database.ts';

/** Per tenant: a month of one run a minute. What the runs wrote is in the history, which is kept by date. */
const KEPT_RUNS = 45_000;

const LEASE = 'SELECT epoch, holder, until FROM leases WHERE tenant = :tenant';
const TAKE_LEASE = `
  INSERT INTO leases (tenant, epoch, holder, until, requested) VALUES (:tenant, :epoch, :holder, :until, 0)
  ON CONFLICT (tenant) DO UPDATE SET epoch = excluded.epoch, holder = excluded.holder, until = excluded.until`;
const START = `
  INSERT INTO runs (tenant, epoch, run, started_at, outcome) VALUES (:tenant, :epoch, :run, :now, NULL)`;
const FORGET = 'DELETE FROM runs WHERE tenant = :tenant AND epoch <= :epoch';

/** A run that has ended holds no lease to lengthen. */
const RENEW = `
  UPDATE leases SET until = max(until, :until) WHERE tenant = :tenant AND epoch = :epoch AND holder IS NOT NULL`;
const FREE = `
  UPDATE leases SET holder = NULL, until = NULL WHERE tenant = :tenant AND epoch = :epoch AND holder IS NOT NULL`;
const END = 'UPDATE runs SET outcome = :outcome WHERE tenant = :tenant AND epoch = :epoch';

const REQUEST = `
  INSERT INTO leases (tenant, epoch, holder, until, requested) VALUES (:tenant, 0, NULL, NULL, 1)
  ON CONFLICT (tenant) DO UPDATE SET requested = requested + 1
  RETURNING requested`;
const REQUESTED = 'SELECT requested FROM leases WHERE tenant = :tenant';

const LIST = `
  SELECT run, epoch, started_at AS startedAt, outcome FROM runs
  WHERE tenant = :tenant ORDER BY epoch DESC LIMIT :limit`;

interface LeaseRow {
  readonly epoch: number;
  readonly holder: string | null;
  readonly until: Instant | null;
}

interface RunRow {
  readonly run: RunId;
  readonly epoch: number;
  readonly startedAt: Instant;
  readonly outcome: string | null;
}

const toRecord = (tenant: TenantId, row: RunRow): RunRecord => ({
  run: row.run,
  tenant,
  epoch: row.epoch,
  startedAt: row.startedAt,
  outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as RunOutcome),
});

const livingHolder = (lease: LeaseRow | undefined, now: Instant): Holder | undefined => {
  if (lease === undefined || lease.holder === null || lease.until === null) return undefined;
  return isAfter(lease.until, now) ? (JSON.parse(lease.holder) as Holder) : undefined;
};

export const createRuns = (database: Database): RunStore => ({
  begin: async (tenant, run, { holder, now, leaseMs, isDead }) =>
    database.transaction(() => {
      const lease = database.all<LeaseRow>(LEASE, { tenant })[0];
      const other = livingHolder(lease, now);
      if (other !== undefined && !isDead(other)) return { kind: 'busy', holder: other };
      const epoch = (lease?.epoch ?? 0) + 1;
      const until = addMs(now, leaseMs);
      database.run(TAKE_LEASE, { tenant, epoch, holder: JSON.stringify(holder), until });
      database.run(START, { tenant, epoch, run, now });
      database.run(FORGET, { tenant, epoch: epoch - KEPT_RUNS });
      return { kind: 'begun', epoch };
    }),
  renew: async (tenant, epoch, until) => database.run(RENEW, { tenant, epoch, until }) > 0,
  end: async (tenant, epoch, outcome) => {
    database.transaction(() => {
      if (database.run(FREE, { tenant, epoch }) === 0) return;
      database.run(END, { tenant, epoch, outcome: JSON.stringify(outcome) });
    });
  },
  requestCycle: async (tenant) =>
    database.all<{ requested: number }>(REQUEST, { tenant })[0]?.requested ?? 0,
  requestedCycle: async (tenant) =>
    database.all<{ requested: number }>(REQUESTED, { tenant })[0]?.requested ?? 0,
  list: async (tenant, limit) =>
    database.all<RunRow>(LIST, { tenant, limit }).map((row) => toRecord(tenant, row)),
});
