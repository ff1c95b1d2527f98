import { setTimeout as sleep } from 'node:timers/promises';
import { fetchSight, opportunitiesOf } from './sight.ts';
import type { SeenOpportunity, SeenReferral, Sight } from './sight.ts';

/** What was waited for did not come: the story is not true. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}

/** One lead as its two systems show it. */
export interface Pair {
  readonly referral: SeenReferral;
  readonly opportunity: SeenOpportunity;
}

export interface Look {
  /** What `check` finds as soon as it finds something. @throws NotReached after the limit. */
  until<T>(what: string, check: (sight: Sight) => T | undefined): Promise<T>;
  /** The lead as soon as the check holds for it. */
  lead(referral: string, what: string, check: (pair: Pair) => boolean): Promise<Pair>;
}

export interface LookOptions {
  readonly urls: { readonly partner: string; readonly crm: string };
  readonly signal: AbortSignal;
  /** Why there is no use in waiting; undefined while there is. */
  readonly trouble: () => string | undefined;
}

const LOOK_EVERY_MS = 250;
/** Four polls, two waits for the whole second and the grace fit several times. */
const LIMIT_MS = 45_000;

export const pairOf = (sight: Sight, id: string): Pair | undefined => {
  const referral = sight.referrals.find((each) => each.id === id);
  const [opportunity] = opportunitiesOf(sight, id);
  return referral === undefined || opportunity === undefined
    ? undefined
    : { referral, opportunity };
};

const describePair = (pair: Pair | undefined): string =>
  pair === undefined
    ? 'there is no opportunity'
    : `Partner Center shows ${pair.referral.status}/${pair.referral.substatus}, Sync Status is “${pair.opportunity.PC_Sync_Status__c}”, Sync Message “${pair.opportunity.PC_Sync_Message__c}”`;

/** Waits for outcomes by what the two systems show over HTTP, and by nothing else. */
export const createLook = (options: LookOptions): Look => {
  const { urls, signal, trouble } = options;

  const until: Look['until'] = async (what, check) => {
    const endsAt = performance.now() + LIMIT_MS;
    for (;;) {
      const found = check(await fetchSight(urls));
      if (found !== undefined) return found;
      const why = trouble();
      if (why !== undefined) throw new NotReached(why);
      if (performance.now() > endsAt) {
        throw new NotReached(`Waited ${LIMIT_MS / 1_000} s in vain: ${what}`);
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
  };

  return {
    until,
    lead: async (id, what, check) => {
      let last: Pair | undefined;
      try {
        return await until(what, (sight) => {
          last = pairOf(sight, id);
          return last !== undefined && check(last) ? last : undefined;
        });
      } catch (error) {
        if (!(error instanceof NotReached)) throw error;
        throw new NotReached(`${error.message}; ${describePair(last)}`);
      }
    },
  };
};
