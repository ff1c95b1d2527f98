import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureCalls } from './calls.ts';
import { measureCpu } from './cpu.ts';
import { table, type Figure } from './figure.ts';
import { measurePlanner } from './planner.ts';
import { measureScale } from './scale.ts';

const SCENARIOS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  calls: measureCalls,
  cpu: measureCpu,
  scale: measureScale,
  planner: measurePlanner,
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const all: Figure[] = [];
for (const [name, measure] of Object.entries(SCENARIOS)) {
  if (values.only !== undefined && values.only !== name) continue;
  process.stderr.write(`${name} …\n`);
  all.push(...(await measure()));
}
process.stdout.write(`${table(all)}\n`);
await writeFile('bench-result.json', `${JSON.stringify(all, null, 2)}\n`);
