import type { BareRequest } from './bare-loop.ts';
import { askBearers } from './bearers.ts';
import { median, figureOf, type Figure } from './figure.ts';
import { learnt, settle, startPlace, type Place } from './place.ts';
import type { Known, Spent } from './product.ts';
import type { Addresses, SentRequest } from './stand-ins.ts';

const CHANGES = 1_000;
/** Thrown away: so long the code is still being compiled, and a cycle costs up to twice of what it does later. */
const WARM_UPS = 8;
const REPEATS = 5;
/** As the product has them in flight (jobs/main.ts). */
const AT_ONCE = { partner: 2, crm: 5 } as const;
/** Belong to the connection; the client writes its own. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'authorization'];

/** Stand-ins where all referrals were edited after the store last looked: each time the same. */
const startEdited = (place: Place): Promise<Addresses> => {
  const { aheadMs } = place;
  const world = { pairs: CHANGES, edited: 'referrals', edits: CHANGES, aheadMs } as const;
  return place.standIns.call('start', world);
};

const bareOf = (
  sent: SentRequest,
  urls: Addresses,
  bearers: Readonly<Record<SentRequest['side'], string>>,
): BareRequest => ({
  lane: sent.side,
  method: sent.method,
  url: urls[sent.side] + sent.path,
  headers: {
    ...Object.fromEntries(
      Object.entries(sent.headers).flatMap(([name, value]) =>
        value === undefined || OF_THE_CONNECTION.includes(name) ? [] : [[name, value]],
      ),
    ),
    authorization: bearers[sent.side],
  },
  body: sent.body === '' ? undefined : sent.body,
});

const bare = async (
  place: Place,
  sent: readonly SentRequest[],
  by: 'axios' | 'fetch',
): Promise<Spent> => {
  const urls = await startEdited(place);
  const bearers = await askBearers(urls);
  const requests = sent.map((request) => bareOf(request, urls, bearers));
  return place.product.call('replay', { requests, atOnce: AT_ONCE, by });
};

const runOnce = async (place: Place, known: Known) => {
  await settle(place, CHANGES, known);
  const urls = await startEdited(place);
  await place.product.call('open', { folder: place.folder, urls, aheadMs: place.aheadMs });
  await place.standIns.call('record', undefined);
  const ours = await place.product.call('cycle', undefined);
  if (ours.report.patched !== CHANGES) throw new Error(JSON.stringify(ours.report));
  const sent = await place.standIns.call('takeRecorded', undefined);
  return {
    ours,
    axios: await bare(place, sent, 'axios'),
    fetch: await bare(place, sent, 'fetch'),
    requests: sent.length,
  };
};

/** Processor time of the cycle of 1,000 changes beside that of its bare requests, interleaved; medians. */
export const measureCpu = async (): Promise<Figure[]> => {
  const place = await startPlace();
  try {
    const known = await learnt(place);
    const runs: Awaited<ReturnType<typeof runOnce>>[] = [];
    for (let run = 0; run < WARM_UPS + REPEATS; run += 1) runs.push(await runOnce(place, known));
    const measured = runs.slice(WARM_UPS);
    const of = (pick: (run: (typeof runs)[number]) => number): number => median(measured.map(pick));
    return [
      {
        ...figureOf(
          'g',
          'CPU, 1,000 changes, ours / bare axios',
          of((run) => run.ours.cpuMs / run.axios.cpuMs),
          '×',
        ),
        bar: { atMost: 2 },
      },
      figureOf(
        'g',
        'CPU, 1,000 changes, ours / bare fetch',
        of((run) => run.ours.cpuMs / run.fetch.cpuMs),
        '×',
      ),
      figureOf(
        'g',
        'CPU, 1,000 changes, ours',
        of((run) => run.ours.cpuMs),
        'ms',
      ),
      figureOf(
        'g',
        'CPU, the same requests, bare axios',
        of((run) => run.axios.cpuMs),
        'ms',
      ),
      figureOf(
        'g',
        'CPU, the same requests, bare fetch',
        of((run) => run.fetch.cpuMs),
        'ms',
      ),
      figureOf(
        'g',
        'time, 1,000 changes, ours',
        of((run) => run.ours.wallMs),
        'ms',
      ),
      figureOf(
        'g',
        'time, the same requests, bare axios',
        of((run) => run.axios.wallMs),
        'ms',
      ),
      figureOf(
        'g',
        'requests',
        of((run) => run.requests),
        'calls',
      ),
    ];
  } finally {
    await place.end();
  }
};
