import { isSyncError } from '#core/failures/sync-error.ts';
import { tenantId, type TenantId } from '#core/lead/ids.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { Store } from '#core/ports/store.ts';
import type { Note } from '#core/sync/link.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { createMessages } from '#config/messages.ts';
import type { Settings, TenantSettings } from '#config/settings-schema.ts';
import { createShow, type Show } from '#config/show.ts';
import { EXIT, UsageError, exitFor, type ExitCode } from './exit.ts';
import type { LogLevel } from './log.ts';
import { problemLines, readSettingsFile, type SettingsRequest } from './settings-file.ts';
import type { Toolbox } from './toolbox.ts';

/** One tenant as a command sees it; its systems are built only when it is to be spoken to. */
export interface Tenant {
  readonly id: TenantId;
  readonly settings: TenantSettings;
  readonly mapping: Mapping;
  readonly store: Store;
  readonly say: (note: Note) => string;
  /** Days and instants as people of this tenant write them. */
  readonly show: Show;
  /** Built anew at each call: no token and no description is carried over. */
  compose(
    options?: Pick<Parameters<Toolbox['systems']['composeTenant']>[0], 'onServerDate'>,
  ): Promise<TenantRuntime>;
}

export interface Opened {
  readonly settings: Settings;
  readonly store: Store;
  readonly tenants: readonly Tenant[];
}

export interface Flags {
  readonly config: string;
  readonly tenant?: string;
}

const tellError = (toolbox: Toolbox, error: unknown): ExitCode => {
  if (error instanceof UsageError) {
    toolbox.output.problem(error.message);
    return EXIT.settings;
  }
  if (!isSyncError(error)) throw error;
  toolbox.output.problem(error.message);
  return exitFor(error.code);
};

/** Runs a command's work; what people can mend is told in words and becomes the exit code. Only a bug is thrown. */
export const guarded = async (
  toolbox: Toolbox,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> => {
  try {
    return await work();
  } catch (error) {
    return tellError(toolbox, error);
  }
};

/** The settings, or every problem with them told: then nothing was opened and nothing sent. */
export const requireSettings = (
  toolbox: Toolbox,
  request: SettingsRequest,
): Extract<ReturnType<typeof readSettingsFile>, { kind: 'settings' }> => {
  const file = readSettingsFile(toolbox, request);
  if (file.kind === 'settings') return file;
  const count = file.problems.length === 1 ? 'one problem' : `${file.problems.length} problems`;
  throw new UsageError(
    [`Nothing was started: ${count}.`, ...problemLines(file.problems)].join('\n'),
  );
};

/** Opens the store for a command and closes it again, whatever happens. */
export const withTenants = async (
  toolbox: Toolbox,
  flags: Flags & { readonly logLevel?: LogLevel },
  work: (opened: Opened) => Promise<ExitCode>,
): Promise<ExitCode> =>
  guarded(toolbox, async () => {
    const { settings, storePath, key, tenants } = requireSettings(toolbox, {
      config: flags.config,
      tenant: flags.tenant,
      needsKey: true,
    });
    const { systems, clock, holder, isDead } = toolbox;
    const log = toolbox.log(flags.logLevel ?? 'error');
    const store = await systems.openStore({ path: storePath, key });
    try {
      return await work({
        settings,
        store,
        tenants: tenants.map(({ settings: own, mapping }) => ({
          id: tenantId(own.id),
          settings: own,
          mapping,
          store,
          say: createMessages(own.language, own.timeZone).say,
          show: createShow(own.language, own.timeZone),
          compose: async (options = {}) =>
            systems.composeTenant({
              settings: own,
              mapping,
              store,
              clock,
              log,
              holder,
              isDead,
              ...options,
            }),
        })),
      });
    } finally {
      await store.close();
    }
  });

/** The one tenant that a command is about. */
export const onlyTenant = ({ tenants }: Pick<Opened, 'tenants'>): Tenant => {
  const [tenant] = tenants;
  if (tenant !== undefined && tenants.length === 1) return tenant;
  const ids = tenants.map(({ id }) => id).join(', ');
  throw new UsageError(`There are several tenants: name one with --tenant (${ids}).`);
};
