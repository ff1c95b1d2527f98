import { isSyncError } from '#core/failures/sync-error.ts';
import type { Job, JobQueue } from '#core/ports/job-queue.ts';
import type { TenantId } from '#core/lead/ids.ts';
import type { Log } from '#core/ports/log.ts';
import { blockingProblems } from '#core/sync/open-session.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { createLocalQueue } from './local-queue.ts';
import type { Opened, Tenant } from './open-tenants.ts';
import { createPoller, type Poller } from './poll.ts';
import { createProgress } from './progress.ts';
import { createTimetable } from './schedule.ts';
import type { Toolbox } from './toolbox.ts';

/** Tenants at once in one process. */
const AT_ONCE = 4;
/** In the small hours, away from the full hour. */
const TIDY = '17 2 * * *';

interface Built {
  readonly tenant: Tenant;
  readonly runtime: TenantRuntime;
}

/** What in a mapping its CRM cannot take; undefined where it fits, or where the CRM does not answer now. */
const misfit = async ({ tenant, runtime }: Built, log: Log): Promise<string | undefined> => {
  try {
    const problems = blockingProblems(runtime, await runtime.crm.describe());
    return problems === undefined
      ? undefined
      : `Tenant ${tenant.id}: the mapping "${tenant.mapping.name}" does not fit this CRM.\n${problems}`;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    const facts = { tenant: tenant.id, code: error.code, words: error.message };
    log.warn('checked at its first cycle', facts);
    return undefined;
  }
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Runs every tenant by the schedule until the process is told to stop, then ends what is in hand. */
export const work = async (
  toolbox: Toolbox,
  { settings, tenants }: Opened,
  log: Log,
): Promise<ExitCode> => {
  const { output, signal } = toolbox;
  const built: Built[] = [];
  for (const tenant of tenants) built.push({ tenant, runtime: await tenant.compose() });
  const misfits = (await Promise.all(built.map((entry) => misfit(entry, log)))).filter(
    (text) => text !== undefined,
  );
  if (misfits.length > 0) {
    output.problem(['Nothing was started.', ...misfits].join('\n'));
    return EXIT.settings;
  }

  const progress = createProgress({ isTerminal: output.isTerminal, line: output.line });
  const pollers = new Map<TenantId, Poller>(
    built.map(({ tenant, runtime }) => [
      tenant.id,
      createPoller({ tenant, runtime, log, output, progress, signal }),
    ]),
  );
  const bugs: unknown[] = [];
  const broken = new AbortController();
  const carryOut = async ({ job, tenant }: Job): Promise<void> => {
    const poller = pollers.get(tenant);
    switch (job) {
      case 'cycle':
        return poller?.cycle();
      case 'tidy':
        return poller?.tidy(settings.keepHistoryDays);
      default:
        return job satisfies never;
    }
  };
  const queue: JobQueue = createLocalQueue({
    work: carryOut,
    concurrency: AT_ONCE,
    onBug: (error) => {
      bugs.push(error);
      broken.abort();
    },
  });
  const askAll = (job: Job['job']) => (): void => {
    for (const tenant of pollers.keys()) void queue.ask({ job, tenant });
  };

  for (const { id, settings: own } of tenants)
    log.info('tenant begins', { tenant: id, mode: own.mode });
  const timetable = createTimetable([
    { cron: settings.schedule.poll, call: askAll('cycle') },
    { cron: TIDY, call: askAll('tidy') },
  ]);
  askAll('cycle')();
  askAll('tidy')();
  await untilAborted(AbortSignal.any([signal, broken.signal]));
  log.info('stopping', {});
  await timetable.stop();
  await queue.close();
  if (bugs.length > 0) throw bugs[0];
  log.info('stopped', {});
  return EXIT.done;
};
