import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { runId } from '#core/lead/ids.ts';
import { openSession } from '#core/sync/open-session.ts';
import type { Session } from '#core/sync/session.ts';
import { newTenantRecord } from '#core/sync/tenant-record.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { NOW, SHIPPED } from './context-of.ts';
import { createManualClock } from './manual-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import { policyOf } from './policy-of.ts';
import { crmOf, partnerOf } from './systems-of.ts';

/** One tenant on a store in memory; systems that must not be called unless given. */
export const runtimeOf = async (change: Partial<TenantRuntime> = {}): Promise<TenantRuntime> => {
  const clock = change.clock ?? createManualClock(NOW);
  const ids = { next: 0 };
  return {
    policy: policyOf(),
    mapping: SHIPPED,
    partner: partnerOf(),
    crm: crmOf(),
    store:
      change.store ??
      (await createSqliteStore({
        path: ':memory:',
        key: 'a key for tests only',
        now: () => clock.now(),
      })),
    clock,
    log: createMemoryLog(),
    say: ({ key }) => key,
    random: () => 0.5,
    newId: () => {
      ids.next += 1;
      return `id-${ids.next}`;
    },
    hash: (text) => `<${text}>`,
    partnerOrganizationId: null,
    holder: { host: 'here', pid: 1, startedAt: NOW },
    isDead: () => false,
    calls: () => ({ partner: 0, crm: 0 }),
    crmProbe: () => null,
    flushBudget: () => Promise.resolve(),
    ...change,
  };
};

/** A live run of that tenant, on an org as Salesforce sells it. */
export const sessionOf = async (
  change: Partial<TenantRuntime> = {},
  under: Partial<Session> = {},
): Promise<Session> => {
  const runtime = await runtimeOf(change);
  const parts = {
    run: runId('run-1'),
    epoch: 1,
    metadata: standardOrg(),
    record: newTenantRecord(runtime.policy.tenant),
    links: 0,
  };
  return { ...openSession(runtime, parts, { signal: new AbortController().signal }), ...under };
};
