import type { Manner } from './arguments.ts';
import { changeBehindTheBack } from './behind-the-back.ts';
import { closeDay, waitUntilQuiet } from './close-day.ts';
import { createDay, type Day } from './day.ts';
import { addDeal, DEALS, type DealName } from './leads.ts';
import { createLook, NotReached } from './look.ts';
import { playDay, tellArrival } from './play.ts';
import { signIn } from './sign-in.ts';
import { openStage, type Stage } from './stage.ts';
import { startWorker, type Worker } from './worker.ts';

export interface DemoOptions {
  readonly manner: Manner;
  readonly line: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

const POLL = { play: '*/2 * * * * *', break: '*/2 * * * * *', stay: '*/5 * * * * *' } as const;

const DEAL_NAMES = Object.keys(DEALS) as DealName[];

const linksTo = ({ partner, crm }: Stage): string =>
  `  Partner Center   ${partner.url}/sandbox\n  Salesforce       ${crm.url}/sandbox`;

const stayOpen = async (stage: Stage, options: DemoOptions): Promise<void> => {
  const { line, signal } = options;
  line(`
${linksTo(stage)}

Edit a lead on one page and watch the other: it follows within the poll of 5 s.
Try: Answer to Microsoft = Accept on Adatum, which has no value yet, and read Sync Message.
“Lose the next reply” and “Kill the worker” may be pressed at any time. Ctrl-C ends everything.`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
};

const playOn = async (stage: Stage, day: Day, options: DemoOptions): Promise<number> => {
  const { manner, line, signal } = options;
  const urls = { partner: stage.partner.url, crm: stage.crm.url };
  switch (manner) {
    case 'stay':
      if (await tellArrival(day, line)) await stayOpen(stage, options);
      return 0;
    case 'break': {
      const isTold = await tellArrival(day, line);
      await changeBehindTheBack(day, line);
      return (await closeDay(urls, line)) && isTold ? 0 : 1;
    }
    case 'play': {
      const isTold = await playDay(day, line);
      await waitUntilQuiet(urls, signal);
      await day.worker.stop();
      return (await closeDay(urls, line)) && isTold ? 0 : 1;
    }
    default:
      return manner satisfies never;
  }
};

const SENTENCE = [
  'Every lead has one opportunity, and both sides agree or the record says why not.',
  'NOT everything is in step: see above.',
] as const;

/** Plays a day between the stand-ins and the real worker. @returns the exit code. */
export const runDemo = async (options: DemoOptions): Promise<number> => {
  const { manner, line, signal } = options;
  const startedAt = performance.now();
  let worker: Worker | undefined;
  const stage = await openStage({ poll: POLL[manner], onKillWorker: () => worker?.kill() });
  const { partner, crm, config, key } = stage;
  try {
    line(linksTo(stage));
    const now = Date.now();
    const leads = Object.fromEntries(
      DEAL_NAMES.map((name) => [name, addDeal(partner, name, now)]),
    ) as Record<DealName, string>;
    await signIn(partner, { config, key, signal });
    line('Signed in to Partner Center by device code, approved with MFA; the worker starts.');
    worker = startWorker({
      config,
      key,
      onRestart: ({ killed, next }) => {
        if (manner === 'stay') line(`Worker ${killed} was killed; ${next} has taken over.`);
      },
    });
    const look = createLook({
      urls: { partner: partner.url, crm: crm.url },
      signal,
      trouble: () => worker?.trouble(),
    });
    const day = createDay({ look, worker, partner, crm, leads });
    const code = await playOn(stage, day, options);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    if (manner !== 'stay') line(`${SENTENCE[code === 0 ? 0 : 1]} ${seconds} s, exit code ${code}.`);
    return code;
  } catch (error) {
    if (!(error instanceof NotReached)) throw error;
    line(`\n✗ ${error.message}`);
    return 1;
  } finally {
    await worker?.stop();
    await stage.close();
  }
};
