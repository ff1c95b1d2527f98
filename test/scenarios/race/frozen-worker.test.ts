import { afterEach, expect, test } from '@jest/globals';
import { MINUTE_MS } from '#core/lead/instant.ts';
import { createGate } from '#test/scenarios/crash/support/gate.ts';
import type { Moment } from '#test/scenarios/crash/support/life.ts';
import { outcomeOf, type Outcome } from '#test/scenarios/crash/support/outcome.ts';
import { comeToRest, cycle } from '#test/scenarios/crash/support/rest.ts';
import { STORIES, type StoryName } from '#test/scenarios/crash/support/stories.ts';
import { countEffects, tellWhole } from '#test/scenarios/crash/support/tell.ts';
import { startTelling, type Telling } from '#test/scenarios/crash/support/telling.ts';

const LONGEST_MS = 180_000;
const MOMENTS: readonly Moment[] = ['before', 'after'];

/** Made with a unique key, so that a second one is refused by the CRM itself. */
const IS_KEYED = /\/sobjects\/(?:Account|Contact|Task)$/;

let telling: Telling | undefined;
afterEach(async () => {
  await telling?.stop();
});

/** The process stands still at one of its store's effects for two minutes: its lease runs out, another one takes over. */
const tellFrozen = async (
  told: Telling,
  point: { readonly number: number; readonly moment: Moment },
): Promise<{ readonly outcome: Outcome; readonly sent: readonly string[] }> => {
  const { rig } = told;
  const begun = await told.begin();
  const { worker, journal } = begun;
  const gate = createGate();
  countEffects(rig, begun, { ...point, gate });
  const running = comeToRest(rig, worker, [journal]).then(
    () => undefined,
    () => undefined,
  );
  await gate.isReached;
  rig.clock.advance(2 * MINUTE_MS);
  rig.onCall = () => {
    journal.look();
    return undefined;
  };
  const other = await rig.startWorker({ pid: 2, isDead: () => false });
  await comeToRest(rig, other, [journal]);
  const sent: string[] = [];
  rig.onCall = ({ incoming, isWrite }) => {
    journal.look();
    if (isWrite && !IS_KEYED.test(incoming.url.pathname))
      sent.push(`${incoming.method} ${incoming.url.pathname.replace(/[^/]{18,}$/, 'ID')}`);
    return undefined;
  };
  gate.open();
  await running;
  await cycle(rig, other);
  journal.look();
  return { outcome: await outcomeOf(rig, journal, begun.number), sent };
};

const TOLD: readonly StoryName[] = ['a new lead', 'accepted, with edits'];

test.each(STORIES.filter(({ name }) => TOLD.includes(name)))(
  '$name: a process that wakes after its lease was taken over changes nothing',
  async (story) => {
    const told = await startTelling(story);
    telling = told;
    await told.prepare(2);
    await tellWhole(told);
    const { effects, outcome } = await tellWhole(told);
    const points = effects.flatMap((effect, at) =>
      effect.includes(' ') ? [] : MOMENTS.map((moment) => ({ effect, number: at + 1, moment })),
    );
    await told.prepare(points.length);
    const wrong: string[] = [];
    for (const { effect, ...point } of points) {
      try {
        const ended = await tellFrozen(told, point);
        expect(ended).toEqual({ outcome, sent: [] });
      } catch (error) {
        wrong.push(`${point.moment} ${effect} (${point.number}): ${String(error)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
