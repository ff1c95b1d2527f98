import { parseArgs } from 'node:util';

/** play: the whole day. break: one value changed behind the worker's back. stay: all is left running. */
export type Manner = 'play' | 'break' | 'stay';

export const USAGE = `npm run demo                a day in about a minute; exit code 0 when both sides end in step
npm run demo -- --break     one value is changed behind the worker's back; exit code 1
npm run demo -- --stay      everything stays up and two pages may be edited; Ctrl-C ends it`;

export const OPENING = {
  play: 'lead-sync: a day between Partner Center and Salesforce, played in about a minute.',
  break: 'lead-sync: a short day, with one value changed behind the worker’s back.',
  stay: 'lead-sync: both stand-ins and the worker, until you press Ctrl-C.',
} as const;

/** undefined: not to be understood. */
export const parseManner = (args: readonly string[]): Manner | undefined => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { break: { type: 'boolean' }, stay: { type: 'boolean' } },
    });
    if (values.break === true) return values.stay === true ? undefined : 'break';
    return values.stay === true ? 'stay' : 'play';
  } catch {
    return undefined;
  }
};
