import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCalls } from './calls.ts';
import { measureCpu } from './cpu.ts';
import { isMet, table, type Figure } from './figure.ts';
import { measurePlanner } from './planner.ts';
import { measureScale } from './scale.ts';
import { startFlags } from './start-flags.ts';

const RESULT = 'bench-result.json';

const MEASURES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  calls: measureCalls,
  cpu: measureCpu,
  scale: measureScale,
  planner: measurePlanner,
};

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
if (only !== undefined && !Object.hasOwn(MEASURES, only)) {
  throw new Error(`--only takes one of: ${Object.keys(MEASURES).join(', ')}`);
}
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(MEASURES)) {
  if (only !== undefined && only !== name) continue;
  process.stderr.write(`measuring ${name} …\n`);
  figures.push(...(await measure()));
}
process.stdout.write(`${table(figures)}\n`);
const result = {
  at: new Date().toISOString(),
  node: process.version,
  flags: startFlags(),
  processors: cpus().map(({ model }) => model),
  figures: figures.map((figure) => ({ ...figure, isMet: isMet(figure) })),
};
await writeFile(RESULT, `${JSON.stringify(result, null, 2)}\n`);
