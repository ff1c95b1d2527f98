import { addMs, isAfter, MINUTE_MS } from '#core/lead/instant.ts';
import type { LeadJournal } from './lead-journal.ts';
import type { Rig, Worker } from './rig.ts';

/** Cycles, a minute apart, that anything may take to come to rest. */
const MOST_CYCLES = 15;

const isAtRest = async (rig: Rig, referral: string): Promise<boolean> => {
  const { link, dueSeq, doneSeq } = await rig.stored(referral);
  const soon = addMs(rig.clock.now(), MINUTE_MS * MOST_CYCLES);
  const isWaiting = link.schedule.kind === 'waiting' && isAfter(soon, link.schedule.until);
  return dueSeq === doneSeq && !isWaiting && link.pending.length === 0;
};

/** One cycle, a minute after the last. */
export const cycle = async (rig: Rig, worker: Worker): Promise<void> => {
  rig.clock.advance(MINUTE_MS);
  const result = await worker.run();
  if (result.kind === 'busy' || result.kind === 'mismatch') throw new Error(JSON.stringify(result));
};

/**
 * Runs until a cycle has asked for no change and the leads wait for nothing.
 * @returns how many effects the worker has had since its count began, those of the quiet cycle left out.
 */
export const comeToRest = async (
  rig: Rig,
  worker: Worker,
  journals: readonly LeadJournal[],
): Promise<number> => {
  for (let cycles = 1; cycles <= MOST_CYCLES; cycles += 1) {
    const before = rig.writes();
    const effects = worker.life.effects.length;
    await cycle(rig, worker);
    for (const journal of journals) journal.look();
    const atRest = await Promise.all(journals.map(({ referral }) => isAtRest(rig, referral)));
    if (rig.writes() === before && atRest.every(Boolean)) return effects;
  }
  const links = await Promise.all(journals.map(({ referral }) => rig.link(referral)));
  const told = links.map(({ pending, notes, schedule }) => ({ pending, notes, schedule }));
  throw new Error(`no rest after ${MOST_CYCLES} cycles: ${JSON.stringify(told)}`);
};
