import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BEGIN_MS } from './bench-clock.ts';
import { startChild, type Child } from './child.ts';
import type { CycleRun, Known, Product } from './product.ts';
import { startFlags } from './start-flags.ts';
import type { Addresses, StandIns } from './stand-ins.ts';

const startProduct = (): Child<Product> => startChild<Product>('./product.ts', startFlags());

export const UNKNOWN: Known = { crmProbe: null, partnerCapabilities: null };

/** Both stand-ins in one process, the product in another, one clock for all, a folder for the store. */
export interface Place {
  readonly standIns: Child<StandIns>;
  product: Child<Product>;
  readonly folder: string;
  aheadMs: number;
  /** Moves the clock of all. */
  pass(minutes: number): Promise<void>;
  /** A minute passes, then the cycle; calls of before are forgotten. */
  cycle(): Promise<CycleRun>;
  end(): Promise<void>;
}

export const startPlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'lead-sync-bench-'));
  const place: Place = {
    standIns: startChild<StandIns>('./stand-ins.ts'),
    product: startProduct(),
    folder,
    aheadMs: BEGIN_MS - Date.now(),
    pass: async (minutes) => {
      place.aheadMs += minutes * 60_000;
      await place.standIns.call('setAhead', place.aheadMs);
      await place.product.call('setAhead', place.aheadMs);
    },
    cycle: async () => {
      await place.pass(1);
      await place.standIns.call('takeCalls', undefined);
      return place.product.call('cycle', undefined);
    },
    end: async () => {
      await place.product.call('close', undefined);
      await place.standIns.call('stop', undefined);
      await place.product.stop();
      await place.standIns.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return place;
};

/** Removes the store of before. */
export const clearStore = async (folder: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) {
    await rm(join(folder, `lead-sync.db${suffix}`), { force: true });
  }
};

/** The product in a process that has done nothing yet. */
export const restartProduct = async (place: Place, urls: Addresses): Promise<void> => {
  await place.product.call('close', undefined);
  await place.product.stop();
  place.product = startProduct();
  const { folder, aheadMs } = place;
  await place.product.call('open', { folder, urls, aheadMs });
};

/** A world of pairs, all linked and in step, and a store that knows them. */
export const settle = async (
  place: Place,
  pairs: number,
  known: Known = UNKNOWN,
): Promise<Addresses> => {
  await place.product.call('close', undefined);
  await clearStore(place.folder);
  const { aheadMs, folder } = place;
  const world = { pairs, edited: 'nothing', edits: 0, aheadMs } as const;
  const urls = await place.standIns.call('start', world);
  await place.product.call('open', { folder, urls, aheadMs });
  await place.product.call('fill', known);
  return urls;
};

/** Lets the product find out, on a small world of its own, what the systems take: a change each way, one new lead. */
export const learn = async (place: Place, spare: number): Promise<Known> => {
  const { standIns, product } = place;
  await standIns.call('editReferrals', { indexes: [spare], edition: 1 });
  await place.cycle();
  await standIns.call('editOpportunities', { indexes: [spare], edition: 2 });
  await place.cycle();
  const known = await product.call('known', undefined);
  if (known.crmProbe?.isComposite !== true) throw new Error('the composite guard is not proved');
  return known;
};

export const learnt = async (place: Place): Promise<Known> => {
  await settle(place, 1);
  return learn(place, 0);
};
