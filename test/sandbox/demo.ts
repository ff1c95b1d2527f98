import { createOutput } from '#jobs/output.ts';
import { parseManner, USAGE } from './demo/arguments.ts';
import { runDemo } from './demo/run-demo.ts';

const output = createOutput({ out: process.stdout, err: process.stderr });
const manner = parseManner(process.argv.slice(2));
const stopping = new AbortController();
/** As a shell tells of SIGINT. */
const INTERRUPTED = 130;

if (manner === undefined) {
  output.problem(USAGE);
  process.exitCode = 2;
} else {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());
  try {
    process.exitCode = await runDemo({ manner, line: output.line, signal: stopping.signal });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    process.exitCode = INTERRUPTED;
  }
}
