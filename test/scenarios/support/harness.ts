import type { TenantSettings } from '#config/settings-schema.ts';
import { parseSettings } from '#config/settings.ts';
import { loadMapping } from '#config/mapping.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { referralId, tenantId } from '#core/lead/ids.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { Store } from '#core/ports/store.ts';
import type { Link } from '#core/sync/link.ts';
import type { RunOptions } from '#core/sync/open-session.ts';
import { runTenant, type RunResult } from '#core/sync/run-tenant.ts';
import type { CycleReport } from '#core/sync/run-record.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { composeTenant } from '#jobs/main.ts';
import {
  startPartnerCenter,
  CLIENT_ID,
  CLIENT_SECRET,
  FIRST_REFRESH_TOKEN,
  type PartnerCenterOptions,
  type PartnerCenterSandbox,
} from '#test/sandbox/partner-center.ts';
import {
  startSalesforce,
  type Salesforce,
  type SalesforceOptions,
} from '#test/sandbox/salesforce.ts';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';
import { createMemoryLog, type MemoryLog } from '#test/support/memory-log.ts';

export const START = '2026-11-25T09:00:00.000Z';
export const TENANT = tenantId('contoso');

export interface HarnessOptions {
  readonly partner?: Partial<PartnerCenterOptions>;
  readonly crm?: Partial<SalesforceOptions>;
  /** Laid over the tenant's settings. */
  readonly tenant?: Readonly<Record<string, unknown>>;
  readonly mapping?: (mapping: Mapping) => Mapping;
}

/** What is another one after a restart. */
export interface Restart {
  /** The settings lead to this org from now on; it is stopped with the rest. */
  readonly crm?: Salesforce;
  readonly store?: 'empty';
  /** Laid over the tenant's settings instead of what was before. */
  readonly tenant?: Readonly<Record<string, unknown>>;
}

/** Both stand-ins over real HTTP, an in-memory store, and the real composition on a clock the test owns. */
export interface Harness {
  readonly clock: ManualClock;
  readonly partner: PartnerCenterSandbox;
  readonly crm: Salesforce;
  readonly store: Store;
  readonly log: MemoryLog;
  runtime(): TenantRuntime;
  /** As after a restart of the process: same store, nothing else kept, and what is changed here. */
  restart(change?: Restart): Promise<void>;
  run(options?: Pick<RunOptions, 'preview'>): Promise<RunResult>;
  /** One run that must be done; a minute passes before it. */
  cycle(): Promise<CycleReport>;
  link(referral: string): Promise<Link>;
  /** The opportunities that carry this referral id. */
  opportunities(referral: string): readonly Readonly<Record<string, unknown>>[];
  opportunity(referral: string): Readonly<Record<string, unknown>>;
  /** A seller saves the record, ten seconds later. */
  sell(referral: string, fields: Readonly<Record<string, unknown>>): void;
  stop(): Promise<void>;
}

const settingsText = (
  urls: { readonly partner: string; readonly crm: string },
  tenant: HarnessOptions['tenant'],
): string =>
  JSON.stringify({
    tenants: [
      {
        id: TENANT,
        mode: 'live',
        partnerCenter: {
          tenantId: 'contoso.example',
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          refreshToken: FIRST_REFRESH_TOKEN,
          apiUrl: urls.partner,
          loginUrl: urls.partner,
        },
        crm: {
          kind: 'salesforce',
          loginUrl: urls.crm,
          clientId: 'sf-app',
          clientSecret: 'sf-secret',
        },
        assign: { default: 'sales@contoso.example' },
        ...tenant,
      },
    ],
  });

const settingsFor = (
  urls: { readonly partner: string; readonly crm: string },
  tenant: HarnessOptions['tenant'],
): TenantSettings => {
  const text = settingsText(urls, tenant);
  const parsed = parseSettings({ text, env: {}, readFile: () => '' });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  const [settings] = parsed.settings.tenants;
  if (settings === undefined) throw new Error('no tenant');
  return settings;
};

const shippedMapping = (): Mapping => {
  const loaded = loadMapping('salesforce', () => '');
  if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
  return loaded.mapping;
};

export const CURRENCIES = ['USD', 'GBP', 'EUR', 'JPY'] as const;

export const startHarness = async (options: HarnessOptions = {}): Promise<Harness> => {
  const clock = createManualClock(START);
  const partner = await startPartnerCenter({ now: clock.ms, ...options.partner });
  let crm = await startSalesforce({ now: clock.ms, currencies: CURRENCIES, ...options.crm });
  const orgs = new Set([crm]);
  const openStore = (): Promise<Store> =>
    createSqliteStore({
      path: ':memory:',
      key: 'a key of the tests, long enough',
      now: () => clock.now(),
    });
  let store = await openStore();
  const log = createMemoryLog();
  const shipped = shippedMapping();
  const mapping = options.mapping?.(shipped) ?? shipped;
  let { tenant } = options;
  const compose = (): Promise<TenantRuntime> =>
    composeTenant({
      settings: settingsFor({ partner: partner.url, crm: crm.url }, tenant),
      mapping,
      store,
      clock,
      log,
      holder: { host: 'test', pid: 1, startedAt: '1' },
      isDead: () => true,
    });
  let runtime = await compose();
  const { signal } = new AbortController();

  const opportunities: Harness['opportunities'] = (referral) =>
    crm.org.rows('Opportunity').filter((row) => row['PC_Referral_Id__c'] === referral);
  const opportunity: Harness['opportunity'] = (referral) => {
    const [row] = opportunities(referral);
    if (row === undefined) throw new Error(`no opportunity for ${referral}`);
    return row;
  };
  const run: Harness['run'] = (how = {}) => runTenant(runtime, { signal, ...how });

  return {
    clock,
    partner,
    log,
    get crm() {
      return crm;
    },
    get store() {
      return store;
    },
    runtime: () => runtime,
    restart: async (change = {}) => {
      crm = change.crm ?? crm;
      orgs.add(crm);
      tenant = change.tenant ?? tenant;
      if (change.store === 'empty') {
        await store.close();
        store = await openStore();
      }
      runtime = await compose();
    },
    run,
    cycle: async () => {
      clock.advance(60_000);
      const result = await run();
      if (result.kind !== 'done') throw new Error(JSON.stringify(result, null, 1));
      if (result.failures.length > 0) throw new Error(String(result.failures));
      return result.report;
    },
    link: async (referral) => {
      const stored = await store.links.find(TENANT, referralId(referral));
      if (stored === undefined) throw new Error(`no link for ${referral}`);
      return stored.link;
    },
    opportunities,
    opportunity,
    sell: (referral, fields) => {
      clock.advance(10_000);
      crm.org.update(String(opportunity(referral)['Id']), fields);
    },
    stop: async () => {
      await partner.stop();
      for (const org of orgs) await org.stop();
      await store.close();
    },
  };
};
