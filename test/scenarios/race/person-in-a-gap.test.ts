import { afterEach, expect, test } from '@jest/globals';
import { EDITS, fateOf, type Edit, type Fate } from '#test/scenarios/crash/support/edits.ts';
import { outcomeOf, type Outcome } from '#test/scenarios/crash/support/outcome.ts';
import { comeToRest } from '#test/scenarios/crash/support/rest.ts';
import { STORIES, type Story } from '#test/scenarios/crash/support/stories.ts';
import { startTelling, type Telling } from '#test/scenarios/crash/support/telling.ts';

const LONGEST_MS = 180_000;

let telling: Telling | undefined;
afterEach(async () => {
  await telling?.stop();
});

/** Right before a call of the story arrives, somebody edits. */
interface Interruption {
  /** Counted from one. */
  readonly call: number;
  readonly edit: Edit;
  /** Of the clock, before the edit; none = in the very second of what the worker does. */
  readonly pauseMs: number;
}

interface Told {
  /** Calls up to the last that asked for a change. */
  readonly calls: number;
  readonly rows: Outcome['rows'];
  /** Stage moves that were carried out. */
  readonly moves: readonly string[];
  /** Calls that Partner Center refused for another reason than an eTag of yesterday. */
  readonly refused: number;
  readonly fate: Fate | 'no edit';
}

const tell = async (told: Telling, story: Story, at?: Interruption): Promise<Told> => {
  const { rig } = told;
  const { worker, journal, number } = await told.begin();
  const from = rig.partner.server.calls.length;
  let seen = 0;
  let calls = 0;
  let wasEdited = false;
  rig.onCall = ({ isWrite }) => {
    seen += 1;
    if (isWrite) calls = seen;
    journal.look();
    if (at === undefined || seen !== at.call) return undefined;
    rig.clock.advance(at.pauseMs);
    journal.person(() => {
      wasEdited = at.edit.act(rig, journal.referral);
    });
    return undefined;
  };
  await comeToRest(rig, worker, [journal]);
  told.keep(worker);
  const { rows, changes } = await outcomeOf(rig, journal, number);
  return {
    calls,
    rows,
    moves: changes.filter((change) => change.startsWith('partner.stage')),
    refused: rig.partner.server.calls
      .slice(from)
      .filter(({ status }) => status !== 'lost' && status >= 400 && status !== 412).length,
    fate:
      at !== undefined && wasEdited
        ? await fateOf(rig, journal, { edit: at.edit, story })
        : 'no edit',
  };
};

/** Two of the edits at each call, so that every other call meets each. */
const interruptions = (calls: number): readonly Interruption[] =>
  Array.from({ length: calls }, (_, at) => at + 1).flatMap((call) =>
    EDITS.filter((_, at) => (call + at) % 2 === 0).map((edit, at) => ({
      call,
      edit,
      pauseMs: at === 0 ? 0 : 3_000,
    })),
  );

test.each(STORIES.slice(1))(
  '$name: an edit right before any call is not lost',
  async (story) => {
    const told = await startTelling(story);
    telling = told;
    await told.prepare(2);
    // The first telling also teaches the connectors what each system takes.
    await tell(told, story);
    const { rows, moves, calls } = await tell(told, story);
    const points = interruptions(calls);
    await told.prepare(points.length);
    const wrong: string[] = [];
    for (const point of points) {
      const name = `${point.edit.name}, call ${point.call}`;
      try {
        const ended = await tell(told, story, point);
        expect(ended).toMatchObject({ rows, moves, refused: 0 });
        expect(ended.fate).not.toBe('LOST');
      } catch (error) {
        wrong.push(`${name}: ${String(error)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
