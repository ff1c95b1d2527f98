import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { EXIT, type ExitCode } from './exit.ts';
import { INIT_QUESTIONS } from './init-questions.ts';
import { isPromptClosed } from './ask.ts';
import type { Toolbox } from './toolbox.ts';
import { adoptVerb } from './verb-adopt.ts';
import { checkVerb } from './verb-check.ts';
import { conflictsListVerb, conflictsSettleVerb } from './verb-conflicts.ts';
import { connectPartnerCenterVerb } from './verb-connect.ts';
import { initVerb } from './verb-init.ts';
import { leadsListVerb, leadsShowVerb } from './verb-leads.ts';
import { parkedListVerb, parkedReplayVerb } from './verb-parked.ts';
import { planVerb } from './verb-plan.ts';
import { provisionVerb } from './verb-provision.ts';
import { releaseVerb } from './verb-release.ts';
import { runVerb } from './verb-run.ts';
import { statusVerb } from './verb-status.ts';
import { leadsStopVerb } from './verb-stop.ts';
import { syncVerb } from './verb-sync.ts';

const DEFAULT_CONFIG = './lead-sync.json';
const LINK_STATES = ['live', 'left', 'gone', 'parked'];
const PAGE = 50;
const MOST_PER_PAGE = 10_000;
const EXITS =
  'Exit code: 0 done, 1 something new needs a person, 2 bad settings or usage, 3 a system out of reach.';

type Done = (exit: Promise<ExitCode>) => Promise<void>;

const configOption = (): Option =>
  new Option('--config <file>', 'settings file; paths in it start at its folder').default(
    DEFAULT_CONFIG,
  );

const toLimit = (text: string): number => {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_PER_PAGE) return limit;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_PER_PAGE}.`);
};

/** A verb about tenants, with the flags that all of these have. */
const verb = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .addOption(configOption())
    .option('--tenant <id>', 'one tenant; all when left out');
const reading = (parent: Command, name: string, description: string): Command =>
  verb(parent, name, description).option('--json', 'one JSON document, by tenant');

const addSetUp = (program: Command, toolbox: Toolbox, done: Done): void => {
  const init = program
    .command('init')
    .description('ask, and write the settings file')
    .addOption(configOption())
    .option('--yes', 'ask nothing: flags and defaults answer; replaces a file that is there');
  for (const { flag, message } of INIT_QUESTIONS) init.option(flag, message);
  init.action((flags) => done(initVerb(toolbox, flags)));
  const connect = program.command('connect').description('sign in to a system');
  verb(
    connect,
    'partner-center',
    'sign in with a code in a browser, second factor included',
  ).action((flags) => done(connectPartnerCenterVerb(toolbox, flags)));
  reading(program, 'check', 'settings, sign-in, fields, mapping, allowance').action((flags) =>
    done(checkVerb(toolbox, flags)),
  );
  reading(program, 'provision', 'make the fields and rights that the sync needs in the CRM')
    .option('--dry-run', 'tell what would be made')
    .option('--sellers <e-mails>', 'people who answer leads, with commas')
    .option('--integration-user <user>', 'who syncs; the signed-in user when left out')
    .option('--sfdx <folder>', 'write a source package there instead')
    .action((flags) => done(provisionVerb(toolbox, flags)));
};

const addWork = (program: Command, toolbox: Toolbox, done: Done): void => {
  verb(program, 'run', 'the worker: every tenant by the schedule')
    .option('--verbose', 'log every call')
    .action((flags) => done(runVerb(toolbox, flags)));
  reading(program, 'sync', 'one cycle now').action((flags) => done(syncVerb(toolbox, flags)));
  reading(
    program,
    'plan',
    'what a cycle would write, field by field; the systems are only read (signing in may renew the stored sign-in, and the look is noted as a run)',
  ).action((flags) => done(planVerb(toolbox, flags)));
  reading(program, 'status', 'what needs whom; reads the store only').action((flags) =>
    done(statusVerb(toolbox, flags)),
  );
};

const addLeads = (program: Command, toolbox: Toolbox, done: Done): void => {
  const leads = program.command('leads').description('the leads one by one');
  reading(leads, 'list', 'one line per lead')
    .addOption(new Option('--state <state>', 'only these').choices(LINK_STATES))
    .option('--search <text>', 'in id, name or customer')
    .option('--needs-person', 'only what a person must look at')
    .option('--after <lead>', 'the page after this lead')
    .addOption(new Option('--limit <count>', 'leads per page').default(PAGE).argParser(toLimit))
    .action((flags) => done(leadsListVerb(toolbox, flags)));
  reading(leads, 'show <lead>', 'one lead field by field, with its history').action((lead, flags) =>
    done(leadsShowVerb(toolbox, lead, flags)),
  );
  verb(leads, 'stop <lead>', 'hold a decline, won or lost that waits to be sent').action(
    (lead, flags) => done(leadsStopVerb(toolbox, lead, flags)),
  );
  const conflicts = program.command('conflicts').description('fields changed on both sides');
  reading(conflicts, 'list', 'both values of each').action((flags) =>
    done(conflictsListVerb(toolbox, flags)),
  );
  verb(conflicts, 'settle <lead> [field]', 'decide; all fields of the lead when none is named')
    .addOption(
      new Option('--keep <side>', 'whose value stays')
        .choices(['partner', 'crm'])
        .makeOptionMandatory(),
    )
    .action((lead, field, flags) => done(conflictsSettleVerb(toolbox, { lead, field }, flags)));
  const parked = program.command('parked').description('what a system refused, or was set aside');
  reading(parked, 'list', 'each with the words of the system').action((flags) =>
    done(parkedListVerb(toolbox, flags)),
  );
  verb(parked, 'replay [lead]', 'try it again')
    .option('--all', 'all of them')
    .action((lead, flags) => done(parkedReplayVerb(toolbox, lead, flags)));
};

const addSafety = (program: Command, toolbox: Toolbox, done: Done): void => {
  reading(
    program,
    'release [brake]',
    'what is held back to be safe; with a name, let it go',
  ).action((brake, flags) => done(releaseVerb(toolbox, brake, flags)));
  verb(program, 'adopt', 'accept that the settings lead to other systems than before')
    .option('--yes', 'without typing the name of the CRM organization')
    .action((flags) => done(adoptVerb(toolbox, flags)));
};

/** Runs one command line. @returns the exit code; only a bug is thrown. */
export const runCli = async (toolbox: Toolbox, argv: readonly string[]): Promise<ExitCode> => {
  const { output } = toolbox;
  let exit: ExitCode = EXIT.done;
  const program = new Command('lead-sync')
    .description('Keeps Partner Center referrals in step with CRM opportunities, both ways.')
    .addHelpText('after', `\n${EXITS}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.problem(text.trimEnd()),
    });
  const done: Done = async (work) => {
    exit = await work;
  };
  addSetUp(program, toolbox, done);
  addWork(program, toolbox, done);
  addLeads(program, toolbox, done);
  addSafety(program, toolbox, done);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (isPromptClosed(error)) {
      output.problem('Stopped: nothing was written.');
      return EXIT.settings;
    }
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.settings;
  }
};
