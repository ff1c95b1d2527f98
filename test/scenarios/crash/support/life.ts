import type { Clock } from '#core/ports/clock.ts';
import type { Gate } from './gate.ts';

/** The process ends here: nothing that it does afterwards may have an effect. */
export class Death extends Error {
  override readonly name = 'Death';
}

export type Moment = 'before' | 'after';

/** Where a life ends: at its effect of this number, counted from one since `count` was called. */
export interface EndPoint {
  readonly number: number;
  readonly moment: Moment;
  /** There it does not end but stands still until it is let go. On the store's effects only. */
  readonly gate?: Gate;
}

/** One life of a worker process. It counts what it does to the world and ends where it is told. */
export interface Life {
  /** Names of the effects since `count`. */
  readonly effects: readonly string[];
  readonly isOver: boolean;
  /** Counts from here, and ends at the given point; never when left out. */
  count(end?: EndPoint): void;
  /** @throws Death once it is over. */
  require(): void;
  /** An effect on the store. @throws Death instead of it, or after it. */
  effect<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** An effect over the network, told by the stand-in that receives it: what becomes of it. */
  call(name: string): 'loseRequest' | 'loseReply' | undefined;
}

export const createLife = (): Life => {
  let effects: string[] = [];
  let end: EndPoint | undefined;
  let isOver = false;

  const next = (name: string): Moment | undefined => {
    effects.push(name);
    return end?.number === effects.length ? end.moment : undefined;
  };
  const require = (): void => {
    if (isOver) throw new Death('this process is dead');
  };

  const stop = async (): Promise<void> => {
    isOver = end?.gate === undefined;
    require();
    await end?.gate?.pass();
  };

  return {
    get effects() {
      return effects;
    },
    get isOver() {
      return isOver;
    },
    count: (point) => {
      effects = [];
      end = point;
    },
    require,
    effect: async (name, work) => {
      require();
      const moment = next(name);
      if (moment === 'before') await stop();
      const result = await work();
      if (moment === 'after') await stop();
      return result;
    },
    call: (name) => {
      const moment = next(name);
      if (moment === undefined || end?.gate !== undefined) return undefined;
      isOver = true;
      return moment === 'before' ? 'loseRequest' : 'loseReply';
    },
  };
};

/** The transport asks the clock before it sends and after it has heard: a dead process does neither. */
export const mortalClock = (clock: Clock, life: Life): Clock => ({
  now: () => {
    life.require();
    return clock.now();
  },
  sleep: async (ms, signal) => {
    life.require();
    await clock.sleep(ms, signal);
  },
});
