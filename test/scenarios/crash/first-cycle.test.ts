import { afterEach, expect, test } from '@jest/globals';
import { createLeadJournal } from './support/lead-journal.ts';
import { Death, type EndPoint, type Moment } from './support/life.ts';
import { outcomeOf, type Outcome } from './support/outcome.ts';
import { comeToRest } from './support/rest.ts';
import { startRig, type Rig } from './support/rig.ts';
import { received } from './support/stories.ts';

const LONGEST_MS = 120_000;

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.stop();
});

/** A store without anything in it, a lead that waits, and the first process ever; told up to the lead's link. */
const tell = async (
  end?: EndPoint,
): Promise<{ readonly effects: readonly string[]; readonly outcome: Outcome }> => {
  await rig?.stop();
  const at = await startRig();
  rig = at;
  const journal = createLeadJournal(at, at.partner.addReferral(received(1)));
  const first = await at.startWorker();
  first.life.count(end);
  let { life } = first;
  at.onCall = ({ incoming: { method, url } }) => {
    journal.look();
    return life.call(`${method} ${url.pathname.replace(/[^/]{18,}$/, 'ID')}`);
  };
  const death = await comeToRest(at, first, [journal]).catch((error: unknown) => error);
  const effects = [...first.life.effects];
  if (end !== undefined) {
    if (!(death instanceof Death)) throw death;
    const second = await at.startWorker();
    ({ life } = second);
    await comeToRest(at, second, [journal]);
  }
  return { effects, outcome: await outcomeOf(at, journal, 1) };
};

const MOMENTS: readonly Moment[] = ['before', 'after'];
/** Sign-in on both sides, the secret kept, the world looked at, the probe, the lead's link. */
const POINTS = 14;

test(
  'a crash at any effect of the very first cycle, before a lead is known, ends it the same',
  async () => {
    const { effects, outcome } = await tell();
    const early = effects.slice(0, effects.indexOf('links.insert') + 1);
    expect(early).toHaveLength(POINTS);
    const wrong: string[] = [];
    for (const [at, effect] of early.entries()) {
      for (const moment of MOMENTS) {
        try {
          const ended = await tell({ number: at + 1, moment });
          expect(ended.effects.at(-1)).toBe(effect);
          expect(ended.outcome).toEqual(outcome);
        } catch (error) {
          wrong.push(`${moment} ${effect} (${at + 1}): ${String(error)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
  LONGEST_MS,
);
