import { afterEach, expect, test } from '@jest/globals';
import { EDITS, fateOf, type Edit } from '#test/scenarios/crash/support/edits.ts';
import type { EndPoint, Moment } from '#test/scenarios/crash/support/life.ts';
import { STORIES, type StoryName } from '#test/scenarios/crash/support/stories.ts';
import { tellWhole, tellWithCrash } from '#test/scenarios/crash/support/tell.ts';
import { startTelling, type Telling } from '#test/scenarios/crash/support/telling.ts';

const LONGEST_MS = 180_000;
const MOMENTS: readonly Moment[] = ['before', 'after'];
const FIELDS: readonly Edit['field'][] = ['value', 'notes'];
/** Where a write and its intent can come apart. */
const IS_AT_A_WRITE = /^(?:links\.|PATCH |POST )/;

let telling: Telling | undefined;
afterEach(async () => {
  await telling?.stop();
});

const TOLD: readonly StoryName[] = ['a new lead', 'accepted, with edits'];

interface Point {
  readonly end: EndPoint;
  readonly effect: string;
  readonly edit: Edit;
}

/** Two of the edits after each death: one on either side. */
const pointsOf = (effects: readonly string[]): readonly Point[] =>
  effects.flatMap((effect, at) =>
    IS_AT_A_WRITE.test(effect)
      ? MOMENTS.flatMap((moment, by) =>
          EDITS.filter(({ field }) => field === FIELDS[(at + by) % FIELDS.length]).map((edit) => ({
            end: { number: at + 1, moment },
            effect,
            edit,
          })),
        )
      : [],
  );

test.each(STORIES.filter(({ name }) => TOLD.includes(name)))(
  '$name: an edit between a crash and its recovery is not lost',
  async (story) => {
    const told = await startTelling(story);
    telling = told;
    await told.prepare(2);
    await tellWhole(told);
    const { effects, outcome } = await tellWhole(told);
    const points = pointsOf(effects);
    await told.prepare(points.length);
    const wrong: string[] = [];
    for (const { end, effect, edit } of points) {
      const name = `${edit.name} after a death ${end.moment} ${effect} (${end.number})`;
      try {
        let wasEdited = false;
        const ended = await tellWithCrash(told, end, (journal) => {
          const isThere =
            edit.by === 'portal' || told.rig.opportunities(journal.referral).length > 0;
          wasEdited = isThere && edit.act(told.rig, journal.referral);
        });
        const fate = wasEdited ? await fateOf(told.rig, ended.journal, { edit, story }) : 'no edit';
        expect(ended.outcome.rows).toEqual(outcome.rows);
        expect(fate).not.toBe('LOST');
      } catch (error) {
        wrong.push(`${name}: ${String(error)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
