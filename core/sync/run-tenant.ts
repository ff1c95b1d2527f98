import { SyncError, isSyncError } from '#core/failures/sync-error.ts';
import { runId, type RunId } from '#core/lead/ids.ts';
import { SECOND_MS, addMs } from '#core/lead/instant.ts';
import type { Holder } from '#core/ports/store.ts';
import { admitsOf } from './admission.ts';
import { cycle } from './cycle.ts';
import { blockingProblems, entered, openSession, type RunOptions } from './open-session.ts';
import type { CycleReport, RunOutcome } from './run-record.ts';
import { newTenantRecord, type TenantRecord } from './tenant-record.ts';
import { answerRequests } from './tenant-requests.ts';
import type { TenantRuntime } from './tenant-runtime.ts';

/** A lease is renewed long before it ends; a frozen holder loses it. */
export const LEASE_MS = 60 * SECOND_MS;
export const RENEW_MS = 10 * SECOND_MS;

export type RunResult =
  | { readonly kind: 'busy'; readonly holder: Holder }
  | {
      readonly kind: 'done';
      readonly run: RunId;
      readonly report: CycleReport;
      readonly failures: readonly SyncError[];
    }
  /** No write anywhere: the systems are not those the links belong to. */
  | { readonly kind: 'mismatch'; readonly why: string }
  | { readonly kind: 'failed'; readonly error: SyncError };

const save = async (runtime: TenantRuntime, record: TenantRecord, epoch: number): Promise<void> => {
  if ((await runtime.store.tenants.save(record, epoch)) === 'superseded') {
    throw new SyncError(
      'RUN_SUPERSEDED',
      'A newer run has taken over; this one stops without writing',
    );
  }
};

interface Under {
  readonly run: RunId;
  readonly epoch: number;
}

const runUnder = async (
  runtime: TenantRuntime,
  { run, epoch }: Under,
  options: RunOptions,
): Promise<RunResult> => {
  const { store, policy, clock } = runtime;
  const isPreview = options.preview !== undefined;
  const before = runtime.calls();
  const stored = (await store.tenants.find(policy.tenant)) ?? newTenantRecord(policy.tenant);
  const identity = await runtime.crm.identify();
  const asked = isPreview
    ? { record: stored, ids: [] }
    : await answerRequests(runtime, stored, identity);
  const record = await entered(runtime, asked.record, identity);
  // At once, not at the end: a first run that dies must not begin a second time, nor a request be lost.
  if (!isPreview && record !== stored) await save(runtime, record, epoch);
  if (asked.ids.length > 0) await store.tenants.dropRequests(policy.tenant, asked.ids);
  if (record.mismatch !== null) {
    return { kind: 'mismatch', why: record.mismatch.why };
  }
  const metadata = await runtime.crm.describe();
  const problems = blockingProblems(runtime, metadata);
  if (problems !== undefined) {
    throw new SyncError('BAD_SETTINGS', `The mapping does not fit this CRM:\n${problems}`);
  }
  const { all: links } = await store.links.count(policy.tenant, clock.now());
  const session = openSession(runtime, { run, epoch, metadata, record, links }, options);
  const result = await cycle(session, { ...record, stopped: null });
  if (!isPreview) {
    const learned = {
      crmProbe: runtime.crmProbe(),
      mappingVersion: runtime.mapping.version,
      admits: admitsOf(policy),
    };
    await save(runtime, { ...result.record, ...learned }, epoch);
  }
  const after = runtime.calls();
  const report = session.tally.report({
    partner: after.partner - before.partner,
    crm: after.crm - before.crm,
  });
  return result.record.mismatch === null
    ? { kind: 'done', run, report, failures: result.failures }
    : { kind: 'mismatch', why: result.record.mismatch.why };
};

const outcomeOf = (result: RunResult, at: string, isPreview: boolean): RunOutcome => {
  const preview = isPreview ? { isPreview: true as const } : {};
  if (result.kind === 'done') return { kind: 'done', at, report: result.report, ...preview };
  const error =
    result.kind === 'failed'
      ? { code: result.error.code, message: result.error.message }
      : { code: 'BAD_SETTINGS', message: result.kind === 'mismatch' ? result.why : 'busy' };
  return { kind: 'failed', at, error, ...preview };
};

const rememberStop = async (
  runtime: TenantRuntime,
  error: SyncError,
  epoch: number,
): Promise<void> => {
  if (error.disposition !== 'stopTenant' && error.disposition !== 'stop') return;
  const { tenant } = runtime.policy;
  const record = (await runtime.store.tenants.find(tenant)) ?? newTenantRecord(tenant);
  const side = error.details.side ?? 'crm';
  const stopped = { at: runtime.clock.now(), side, words: error.message };
  await runtime.store.tenants.save({ ...record, stopped }, epoch);
};

/**
 * One cycle for one tenant under its lease. A failure of the tenant is a result, never a crash: other
 * tenants go on. Only a bug is thrown.
 */
export const runTenant = async (
  runtime: TenantRuntime,
  options: RunOptions,
): Promise<RunResult> => {
  const { store, policy, clock, holder, isDead } = runtime;
  const run = runId(runtime.newId());
  const begun = await store.runs.begin(policy.tenant, run, {
    holder,
    now: clock.now(),
    leaseMs: LEASE_MS,
    isDead,
  });
  if (begun.kind === 'busy') return begun;
  const { epoch } = begun;
  const lost = new AbortController();
  const renewal = setInterval(() => {
    const until = addMs(clock.now(), LEASE_MS);
    store.runs
      .renew(policy.tenant, epoch, until)
      .then((isOurs) => (isOurs ? undefined : lost.abort()))
      .catch(() => lost.abort());
  }, RENEW_MS);
  renewal.unref();
  const signal = AbortSignal.any([options.signal, lost.signal]);
  let result: RunResult;
  try {
    result = await runUnder(runtime, { run, epoch }, { ...options, signal });
  } catch (error) {
    if (!isSyncError(error)) throw error;
    await rememberStop(runtime, error, epoch);
    result = { kind: 'failed', error };
  } finally {
    clearInterval(renewal);
    await runtime.flushBudget();
  }
  await store.runs.end(
    policy.tenant,
    epoch,
    outcomeOf(result, clock.now(), options.preview !== undefined),
  );
  return result;
};
