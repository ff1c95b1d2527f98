import { createOutput } from '#jobs/output.ts';
import { OPENING, parseManner, USAGE } from './demo/arguments.ts';

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
  output.line(OPENING[manner]);
  // Loaded after the first line is out.
  const { runDemo } = await import('./demo/run-demo.ts');
  try {
    process.exitCode = await runDemo({ manner, line: output.line, signal: stopping.signal });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    process.exitCode = INTERRUPTED;
  }
}
