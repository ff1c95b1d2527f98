import { runCli } from './cli.ts';
import { UsageError } from './exit.ts';
import { processToolbox } from './process-toolbox.ts';
import type { Systems, Toolbox } from './toolbox.ts';

/** After SIGTERM the process ends within 30 s: what is still under way is settled by the next run. */
const DRAIN_MS = 28_000;
/** A bug of ours: nothing a person did. */
const BUG = 1;

/** The command of this process, from its arguments to its exit code. */
export const runProcess = async (systems: Systems, env: Toolbox['env']): Promise<void> => {
  const stopping = new AbortController();
  const toolbox = processToolbox({ systems, env, signal: stopping.signal });
  const dieOfBug = (error: unknown): void => {
    const words = Error.isError(error) ? (error.stack ?? error.message) : String(error);
    toolbox.log('error').error('bug', { words });
    process.exit(BUG);
  };
  // Whoever reads our output has seen enough, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    dieOfBug(error);
  });
  process.on('uncaughtException', dieOfBug);
  process.on('unhandledRejection', dieOfBug);
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    // A second signal, as npm and systemd send between them, must not cut the drain short.
    process.on(name, () => {
      if (stopping.signal.aborted) return;
      stopping.abort(new UsageError('Stopped.'));
      setTimeout(() => process.exit(0), DRAIN_MS).unref();
    });
  }
  try {
    process.exitCode = await runCli(toolbox, process.argv.slice(2));
  } catch (error) {
    dieOfBug(error);
  }
};
