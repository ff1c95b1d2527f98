import { createHash, randomUUID } from 'node:crypto';
import { createCallBudget } from '#core/failures/call-budget.ts';
import { SyncError } from '#core/failures/sync-error.ts';
import { mappedFields, type Mapping } from '#core/mapping/rule.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CallsLeft, CrmSystem } from '#core/ports/crm-system.ts';
import type { Log } from '#core/ports/log.ts';
import type { Holder, Store } from '#core/ports/store.ts';
import type { TenantRecord } from '#core/sync/tenant-record.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { createMessages } from '#config/messages.ts';
import type { TenantSettings } from '#config/settings-schema.ts';
import { toPolicy } from '#config/to-policy.ts';
import { createHttp } from '#connectors/http/create-http.ts';
import type { ErrorTable, Http, TokenSource } from '#connectors/http/http.ts';
import { createPartnerCenter } from '#connectors/partner-center/index.ts';
import { createSalesforce } from '#connectors/salesforce/index.ts';

/** Requests in flight: Partner Center's own guidance is two (reference PC §6). */
const PARTNER_AT_ONCE = 2;
const CRM_AT_ONCE = 5;

export interface ComposeOptions {
  readonly settings: TenantSettings;
  readonly mapping: Mapping;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: Holder;
  readonly isDead: (holder: Holder) => boolean;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

type Parts = {
  readonly token?: TokenSource;
  readonly errors: ErrorTable;
  readonly hosts: readonly string[];
};

/** Builds one tenant from its settings: the only place that knows every connector. Nothing is sent yet. */
export const composeTenant = async (options: ComposeOptions): Promise<TenantRuntime> => {
  const { settings, mapping, store, clock, log, holder, isDead } = options;
  const policy = toPolicy(settings);
  const { tenant, limits } = policy;
  const calls = { partner: 0, crm: 0 };
  const record: TenantRecord | undefined = await store.tenants.find(tenant);
  let crmProbe = record?.crmProbe ?? null;
  let crm: CrmSystem | undefined;
  const theirs = (): CallsLeft | undefined => crm?.callsLeft();

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
      theirs,
    }),
  };
  const transport = (side: 'partner' | 'crm', concurrency: number, perMinute?: number) => {
    return (parts: Parts): Http =>
      createHttp({
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
  };

  const partner = createPartnerCenter({
    settings: settings.partnerCenter,
    http: transport('partner', PARTNER_AT_ONCE, limits.partnerPerMinute),
    secrets: {
      find: (name) => store.secrets.find(tenant, name),
      save: (name, secret) => store.secrets.save(tenant, name, secret),
    },
    firstRefreshToken: settings.partnerCenter.refreshToken,
    timeZone: policy.timeZone,
    clock,
    newGuid: randomUUID,
    capabilities: record?.partnerCapabilities ?? null,
  });

  if (settings.crm.kind !== 'salesforce') {
    throw new SyncError(
      'BAD_SETTINGS',
      `Tenant ${settings.id}: this version speaks to Salesforce only; set crm.kind to "salesforce"`,
    );
  }
  const { signIn, loginUrl, clientId, apiVersion } = settings.crm;
  crm = createSalesforce({
    settings: {
      loginUrl,
      clientId,
      apiVersion,
      ...(signIn.kind === 'clientSecret'
        ? { clientSecret: signIn.clientSecret }
        : { username: signIn.username, privateKey: signIn.privateKey }),
    },
    http: transport('crm', CRM_AT_ONCE),
    clock,
    opportunityFields: mappedFields(mapping),
    ownFields: mapping.own,
    probe: crmProbe,
    saveProbe: async (probe) => {
      crmProbe = probe;
    },
  });

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
    calls: () => ({ ...calls }),
    crmProbe: () => crmProbe,
    flushBudget: async () => {
      await budgets.partner.flush();
      await budgets.crm.flush();
    },
  };
};
