import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit.ts';
import type { Toolbox } from './toolbox.ts';
import { runVerb } from './verb-run.ts';
import { syncVerb } from './verb-sync.ts';

const DEFAULT_CONFIG = './lead-sync.json';

/** Runs one command line. @returns the exit code; only a bug is thrown. */
export const runCli = async (toolbox: Toolbox, argv: readonly string[]): Promise<ExitCode> => {
  const { output } = toolbox;
  let exit: ExitCode = EXIT.done;
  const program = new Command('lead-sync');
  program
    .description('Keeps Partner Center referrals in step with CRM opportunities, both ways.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.problem(text.trimEnd()),
    });
  const verb = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--config <file>', 'settings file', DEFAULT_CONFIG)
      .option('--tenant <id>', 'one tenant; all when left out');

  verb('run', 'the worker: every tenant by the schedule').action(async (flags) => {
    exit = await runVerb(toolbox, flags);
  });
  verb('sync', 'one cycle now')
    .option('--json')
    .action(async (flags) => {
      exit = await syncVerb(toolbox, flags);
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.settings;
  }
};
