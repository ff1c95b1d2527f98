import { SyncError } from '#core/failures/sync-error.ts';
import { SECOND_MS } from '#core/lead/instant.ts';
import type { CycleReport, RunRecord } from '#core/sync/run-record.ts';
import { runTenant, type RunResult } from '#core/sync/run-tenant.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { EXIT, exitFor, type ExitCode } from './exit.ts';

/** How one cycle came out, whoever ran it. */
export type CycleEnd =
  | {
      readonly kind: 'done';
      readonly report: CycleReport;
      readonly failures: readonly { readonly code: SyncError['code']; readonly message: string }[];
    }
  | { readonly kind: 'mismatch'; readonly why: string }
  | { readonly kind: 'failed'; readonly code: SyncError['code']; readonly message: string };

const LOOK_EVERY_MS = SECOND_MS / 2;
/** So many looks between two tries to take the lease ourselves: the holder goes first. */
const LOOKS_PER_TRY = 5;
const RECENT_RUNS = 10;

/** Runs cycles until nobody has asked for one more meanwhile. @returns the first one's result. */
export const runAnswering = async (
  runtime: TenantRuntime,
  signal: AbortSignal,
): Promise<RunResult> => {
  const { runs } = runtime.store;
  const { tenant } = runtime.policy;
  let first: RunResult | undefined;
  for (;;) {
    const asked = await runs.requestedCycle(tenant);
    const result = await runTenant(runtime, { signal });
    first ??= result;
    const isAskedAgain = (await runs.requestedCycle(tenant)) > asked;
    if (result.kind !== 'done' || !isAskedAgain || signal.aborted) return first;
  }
};

const endOf = (result: Exclude<RunResult, { kind: 'busy' }>): CycleEnd => {
  switch (result.kind) {
    case 'done':
      return {
        kind: 'done',
        report: result.report,
        failures: result.failures.map(({ code, message }) => ({ code, message })),
      };
    case 'mismatch':
      return result;
    case 'failed':
      return { kind: 'failed', code: result.error.code, message: result.error.message };
    default:
      return result satisfies never;
  }
};

/** What another process has noted of its run. */
const endOfRecord = async (runtime: TenantRuntime, record: RunRecord): Promise<CycleEnd> => {
  const { outcome } = record;
  if (outcome?.report !== undefined) {
    return { kind: 'done', report: outcome.report, failures: [] };
  }
  const mismatch = (await runtime.store.tenants.find(runtime.policy.tenant))?.mismatch ?? null;
  if (mismatch !== null) return { kind: 'mismatch', why: mismatch.why };
  const code = (outcome?.error?.code ?? 'UNAVAILABLE') as SyncError['code'];
  return { kind: 'failed', code, message: outcome?.error?.message ?? 'The cycle failed.' };
};

/**
 * One cycle now. While another process holds the tenant, it is asked for one more cycle at its end and that
 * one is followed; once its lease has lapsed, the cycle is run here.
 */
export const cycleNow = async (runtime: TenantRuntime, signal: AbortSignal): Promise<CycleEnd> => {
  const { store, clock, policy } = runtime;
  const first = await runAnswering(runtime, signal);
  if (first.kind !== 'busy') return endOf(first);
  const [held] = await store.runs.list(policy.tenant, 1);
  await store.runs.requestCycle(policy.tenant);
  for (let look = 1; ; look += 1) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    const recent = await store.runs.list(policy.tenant, RECENT_RUNS);
    const ended = recent.find(
      ({ epoch, outcome }) =>
        epoch > (held?.epoch ?? 0) && outcome !== null && outcome.isPreview !== true,
    );
    if (ended !== undefined) return endOfRecord(runtime, ended);
    if (look % LOOKS_PER_TRY !== 0) continue;
    const own = await runAnswering(runtime, signal);
    if (own.kind !== 'busy') return endOf(own);
  }
};

/** What the shell is told of a cycle, apart from what in it needs a person. */
export const exitOf = (end: CycleEnd): ExitCode => {
  switch (end.kind) {
    case 'done': {
      const [failure] = end.failures;
      return failure === undefined ? EXIT.done : exitFor(failure.code);
    }
    case 'mismatch':
      return EXIT.person;
    case 'failed':
      return exitFor(end.code);
    default:
      return end satisfies never;
  }
};
