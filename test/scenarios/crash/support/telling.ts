import { MINUTE_MS } from '#core/lead/instant.ts';
import { createLeadJournal, type LeadJournal } from './lead-journal.ts';
import { comeToRest, cycle } from './rest.ts';
import { startRig, type Rig, type Worker, type WorkerOptions } from './rig.ts';
import { received, type Story } from './stories.ts';

/** Longer than the overlap of either feed: what was done before is not listed again. */
const LONG_MS = 30 * MINUTE_MS;

export interface Begun {
  readonly worker: Worker;
  readonly journal: LeadJournal;
  readonly number: number;
}

/** A story told again and again, each time of another lead, on the same stand-ins and store. */
export interface Telling {
  readonly rig: Rig;
  /** Gets so many leads to where the story begins. */
  prepare(count: number): Promise<void>;
  /** Begins the story of the next lead: the person has acted, and a process that has just had a quiet cycle has not yet noticed. */
  begin(options?: WorkerOptions): Promise<Begun>;
  /** This process, at rest, may begin the next one too; not where its first describes belong to the story. */
  keep(worker: Worker): void;
  stop(): Promise<void>;
}

export const startTelling = async (story: Story): Promise<Telling> => {
  const rig = await startRig();
  const ready: { readonly referral: string; readonly number: number }[] = [];
  const isArrival = story.before.length === 0;
  let kept: Worker | undefined;
  let added = 0;
  const add = (): { readonly referral: string; readonly number: number } => {
    added += 1;
    return { referral: rig.partner.addReferral(received(added)), number: added };
  };
  return {
    rig,
    prepare: async (count) => {
      rig.onCall = undefined;
      const fresh = Array.from({ length: isArrival ? 1 : count }, add);
      const worker = await rig.startWorker();
      const journals = fresh.map(({ referral }) => createLeadJournal(rig, referral));
      for (const act of story.before) {
        for (const { referral } of fresh) act(rig, referral);
        await comeToRest(rig, worker, journals);
      }
      if (!isArrival) ready.push(...fresh);
      rig.clock.advance(LONG_MS);
      await comeToRest(rig, worker, []);
    },
    begin: async (options) => {
      rig.onCall = undefined;
      const spare = options === undefined ? kept : undefined;
      kept = undefined;
      const worker = spare ?? (await rig.startWorker(options));
      if (spare === undefined) await cycle(rig, worker);
      const { referral, number } = ready.shift() ?? add();
      const journal = createLeadJournal(rig, referral);
      journal.person(() => story.act(rig, referral));
      return { worker, journal, number };
    },
    keep: (worker) => {
      if (!isArrival) kept = worker;
    },
    stop: () => rig.stop(),
  };
};
