#!/usr/bin/env node
import { createHash, randomUUID } from 'node:crypto';
import { createCallBudget } from '#core/failures/call-budget.ts';
import { SyncError } from '#core/failures/sync-error.ts';
import { fromMs } from '#core/lead/instant.ts';
import { mappedFields } from '#core/mapping/rule.ts';
import type { CrmSystem } from '#core/ports/crm-system.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { createMessages } from '#config/messages.ts';
import type { TenantSettings } from '#config/settings-schema.ts';
import { toPolicy } from '#config/to-policy.ts';
import { createHttp } from '#connectors/http/create-http.ts';
import type { ErrorTable, Http, TokenSource } from '#connectors/http/http.ts';
import {
  createPartnerCenter,
  signInByDeviceCode,
  type TenantSecrets,
} from '#connectors/partner-center/index.ts';
import { createClient } from '#connectors/salesforce/client.ts';
import { createSalesforce } from '#connectors/salesforce/index.ts';
import { createSalesforceProvisioner } from '#connectors/salesforce/provision.ts';
import { sfdxPackage } from '#connectors/salesforce/sfdx.ts';
import type { SalesforceSettings } from '#connectors/salesforce/sign-in.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { runProcess } from './run-process.ts';
import type { ComposeOptions, SystemOptions, Systems } from './toolbox.ts';

export type { ComposeOptions } from './toolbox.ts';

/** Requests in flight: Partner Center's own guidance is two (reference PC §6). */
const PARTNER_AT_ONCE = 2;
const CRM_AT_ONCE = 5;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

type Parts = {
  readonly token?: TokenSource;
  readonly errors: ErrorTable;
  readonly hosts: readonly string[];
};
type Side = 'partner' | 'crm';

/** The roads to a tenant's two systems, with its budgets: each call on them is counted. */
const createRoads = (
  options: SystemOptions & Pick<ComposeOptions, 'onServerDate'>,
  crm: () => CrmSystem | undefined,
) => {
  const { store, clock, log, onServerDate } = options;
  const { tenant, limits } = toPolicy(options.settings);
  const calls = { partner: 0, crm: 0 };
  const budgets = {
    partner: createCallBudget({
      store: store.budget,
      tenant,
      side: 'partner',
      clock,
      limit: undefined,
      reservePercent: 0,
    }),
    crm: createCallBudget({
      store: store.budget,
      tenant,
      side: 'crm',
      clock,
      limit: limits.crmCallsPerDay,
      reservePercent: limits.reservePercent,
      theirs: () => crm()?.callsLeft(),
    }),
  };
  const road = (side: Side, concurrency: number, perMinute?: number) => {
    return (parts: Parts): Http => {
      const http = createHttp({
        side,
        ...parts,
        clock,
        random: Math.random,
        log,
        budget: budgets[side],
        limits: { concurrency, ...(perMinute === undefined ? {} : { perMinute }) },
        onCall: () => {
          calls[side] += 1;
        },
      });
      if (onServerDate === undefined) return http;
      return {
        send: async (request) => {
          const reply = await http.send(request);
          const date = reply === 'stale' ? NaN : Date.parse(reply.headers['date'] ?? '');
          if (!Number.isNaN(date)) onServerDate(side, fromMs(date), clock.now());
          return reply;
        },
      };
    };
  };
  return {
    calls: () => ({ ...calls }),
    partner: road('partner', PARTNER_AT_ONCE, limits.partnerPerMinute),
    crm: road('crm', CRM_AT_ONCE),
    flushBudget: async () => {
      await budgets.partner.flush();
      await budgets.crm.flush();
    },
  };
};

const secretsOf = ({ store, settings }: SystemOptions): TenantSecrets => {
  const { tenant } = toPolicy(settings);
  return {
    find: (name) => store.secrets.find(tenant, name),
    save: (name, secret) => store.secrets.save(tenant, name, secret),
  };
};

const salesforceSettings = (settings: TenantSettings): SalesforceSettings => {
  if (settings.crm.kind !== 'salesforce') {
    throw new SyncError(
      'BAD_SETTINGS',
      `Tenant ${settings.id}: this version speaks to Salesforce only; set crm.kind to "salesforce"`,
    );
  }
  const { signIn, loginUrl, clientId, apiVersion } = settings.crm;
  return {
    loginUrl,
    clientId,
    apiVersion,
    ...(signIn.kind === 'clientSecret'
      ? { clientSecret: signIn.clientSecret }
      : { username: signIn.username, privateKey: signIn.privateKey }),
  };
};

/** Builds one tenant from its settings: the only place that knows every connector. Nothing is sent yet. */
export const composeTenant = async (options: ComposeOptions): Promise<TenantRuntime> => {
  const { settings, mapping, store, clock, log, holder, isDead } = options;
  const policy = toPolicy(settings);
  const record = await store.tenants.find(policy.tenant);
  let crmProbe = record?.crmProbe ?? null;
  let spoken: CrmSystem | undefined;
  const roads = createRoads(options, () => spoken);
  const partner = createPartnerCenter({
    settings: settings.partnerCenter,
    http: roads.partner,
    secrets: secretsOf(options),
    firstRefreshToken: settings.partnerCenter.refreshToken,
    timeZone: policy.timeZone,
    clock,
    newGuid: randomUUID,
    capabilities: record?.partnerCapabilities ?? null,
  });
  const crm = createSalesforce({
    settings: salesforceSettings(settings),
    http: roads.crm,
    clock,
    opportunityFields: mappedFields(mapping),
    ownFields: mapping.own,
    probe: crmProbe,
    saveProbe: async (probe) => {
      crmProbe = probe;
    },
  });
  spoken = crm;
  return {
    policy,
    mapping,
    partner,
    crm,
    store,
    clock,
    log,
    say: createMessages(policy.language, policy.timeZone).say,
    random: Math.random,
    newId: randomUUID,
    hash,
    holder,
    isDead,
    calls: roads.calls,
    crmProbe: () => crmProbe,
    partnerOrganizationId: settings.partnerCenter.organizationId ?? null,
    flushBudget: roads.flushBudget,
  };
};

/** Everything outside the process, as it really is. */
export const systems: Systems = {
  openStore: createSqliteStore,
  composeTenant,
  provision: async (options, request) => {
    const roads = createRoads(options, () => undefined);
    const settings = salesforceSettings(options.settings);
    const client = createClient({ settings, http: roads.crm, clock: options.clock });
    try {
      return await createSalesforceProvisioner(client).provision(request);
    } finally {
      await roads.flushBudget();
    }
  },
  sfdxPackage,
  signIn: async (options, { show, signal }) =>
    signInByDeviceCode({
      settings: options.settings.partnerCenter,
      http: createRoads(options, () => undefined).partner,
      secrets: secretsOf(options),
      clock: options.clock,
      show,
      signal,
    }),
};

if (import.meta.main) await runProcess(systems, process.env);
