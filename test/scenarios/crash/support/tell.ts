import { Death, type EndPoint } from './life.ts';
import type { LeadJournal } from './lead-journal.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { comeToRest } from './rest.ts';
import type { Rig } from './rig.ts';
import type { Begun, Telling } from './telling.ts';

/** From here on each effect of the worker counts, those over the network as they arrive. */
export const countEffects = (rig: Rig, { worker, journal }: Begun, end?: EndPoint): void => {
  worker.life.count(end);
  rig.onCall = ({ incoming: { method, url } }) => {
    journal.look();
    return worker.life.call(`${method} ${url.pathname.replace(/[^/]{18,}$/, 'ID')}`);
  };
};

/** The story with nothing in its way: its effects, and how it ends. */
export const tellWhole = async (
  told: Telling,
): Promise<{ readonly effects: readonly string[]; readonly outcome: Outcome }> => {
  const begun = await told.begin();
  countEffects(told.rig, begun);
  const count = await comeToRest(told.rig, begun.worker, [begun.journal]);
  const effects = begun.worker.life.effects.slice(0, count);
  return { effects, outcome: await outcomeOf(told.rig, begun.journal, begun.number) };
};

const runToDeath = async (rig: Rig, { worker, journal }: Begun): Promise<void> => {
  try {
    await comeToRest(rig, worker, [journal]);
  } catch (error) {
    if (error instanceof Death) return;
    throw error;
  }
  throw new Error('the story ended before the point was reached');
};

export interface Survived {
  /** The effect at which the process died. */
  readonly died: string | undefined;
  readonly journal: LeadJournal;
  readonly outcome: Outcome;
}

/**
 * The story with a death at one of its effects, and a new process that finds what it left;
 * `meanwhile` a person may act.
 */
export const tellWithCrash = async (
  told: Telling,
  end: EndPoint,
  meanwhile: (journal: LeadJournal) => void = () => undefined,
): Promise<Survived> => {
  const { rig } = told;
  const begun = await told.begin();
  countEffects(rig, begun, end);
  await runToDeath(rig, begun);
  rig.onCall = () => {
    begun.journal.look();
    return undefined;
  };
  begun.journal.person(() => meanwhile(begun.journal));
  const heir = await rig.startWorker();
  await comeToRest(rig, heir, [begun.journal]);
  told.keep(heir);
  const died = begun.worker.life.effects.at(-1);
  return {
    died,
    journal: begun.journal,
    outcome: await outcomeOf(rig, begun.journal, begun.number),
  };
};
