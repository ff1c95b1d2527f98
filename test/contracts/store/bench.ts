import type { Store } from '#core/ports/store.ts';
import type { ManualClock } from '#test/support/manual-clock.ts';

/** What each test gets: fresh, and behind functions because it is made before each. */
export interface StoreBench {
  store(): Store;
  /** One more handle on the same data: a second process, or a restart. */
  open(options?: { readonly key?: string }): Promise<Store>;
  clock(): ManualClock;
}

/** Where the clock stands when a test begins. */
export const START = '2026-11-24T09:00:00.000Z';
