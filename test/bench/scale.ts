import { median, figureOf, type Figure } from './figure.ts';
import { learnt, restartProduct, settle, startPlace, type Place } from './place.ts';
import type { CycleRun } from './product.ts';

const FEW = 1_000;
const MANY = 100_000;
/** Half at Partner Center, half in the CRM. */
const CHANGES = 100;
const WARM_UPS = 3;
const REPEATS = 7;
/** Longer than the overlap behind both cursors: each cycle sees its own changes alone. */
const QUIET_MINUTES = 15;

/** Far apart in the store, no link twice in one cycle. */
const scattered = (links: number, round: number): readonly number[] =>
  Array.from({ length: CHANGES }, (_, at) => (round * 37 + at * (links / CHANGES)) % links);

const openPlace = async (links: number): Promise<Place> => {
  const place = await startPlace();
  const known = await learnt(place);
  await restartProduct(place, await settle(place, links, known));
  return place;
};

const changeSome = async (place: Place, links: number, round: number): Promise<CycleRun> => {
  await place.pass(QUIET_MINUTES);
  const indexes = scattered(links, round);
  const edit = { edition: round + 1 };
  const half = CHANGES / 2;
  const { standIns } = place;
  await standIns.call('editReferrals', { ...edit, indexes: indexes.slice(0, half) });
  await standIns.call('editOpportunities', { ...edit, indexes: indexes.slice(half) });
  const run = await place.cycle();
  if (run.report.patched !== CHANGES) throw new Error(JSON.stringify(run.report));
  return run;
};

/** A cycle of 100 changes among 100,000 links beside the same among 1,000, interleaved; medians. */
export const measureScale = async (): Promise<Figure[]> => {
  const few = await openPlace(FEW);
  const many = await openPlace(MANY);
  try {
    const runs: { readonly few: CycleRun; readonly many: CycleRun }[] = [];
    for (let round = 0; round < WARM_UPS + REPEATS; round += 1) {
      runs.push({
        few: await changeSome(few, FEW, round),
        many: await changeSome(many, MANY, round),
      });
    }
    const measured = runs.slice(WARM_UPS);
    const of = (pick: (run: (typeof runs)[number]) => number): number => median(measured.map(pick));
    const fewMs = of((run) => run.few.wallMs);
    const manyMs = of((run) => run.many.wallMs);
    return [
      {
        ...figureOf(
          'h',
          'peak memory, 100,000 links',
          await many.product.call('peakRssMb', undefined),
          'MB',
        ),
        bar: { atMost: 250 },
      },
      figureOf(
        'h',
        'peak memory, 1,000 links',
        await few.product.call('peakRssMb', undefined),
        'MB',
      ),
      {
        ...figureOf('h', 'time of 100 changes, 100,000 links / 1,000', manyMs / fewMs, '×'),
        bar: { atMost: 1.3 },
      },
      figureOf('h', 'time of 100 changes, 100,000 links', manyMs, 'ms'),
      figureOf('h', 'time of 100 changes, 1,000 links', fewMs, 'ms'),
      figureOf(
        'h',
        'CPU of 100 changes, 100,000 links',
        of((run) => run.many.cpuMs),
        'ms',
      ),
      figureOf(
        'h',
        'CPU of 100 changes, 1,000 links',
        of((run) => run.few.cpuMs),
        'ms',
      ),
    ];
  } finally {
    await few.end();
    await many.end();
  }
};
