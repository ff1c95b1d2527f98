import { isSyncError } from '#core/failures/sync-error.ts';
import { DAY_MS, HOUR_MS, addMs, isAfter, type Instant } from '#core/lead/instant.ts';
import type { Log } from '#core/ports/log.ts';
import type { RunResult } from '#core/sync/run-tenant.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { runAnswering } from './cycle-now.ts';
import type { Tenant } from './open-tenants.ts';
import type { Output } from './output.ts';
import { countPlanned, plannedWords } from './planned-counts.ts';
import { withProgress, type Progress } from './progress.ts';

/** Admins add picklist values and fields while we run. */
const DESCRIBE_EVERY_MS = HOUR_MS;

export interface PollerOptions {
  readonly tenant: Tenant;
  /** Already built: the first cycles use it. */
  readonly runtime: TenantRuntime;
  readonly log: Log;
  readonly output: Output;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** One tenant of the worker: what it does when its turn comes. */
export interface Poller {
  cycle(): Promise<void>;
  tidy(keepDays: number): Promise<void>;
}

export const createPoller = (options: PollerOptions): Poller => {
  const { tenant, log, output, progress, signal } = options;
  const { store, id } = tenant;
  let { runtime } = options;
  let describedAt: Instant = runtime.clock.now();
  /** Set while the tenant stands still: only the stored stop, cleared by a person, lets it go on. */
  let isStopped = false;
  let lastWhy: string | undefined;
  let lastPlanned: string | undefined;

  /** False while nobody has cleared the stop. */
  const mayGoOn = async (): Promise<boolean> => {
    if (!isStopped) return true;
    const record = await store.tenants.find(id);
    if ((record?.stopped ?? null) !== null) return false;
    runtime = await tenant.compose();
    isStopped = false;
    log.info('tenant goes on', { tenant: id });
    return true;
  };

  const describeSometimes = async (): Promise<void> => {
    const now = runtime.clock.now();
    if (!isAfter(now, addMs(describedAt, DESCRIBE_EVERY_MS))) return;
    describedAt = now;
    await runtime.crm.describe({ refresh: true });
  };

  const tellPlanned = async (isReplanned: boolean): Promise<void> => {
    if (tenant.settings.mode !== 'observe' || (!isReplanned && lastPlanned !== undefined)) return;
    const words = plannedWords(await countPlanned(store, id));
    if (words === lastPlanned) return;
    lastPlanned = words;
    output.line(`${id}: ${words} (observing, nothing is written)`);
  };

  const tell = async (result: RunResult): Promise<void> => {
    switch (result.kind) {
      case 'busy':
        log.info('tenant is in another process', { tenant: id, host: result.holder.host });
        return;
      case 'mismatch':
        if (lastWhy !== result.why)
          log.error('not the same systems', { tenant: id, why: result.why });
        lastWhy = result.why;
        return;
      case 'failed': {
        const { code, message, disposition } = result.error;
        isStopped = disposition === 'stopTenant' || disposition === 'stop';
        const facts = { tenant: id, code, words: message };
        if (isStopped) log.error('tenant stopped', facts);
        else log.warn('cycle failed', facts);
        return;
      }
      case 'done': {
        lastWhy = undefined;
        const { calls, ...counts } = result.report;
        const facts = { ...counts, partnerCalls: calls.partner, crmCalls: calls.crm };
        log.info('cycle done', { tenant: id, ...facts });
        for (const { code, message } of result.failures) {
          log.warn('cycle incomplete', { tenant: id, code, words: message });
        }
        await tellPlanned(counts.due > 0);
        return;
      }
      default:
        result satisfies never;
    }
  };

  const cycle = async (): Promise<void> => {
    if (!(await mayGoOn())) return;
    await describeSometimes();
    const bar = progress.begin(id);
    try {
      await tell(await runAnswering(withProgress(runtime, bar.add), signal));
    } finally {
      bar.end();
    }
  };
  const tidy = async (keepDays: number): Promise<void> => {
    const before = addMs(runtime.clock.now(), -keepDays * DAY_MS);
    const forgotten = await store.history.prune(id, before);
    if (forgotten > 0) log.info('old history forgotten', { tenant: id, entries: forgotten });
  };
  /** A store or a system that fails for now is tried again at the next turn. */
  const attempt = async (job: () => Promise<void>): Promise<void> => {
    try {
      await job();
    } catch (error) {
      if (!isSyncError(error)) throw error;
      log.warn('cycle failed', { tenant: id, code: error.code, words: error.message });
    }
  };

  return {
    cycle: async () => attempt(cycle),
    tidy: async (keepDays) => attempt(async () => tidy(keepDays)),
  };
};
