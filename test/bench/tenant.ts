import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { loadMapping } from '#config/mapping.ts';
import { parseSettings } from '#config/settings.ts';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { tenantId } from '#core/lead/ids.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Store } from '#core/ports/store.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { createLog } from '#jobs/log.ts';
import { composeTenant } from '#jobs/main.ts';
import { CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN } from '#test/sandbox/partner-center.ts';
import type { Addresses } from './stand-ins.ts';

export const TENANT = tenantId('contoso');
/** So many that none of them is ever waited for. */
const NO_LIMIT = 1_000_000_000;

const settingsText = (urls: Addresses): string =>
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
        limits: { crmCallsPerDay: NO_LIMIT, closeGraceMinutes: 0 },
      },
    ],
  });

export interface OpenTenant {
  readonly runtime: TenantRuntime;
  readonly store: Store;
  close(): Promise<void>;
}

/** The real composition on a file, its log in a file too; only the calls per minute are not held back. */
export const openTenant = async (place: {
  readonly folder: string;
  readonly urls: Addresses;
  readonly clock: Clock;
}): Promise<OpenTenant> => {
  const { folder, urls, clock } = place;
  const parsed = parseSettings({ text: settingsText(urls), env: {}, readFile: () => '' });
  const loaded = loadMapping('salesforce', () => '');
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
  const [settings] = parsed.settings.tenants;
  if (settings === undefined) throw new Error('no tenant');
  const store = await createSqliteStore({
    path: join(folder, 'lead-sync.db'),
    key: 'a key of the bench, long enough',
    now: () => clock.now(),
  });
  const stream = createWriteStream(join(folder, 'lead-sync.log'), { flags: 'a' });
  const runtime = await composeTenant({
    settings: { ...settings, limits: { ...settings.limits, partnerPerMinute: NO_LIMIT } },
    mapping: loaded.mapping,
    store,
    clock,
    log: createLog({
      level: 'info',
      isPretty: false,
      now: () => clock.now(),
      write: (line) => stream.write(line),
    }),
    holder: { host: 'bench', pid: process.pid, startedAt: '1' },
    isDead: () => true,
  });
  return {
    runtime,
    store,
    close: async () => {
      await store.close();
      await new Promise((resolve) => {
        stream.end(resolve);
      });
    },
  };
};
