import { loadMapping } from '#config/mapping.ts';
import { referralId } from '#core/lead/ids.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Store, StoredLink } from '#core/ports/store.ts';
import { runTenant, type RunResult } from '#core/sync/run-tenant.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { composeTenant } from '#jobs/main.ts';
import type { Incoming } from '#test/sandbox/server.ts';
import {
  startHarness,
  TENANT,
  type Harness,
  type HarnessOptions,
} from '#test/scenarios/support/harness.ts';
import { createLife, mortalClock, type Life } from './life.ts';
import { mortalStore } from './mortal-store.ts';
import { settingsFor } from './settings.ts';
import { isWrite, watchCalls, type Mishap } from './watch-calls.ts';

export type Side = 'partner' | 'crm';

/** One process: composed anew on the same store, and nothing else kept. */
export interface Worker {
  readonly life: Life;
  readonly runtime: TenantRuntime;
  /** @throws Death where its life ends. */
  run(): Promise<RunResult>;
}

export interface Call {
  readonly side: Side;
  readonly incoming: Incoming;
  readonly isWrite: boolean;
}

export interface WorkerOptions {
  /** Laid over the store or the clock that this process sees. */
  readonly store?: (store: Store) => Store;
  readonly clock?: (clock: Clock) => Clock;
  /** Whether it takes the holder of a lease for dead; true when left out. */
  readonly isDead?: () => boolean;
  readonly pid?: number;
}

/** Two stand-ins, one store, and processes that come and go. */
export interface Rig extends Harness {
  /** Called as each call arrives at a stand-in, before anything is done. */
  onCall: ((call: Call) => Mishap | undefined) | undefined;
  /** Changes asked of either side so far, whatever became of them. */
  readonly writes: () => number;
  /** Stage moves that have reached Partner Center for this referral, as they were sent. */
  readonly moves: (referral: string) => readonly string[];
  startWorker(options?: WorkerOptions): Promise<Worker>;
  stored(referral: string): Promise<StoredLink>;
}

export const startRig = async (options: HarnessOptions = {}): Promise<Rig> => {
  const harness = await startHarness({
    ...options,
    partner: { ...options.partner, switches: { pageSize: 200, ...options.partner?.switches } },
  });
  const settings = settingsFor({ partner: harness.partner.url, crm: harness.crm.url });
  const loaded = loadMapping('salesforce', () => '');
  if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
  let writes = 0;
  const moves: { readonly path: string; readonly text: string }[] = [];

  const startWorker: Rig['startWorker'] = async (of = {}) => {
    const life = createLife();
    const store = mortalStore(harness.store, life);
    const clock = mortalClock(harness.clock, life);
    const runtime = await composeTenant({
      settings,
      mapping: loaded.mapping,
      store: of.store?.(store) ?? store,
      clock: of.clock?.(clock) ?? clock,
      log: harness.log,
      holder: { host: 'test', pid: of.pid ?? 1, startedAt: '1' },
      isDead: of.isDead ?? (() => true),
    });
    const { signal } = new AbortController();
    return { life, runtime, run: () => runTenant(runtime, { signal }) };
  };

  const rig: Rig = {
    ...harness,
    onCall: undefined,
    writes: () => writes,
    moves: (referral) =>
      moves.filter(({ path }) => path.endsWith(referral)).map(({ text }) => text),
    startWorker,
    stored: async (referral) => {
      const stored = await harness.store.links.find(TENANT, referralId(referral));
      if (stored === undefined) throw new Error(`no link for ${referral}`);
      return stored;
    },
  };
  const watch = (side: Side) => (incoming: Incoming) => {
    const call = { side, incoming, isWrite: isWrite(incoming) };
    writes += call.isWrite ? 1 : 0;
    const mishap = rig.onCall?.(call);
    const hasArrived = mishap === undefined || mishap === 'loseReply' || mishap === 'cutBody';
    const isMove = side === 'partner' && incoming.text.includes('"/substatus"');
    if (isMove && hasArrived) moves.push({ path: incoming.url.pathname, text: incoming.text });
    return mishap;
  };
  watchCalls(harness.partner.server, watch('partner'));
  watchCalls(harness.crm.server, watch('crm'));
  return rig;
};
