import { afterEach, expect, test } from '@jest/globals';
import { outcomeOf, type Outcome } from './support/outcome.ts';
import { comeToRest } from './support/rest.ts';
import { STORIES, type StoryName } from './support/stories.ts';
import { startTelling, type Telling } from './support/telling.ts';
import { MISHAPS, type Mishap } from './support/watch-calls.ts';

const LONGEST_MS = 180_000;

let telling: Telling | undefined;
afterEach(async () => {
  await telling?.stop();
});

/** The story, with a mishap for one of its writes, counted from one. */
const tell = async (
  told: Telling,
  at?: { readonly write: number; readonly mishap: Mishap },
): Promise<{ readonly writes: readonly string[]; readonly outcome: Outcome }> => {
  const { rig } = told;
  const { worker, journal, number } = await told.begin();
  const writes: string[] = [];
  rig.onCall = ({ incoming, isWrite }) => {
    journal.look();
    if (!isWrite) return undefined;
    writes.push(`${incoming.method} ${incoming.url.pathname.replace(/[^/]{18,}$/, 'ID')}`);
    return writes.length === at?.write ? at.mishap : undefined;
  };
  await comeToRest(rig, worker, [journal]);
  told.keep(worker);
  return { writes, outcome: await outcomeOf(rig, journal, number) };
};

/** Writes of each story: each is met by every mishap. */
const WRITES: Readonly<Record<StoryName, number>> = {
  'a new lead': 5,
  'accepted, with edits': 3,
  declined: 4,
  'won, with a last edit': 4,
  'both edit, different fields': 2,
  'a conflict settled on the record': 1,
  'an ending in the portal closes the row': 1,
};

test.each(STORIES)(
  '$name: a write that is lost, cut off or refused for now ends it the same',
  async (story) => {
    const told = await startTelling(story);
    telling = told;
    await told.prepare(2);
    // The first telling also teaches the connectors what each system takes.
    await tell(told);
    const { writes, outcome } = await tell(told);
    expect(writes).toHaveLength(WRITES[story.name]);
    await told.prepare(writes.length * MISHAPS.length);
    const wrong: string[] = [];
    for (const [at, write] of writes.entries()) {
      for (const mishap of MISHAPS) {
        try {
          const ended = await tell(told, { write: at + 1, mishap });
          expect(ended.outcome).toEqual(outcome);
        } catch (error) {
          wrong.push(`${mishap} of ${write} (${at + 1}): ${String(error)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
