import { afterEach, expect, test } from '@jest/globals';
import { addMs, HOUR_MS, MINUTE_MS } from '#core/lead/instant.ts';
import { outcomeOf, type Outcome } from '#test/scenarios/crash/support/outcome.ts';
import { comeToRest } from '#test/scenarios/crash/support/rest.ts';
import { STORIES, type StoryName } from '#test/scenarios/crash/support/stories.ts';
import { startTelling, type Telling } from '#test/scenarios/crash/support/telling.ts';

const LONGEST_MS = 180_000;

let telling: Telling | undefined;
afterEach(async () => {
  await telling?.stop();
});

interface Jump {
  /** Right before this call of the story leaves, counted from one. */
  readonly call: number;
  readonly byMs: number;
}

interface Told {
  readonly calls: number;
  readonly outcome: Outcome;
  readonly sleptMs: number;
}

/** The worker's own clock is put forward or back once; those of the systems go on as they were. */
const tell = async (told: Telling, jump?: Jump): Promise<Told> => {
  const { rig } = told;
  let skewMs = 0;
  const { worker, journal, number } = await told.begin({
    clock: (clock) => ({ ...clock, now: () => addMs(clock.now(), skewMs) }),
  });
  const sleptBefore = rig.clock.slept();
  let seen = 0;
  let calls = 0;
  rig.onCall = ({ isWrite }) => {
    journal.look();
    seen += 1;
    if (isWrite) calls = seen;
    if (seen + 1 === jump?.call) skewMs = jump.byMs;
    return undefined;
  };
  if (jump?.call === 1) skewMs = jump.byMs;
  const rest = (): Promise<unknown> => comeToRest(rig, worker, [journal]);
  await rest().catch(async () => {
    // What waits for an instant waits as much longer as the clock was put back.
    rig.clock.advance(HOUR_MS);
    await rest();
  });
  const outcome = await outcomeOf(rig, journal, number);
  return { calls, outcome, sleptMs: rig.clock.slept() - sleptBefore };
};

const TOLD: readonly StoryName[] = ['a new lead', 'accepted, with edits', 'won, with a last edit'];

test.each(STORIES.filter(({ name }) => TOLD.includes(name)))(
  '$name: a clock put back or forward by an hour at any call changes nothing of how it ends',
  async (story) => {
    const told = await startTelling(story);
    telling = told;
    await told.prepare(2);
    await tell(told);
    const { calls, outcome } = await tell(told);
    const jumps = Array.from({ length: calls }, (_, at) => at + 1).flatMap((call): Jump[] => [
      { call, byMs: -HOUR_MS },
      { call, byMs: HOUR_MS },
    ]);
    await told.prepare(jumps.length);
    const wrong: string[] = [];
    for (const jump of jumps) {
      try {
        const ended = await tell(told, jump);
        // A move may be sent twice when the first was refused as stale.
        expect({ ...ended.outcome, moves: 0 }).toEqual({ ...outcome, moves: 0 });
        expect(ended.sleptMs).toBeLessThan(MINUTE_MS);
      } catch (error) {
        wrong.push(`${jump.byMs} ms at call ${jump.call}: ${String(error)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
