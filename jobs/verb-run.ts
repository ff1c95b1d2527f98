import type { ExitCode } from './exit.ts';
import { withTenants, type Flags } from './open-tenants.ts';
import type { Toolbox } from './toolbox.ts';
import { work } from './worker.ts';

/** The worker: every tenant by the schedule, until the process is told to stop. */
export const runVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly verbose?: boolean },
): Promise<ExitCode> => {
  const logLevel = flags.verbose === true ? 'debug' : 'info';
  return withTenants(toolbox, { ...flags, logLevel }, async (opened) =>
    work(toolbox, opened, toolbox.log(logLevel)),
  );
};
