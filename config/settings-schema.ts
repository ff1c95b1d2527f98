import { z } from 'zod';
import { cron, anyText, queueAddress, storeAddress } from './checked-text.ts';
import { tenantSchema } from './tenant-schema.ts';

const consoleSchema = z.strictObject({
  host: anyText().default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8080),
});

const scheduleSchema = z.strictObject({
  poll: cron().default('* * * * *'),
  sweep: cron().default('0 3 * * *'),
  remind: cron().default('*/15 * * * *'),
});

const isSharedQueueOnLocalStore = (value: { queue?: unknown; store?: unknown }): boolean =>
  /^rediss?:/.test(String(value.queue)) && String(value.store).startsWith('sqlite:');

/** Offsets of tenants whose id an earlier one has; ids are keys and file names: case does not tell them apart. */
const repeatedTenants = (tenants: unknown): readonly number[] => {
  if (!Array.isArray(tenants)) return [];
  const ids = tenants.map((tenant: unknown) =>
    typeof tenant === 'object' && tenant !== null && 'id' in tenant && typeof tenant.id === 'string'
      ? tenant.id.toLowerCase()
      : undefined,
  );
  return ids.flatMap((id, index) => (id !== undefined && ids.indexOf(id) < index ? [index] : []));
};

/** The whole of lead-sync.json, after `${NAME}` has been filled in. */
export const settingsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    store: storeAddress().default('sqlite:./data/lead-sync.db'),
    queue: queueAddress().default('in-process'),
    console: consoleSchema.prefault({}),
    schedule: scheduleSchema.prefault({}),
    keepHistoryDays: z.int().min(1).max(36_500).default(730),
    tenants: z.array(tenantSchema).min(1),
  })
  .check(
    z.superRefine(
      (settings, context) => {
        if (isSharedQueueOnLocalStore(settings))
          context.addIssue({
            code: 'custom',
            path: ['queue'],
            message: 'redis:// shares work among machines, but a sqlite: store is one machine’s',
            params: { remedy: 'Set store to mongodb://…, or queue to "in-process".' },
          });
        for (const index of repeatedTenants(settings.tenants))
          context.addIssue({
            code: 'custom',
            path: ['tenants', index, 'id'],
            message: 'is the id of an earlier tenant',
            params: { remedy: 'Give each tenant an id of its own.' },
          });
      },
      { when: ({ value }) => typeof value === 'object' && value !== null },
    ),
  );

export type Settings = Omit<z.output<typeof settingsSchema>, '$schema'>;
export type TenantSettings = Settings['tenants'][number];
