import { afterEach, beforeEach, describe } from '@jest/globals';
import type { Clock } from '#core/ports/clock.ts';
import type { Store } from '#core/ports/store.ts';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';
import { START, type StoreBench } from './store/bench.ts';
import { describeAudit } from './store/audit.ts';
import { describeBudget } from './store/budget.ts';
import { describeCursors } from './store/cursors.ts';
import { describeDueLinks } from './store/due-links.ts';
import { describeHistory } from './store/history.ts';
import { describeLinkPages } from './store/link-pages.ts';
import { describeLinkRaces } from './store/link-races.ts';
import { describeLinks } from './store/links.ts';
import { describeRuns } from './store/runs.ts';
import { describeSecrets } from './store/secrets.ts';
import { describeTenants } from './store/tenants.ts';

/** One place where data is kept, empty at first. */
export interface StoreHouse {
  /** A handle on the data: the first, one more beside it (a second process), or one after a restart. */
  open(options?: { readonly key?: string }): Promise<Store>;
  /** Closes every handle and removes the data. */
  dispose(): Promise<void>;
}

export type MakeStore = (options: { readonly clock: Clock }) => Promise<StoreHouse>;

/** Every sentence of core/ports/store.ts, for any store. */
export const describeStore = (name: string, make: MakeStore): void => {
  describe(`the ${name} store`, () => {
    let clock: ManualClock;
    let house: StoreHouse;
    let store: Store;

    beforeEach(async () => {
      clock = createManualClock(START);
      house = await make({ clock });
      store = await house.open();
    });
    afterEach(async () => {
      await house.dispose();
    });

    const bench: StoreBench = {
      store: () => store,
      open: (options) => house.open(options),
      clock: () => clock,
    };
    describe('links', () => {
      describeLinks(bench);
    });
    describe('races on links', () => {
      describeLinkRaces(bench);
    });
    describe('due links', () => {
      describeDueLinks(bench);
    });
    describe('pages of links', () => {
      describeLinkPages(bench);
    });
    describe('history', () => {
      describeHistory(bench);
    });
    describe('cursors', () => {
      describeCursors(bench);
    });
    describe('runs', () => {
      describeRuns(bench);
    });
    describe('tenants', () => {
      describeTenants(bench);
    });
    describe('budget', () => {
      describeBudget(bench);
    });
    describe('secrets', () => {
      describeSecrets(bench);
    });
    describe('audit', () => {
      describeAudit(bench);
    });
  });
};
