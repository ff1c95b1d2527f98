import type { SyncError } from '#core/failures/sync-error.ts';
import { cycleNow, exitOf, type CycleEnd } from './cycle-now.ts';
import { EXIT, worst, type ExitCode } from './exit.ts';
import { troublesOf } from './new-trouble.ts';
import { withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson, type Output } from './output.ts';
import { createProgress, noProgress, withProgress } from './progress.ts';
import type { Toolbox } from './toolbox.ts';

interface Followed {
  readonly end: CycleEnd;
  readonly exit: ExitCode;
}

/** One cycle of one tenant, here or in the process that holds it; exit 1 when it left something new for a person. */
export const followCycle = async (
  toolbox: Toolbox,
  tenant: Tenant,
  isQuiet = false,
): Promise<Followed> => {
  const { output } = toolbox;
  const before = await troublesOf(tenant.store, tenant.id);
  const progress = isQuiet
    ? noProgress
    : createProgress({ isTerminal: output.isTerminal, line: output.line });
  const bar = progress.begin(tenant.id);
  const runtime = withProgress(await tenant.compose(), bar.add);
  let end: CycleEnd;
  try {
    end = await cycleNow(runtime, toolbox.signal);
  } finally {
    bar.end();
  }
  const after = await troublesOf(tenant.store, tenant.id);
  const isNew = [...after].some((trouble) => !before.has(trouble));
  const exit = worst([exitOf(end), isNew ? EXIT.person : EXIT.done]);
  return { end, exit };
};

const failureLine = (tenant: Tenant, code: SyncError['code'], message: string): string =>
  `${tenant.id}: ${message} (${code})`;

/** The outcome in one line, and what went wrong under it. */
export const tellCycle = (output: Output, tenant: Tenant, end: CycleEnd): void => {
  switch (end.kind) {
    case 'done': {
      const { calls, ...counts } = end.report;
      const told = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
      output.line(
        `${tenant.id}: ${told.join(', ')}, calls: partner ${calls.partner}, crm ${calls.crm}`,
      );
      for (const { code, message } of end.failures) {
        output.problem(failureLine(tenant, code, message));
      }
      return;
    }
    case 'mismatch':
      output.problem(
        `${tenant.id}: nothing was written. ${end.why}. If that is meant to be so: lead-sync adopt --tenant ${tenant.id}`,
      );
      return;
    case 'failed':
      output.problem(failureLine(tenant, end.code, end.message));
      return;
    default:
      end satisfies never;
  }
};

const toJson = (end: CycleEnd): unknown => {
  switch (end.kind) {
    case 'done':
      return end.failures.length === 0 ? end.report : { ...end.report, failures: end.failures };
    case 'mismatch':
      return { mismatch: end.why };
    case 'failed':
      return { error: { code: end.code, message: end.message } };
    default:
      return end satisfies never;
  }
};

export const syncVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const isJson = flags.json === true;
    const followed = await Promise.all(
      tenants.map(async (tenant) => ({
        tenant,
        ...(await followCycle(toolbox, tenant, isJson || tenants.length > 1)),
      })),
    );
    if (isJson) {
      const entries = followed.map(({ tenant, end }) => [tenant.id, toJson(end)]);
      writeJson(toolbox.output, Object.fromEntries(entries));
    } else for (const { tenant, end } of followed) tellCycle(toolbox.output, tenant, end);
    return worst(followed.map(({ exit }) => exit));
  });
