import type { ExitCode } from './exit.ts';
import { withTenants, type Flags } from './open-tenants.ts';
import type { Toolbox } from './toolbox.ts';
import { work } from './worker.ts';

/** The worker: every tenant by the schedule, until the process is told to stop. */
export const runVerb = async (toolbox: Toolbox, flags: Flags): Promise<ExitCode> =>
  withTenants(toolbox, { ...flags, logLevel: 'info' }, async (opened) =>
    work(toolbox, opened, toolbox.log('info')),
  );
