import { SyncError } from '#core/failures/sync-error.ts';
import { SECOND_MS } from '#core/lead/instant.ts';
import type { Foreseen } from '#core/sync/observe.ts';
import { runTenant, type RunResult } from '#core/sync/run-tenant.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { EXIT, exitFor, worst, type ExitCode } from './exit.ts';
import { leadOf, linesOf, type ForeseenLead } from './foreseen-lines.ts';
import { withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson } from './output.ts';
import { countKinds, kindOfPlan, plannedWords, type PlannedCounts } from './planned-counts.ts';
import type { Toolbox } from './toolbox.ts';

const LOOK_EVERY_MS = SECOND_MS;
/** Longer than a cycle of a quiet tenant; a first pass over many leads takes longer. */
const MOST_LOOKS = 120;

type Ended = Exclude<RunResult, { kind: 'busy' }>;

/** A preview has the tenant to itself, so it waits until the cycle under way has ended. */
const previewOnceFree = async (
  runtime: TenantRuntime,
  signal: AbortSignal,
  preview: (foreseen: Foreseen) => void,
): Promise<Ended> => {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const result = await runTenant(runtime, { signal, preview });
    if (result.kind !== 'busy') return result;
    await runtime.clock.sleep(LOOK_EVERY_MS, signal);
  }
  throw new SyncError(
    'UNAVAILABLE',
    `Tenant ${runtime.policy.tenant} is busy in another process: try again when its cycle is over.`,
  );
};

interface Planned {
  readonly tenant: Tenant;
  readonly totals: PlannedCounts;
  readonly leads: readonly ForeseenLead[];
  readonly exit: ExitCode;
}

const planTenant = async (
  toolbox: Toolbox,
  tenant: Tenant,
  onLead: (lead: ForeseenLead) => void,
): Promise<Planned> => {
  const kinds: ReturnType<typeof kindOfPlan>[] = [];
  const told = new Set<string>();
  const leads: ForeseenLead[] = [];
  const result = await previewOnceFree(await tenant.compose(), toolbox.signal, (foreseen) => {
    // A lead that changed on both sides comes twice, as a preview saves nothing: first with both new rows.
    const { referral } = foreseen.link;
    if (told.has(referral)) return;
    told.add(referral);
    const lead = leadOf(foreseen, tenant);
    if (!lead.creates && lead.changes.length === 0) return;
    kinds.push(kindOfPlan(foreseen.planned) ?? 'change');
    leads.push(lead);
    onLead(lead);
  });
  const exit = tellTrouble(toolbox, tenant, result);
  return { tenant, totals: countKinds(kinds), leads, exit };
};

const tellTrouble = ({ output }: Toolbox, { id }: Tenant, result: Ended): ExitCode => {
  switch (result.kind) {
    case 'done':
      for (const { message } of result.failures) output.problem(`${id}: ${message}`);
      return worst(result.failures.map(({ code }) => exitFor(code)));
    case 'mismatch':
      output.problem(`${id}: ${result.why}. Nothing would be written. See: lead-sync adopt`);
      return EXIT.person;
    case 'failed':
      output.problem(`${id}: ${result.error.message}`);
      return exitFor(result.error.code);
    default:
      return result satisfies never;
  }
};

/** What a live cycle would write, field by field; nothing is written to either system. */
export const planVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const { output } = toolbox;
    const isJson = flags.json === true;
    const planned: Planned[] = [];
    for (const tenant of tenants) {
      const onLead = (lead: ForeseenLead): void => {
        for (const line of linesOf(lead, tenant)) output.line(line);
      };
      const made = await planTenant(toolbox, tenant, isJson ? () => undefined : onLead);
      if (!isJson) output.line(`${tenant.id}: ${plannedWords(made.totals)}`);
      planned.push(made);
    }
    if (isJson) {
      const entries = planned.map(({ tenant, totals, leads }) => [tenant.id, { totals, leads }]);
      writeJson(output, Object.fromEntries(entries));
    }
    return worst(planned.map(({ exit }) => exit));
  });
