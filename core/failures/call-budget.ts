import { HOUR_MS, toMs, fromMs, type Instant } from '#core/lead/instant.ts';
import type { TenantId } from '#core/lead/ids.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CallsLeft } from '#core/ports/crm-system.ts';
import type { BudgetStore } from '#core/ports/store.ts';
import { SyncError } from './sync-error.ts';

export interface CallBudgetOptions {
  readonly store: BudgetStore;
  readonly tenant: TenantId;
  readonly side: 'partner' | 'crm';
  readonly clock: Clock;
  /** Calls in 24 hours; undefined = the system has no daily figure, calls are only counted. */
  readonly limit: number | undefined;
  /** Of the limit, kept for urgent calls. */
  readonly reservePercent: number;
  /** Calls taken from the store at once; 20 when left out. What is not given back stays counted. */
  readonly blockSize?: number;
  /** The system's own figure, as of its last reply. */
  readonly theirs?: () => CallsLeft | undefined;
}

export interface CallBudget {
  /** @throws SyncError BUDGET_SPENT with `retryAt`, the next time an hour's calls can come free. */
  take(options: { readonly isUrgent: boolean }): Promise<void>;
  /** Gives the unused rest of the block back. */
  flush(): Promise<void>;
  /** Calls taken through this object. */
  spent(): number;
}

const BLOCK_SIZE = 20;

/** Whole hours since 1970. */
const hourOf = (instant: Instant): number => Math.floor(toMs(instant) / HOUR_MS);
const nextHour = (now: Instant): Instant => fromMs((hourOf(now) + 1) * HOUR_MS);
const reserveOf = (limit: number, percent: number): number => Math.ceil((limit * percent) / 100);

const budgetSpent = (side: 'partner' | 'crm', limit: number, now: Instant): SyncError =>
  new SyncError('BUDGET_SPENT', `The calls of these 24 hours are used up (${limit} allowed).`, {
    side,
    retryAt: nextHour(now),
  });

/** Believes the smaller of our count and the system's own figure; never takes more than either, whoever else counts in the store. */
export const createCallBudget = (options: CallBudgetOptions): CallBudget => {
  const { store, tenant, side, clock, limit, reservePercent, theirs } = options;
  const blockSize = options.blockSize ?? BLOCK_SIZE;
  let spent = 0;
  let block = { hour: 0, takenAt: '', left: 0 };
  let filling: Promise<number> | undefined;
  let askAgainAt: Instant | undefined;

  const giveBack = async (): Promise<void> => {
    const { left, takenAt } = block;
    block = { ...block, left: 0 };
    if (left > 0) await store.giveBack(tenant, side, { now: takenAt, calls: left });
  };

  /** A block belongs to the hour it was taken in: used later, its calls would be forgotten too early. */
  const fill = async (allowed: number): Promise<number> => {
    await giveBack();
    const takenAt = clock.now();
    const calls = { now: takenAt, calls: blockSize, limit: allowed };
    const granted = await store.take(tenant, side, calls);
    block = { hour: hourOf(takenAt), takenAt, left: granted };
    return granted;
  };

  /** Urgent calls past the reserve's edge go one by one: a block of them would lend the rest to others. */
  const takeReserved = async (allowed: number): Promise<boolean> =>
    (await store.take(tenant, side, { now: clock.now(), calls: 1, limit: allowed })) === 1;

  const takeOurs = async (allowed: number, isUrgent: boolean): Promise<boolean> => {
    const normal = allowed - reserveOf(allowed, reservePercent);
    while (block.left === 0 || block.hour !== hourOf(clock.now())) {
      filling ??= fill(normal).finally(() => {
        filling = undefined;
      });
      if ((await filling) === 0) return isUrgent && takeReserved(allowed);
    }
    block.left -= 1;
    return true;
  };

  /** A full figure stops the very calls that would bring a newer one: once an hour one call asks again. */
  const theirsAllow = (allowed: number, isUrgent: boolean): boolean => {
    const figure = theirs?.();
    if (figure === undefined) return true;
    const kept = isUrgent ? 0 : reserveOf(Math.min(allowed, figure.max), reservePercent);
    const now = clock.now();
    const isFull = figure.max - figure.used <= kept;
    const isTimeToAsk = askAgainAt !== undefined && toMs(now) >= toMs(askAgainAt);
    if (!isFull) askAgainAt = undefined;
    else if (isTimeToAsk || askAgainAt === undefined) askAgainAt = nextHour(now);
    return !isFull || isTimeToAsk;
  };

  return {
    take: async ({ isUrgent }) => {
      if (limit !== undefined) {
        const isGranted = theirsAllow(limit, isUrgent) && (await takeOurs(limit, isUrgent));
        if (!isGranted) throw budgetSpent(side, limit, clock.now());
      }
      spent += 1;
    },
    flush: async () => {
      await filling;
      await giveBack();
    },
    spent: () => spent,
  };
};
