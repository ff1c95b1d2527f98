import { REFRESH_TOKEN_SECRET } from '#connectors/partner-center/index.ts';
import { runTenant } from '#core/sync/run-tenant.ts';
import type { CycleReport } from '#core/sync/run-record.ts';
import type { TenantRecord } from '#core/sync/tenant-record.ts';
import { replayByAxios, replayByFetch, type Replay } from './bare-loop.ts';
import { createBenchClock } from './bench-clock.ts';
import { serve } from './child.ts';
import { fillStore } from './fill-store.ts';
import { planSpeed, type PlanSpeed } from './plan-speed.ts';
import type { Addresses } from './stand-ins.ts';
import { openTenant, TENANT, type OpenTenant } from './tenant.ts';

export type Known = Pick<TenantRecord, 'crmProbe' | 'partnerCapabilities'>;

export interface Spent {
  /** User and system time of this process. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

export interface CycleRun extends Spent {
  readonly report: CycleReport;
}

const clock = createBenchClock();
let tenant: OpenTenant | undefined;

const here = (): OpenTenant => {
  if (tenant === undefined) throw new Error('nothing open');
  return tenant;
};

const measured = async <T>(work: () => Promise<T>): Promise<Spent & { readonly result: T }> => {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const result = await work();
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs, cpuMs: (user + system) / 1_000 };
};

const close = async (): Promise<void> => {
  await tenant?.close();
  tenant = undefined;
};

const commands = {
  open: async (place: {
    readonly folder: string;
    readonly urls: Addresses;
    readonly aheadMs: number;
  }): Promise<void> => {
    await close();
    clock.setAhead(place.aheadMs);
    tenant = await openTenant({ ...place, clock });
    // Once in the life of a process, slow on purpose: no part of a cycle.
    await tenant.store.secrets.find(TENANT, REFRESH_TOKEN_SECRET);
  },
  close,
  setAhead: (ms: number): void => clock.setAhead(ms),
  fill: (known: Known): Promise<void> => fillStore(here(), known),
  /** What the first write has taught it. */
  known: async (): Promise<Known> => {
    const record = await here().store.tenants.find(TENANT);
    if (record === undefined) throw new Error('no run yet');
    return { crmProbe: record.crmProbe, partnerCapabilities: record.partnerCapabilities };
  },
  cycle: async (): Promise<CycleRun> => {
    const { runtime } = here();
    const { signal } = new AbortController();
    const { result, ...spent } = await measured(() => runTenant(runtime, { signal }));
    if (result.kind !== 'done' || result.failures.length > 0) {
      throw new Error(`the cycle failed: ${JSON.stringify(result)}`);
    }
    return { report: result.report, ...spent };
  },
  /** The requests of a cycle sent once more with nothing around them. */
  replay: async (replay: Replay & { readonly by: 'axios' | 'fetch' }): Promise<Spent> => {
    const send = replay.by === 'axios' ? replayByAxios : replayByFetch;
    const { cpuMs, wallMs } = await measured(() => send(replay));
    return { cpuMs, wallMs };
  },
  planSpeed: (): Promise<PlanSpeed> => planSpeed(here()),
  peakRssMb: (): number => process.resourceUsage().maxRSS / 1_024,
};

export type Product = typeof commands;

serve(commands);
