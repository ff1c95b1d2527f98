import { afterEach, expect, test } from '@jest/globals';
import type { Moment } from './support/life.ts';
import { STORIES, type StoryName } from './support/stories.ts';
import { tellWhole, tellWithCrash } from './support/tell.ts';
import { startTelling, type Telling } from './support/telling.ts';

const LONGEST_MS = 180_000;

let telling: Telling | undefined;
afterEach(async () => {
  await telling?.stop();
});

/** How many effects each story has, from the person's act to its last write: a crash before and after each. */
const POINTS: Readonly<Record<StoryName, number>> = {
  'a new lead': 22,
  'accepted, with edits': 18,
  declined: 31,
  'won, with a last edit': 32,
  'both edit, different fields': 17,
  'a conflict settled on the record': 13,
  'an ending in the portal closes the row': 14,
};
const MOMENTS: readonly Moment[] = ['before', 'after'];

test.each(STORIES)(
  '$name: a crash at any effect, and a restart, end it the same',
  async (story) => {
    const told = await startTelling(story);
    telling = told;
    await told.prepare(2);
    // The first telling also teaches the connectors what each system takes.
    await tellWhole(told);
    const { effects, outcome } = await tellWhole(told);
    expect(effects).toHaveLength(POINTS[story.name]);
    await told.prepare(MOMENTS.length * effects.length);
    const wrong: string[] = [];
    for (const [at, effect] of effects.entries()) {
      for (const moment of MOMENTS) {
        try {
          const ended = await tellWithCrash(told, { number: at + 1, moment });
          expect(ended).toMatchObject({ died: effect, outcome });
        } catch (error) {
          wrong.push(`${moment} ${effect} (${at + 1}): ${String(error)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
