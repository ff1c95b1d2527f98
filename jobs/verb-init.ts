import { EXIT, UsageError, type ExitCode } from './exit.ts';
import {
  INIT_QUESTIONS,
  SECRET_NAMES,
  answerProblem,
  settingsText,
  type Answers,
  type InitQuestion,
} from './init-questions.ts';
import { guarded } from './open-tenants.ts';
import { KEY_NAME } from './settings-file.ts';
import type { Toolbox } from './toolbox.ts';

export type InitFlags = Partial<Answers> & {
  readonly config: string;
  /** Asks nothing: flags and defaults answer, and a file that is there is replaced. */
  readonly yes?: boolean;
};

const flagName = ({ flag }: InitQuestion): string => flag.split(' ')[0] ?? flag;

/** Every flag that is wrong, or is missing where nobody is asked. */
const flagProblems = (flags: InitFlags, isAsking: boolean): string[] =>
  INIT_QUESTIONS.flatMap((question) => {
    const answer = flags[question.name] ?? (isAsking ? undefined : question.default);
    if (answer === undefined) return isAsking ? [] : [`${flagName(question)}: is missing`];
    const problem = answerProblem(question.name, answer);
    return problem === undefined ? [] : [`${flagName(question)}: ${problem}`];
  });

const answerTo = async (
  { ask }: Pick<Toolbox, 'ask'>,
  question: InitQuestion,
  flags: InitFlags,
): Promise<string> => {
  const { name, message, choices, default: usual } = question;
  const given = flags[name] ?? (flags.yes === true ? usual : undefined);
  if (given !== undefined) return given.trim();
  if (choices !== undefined) return ask.choose(message, choices);
  const answer = await ask.text({
    message,
    check: (text) => answerProblem(name, text),
    ...(usual === undefined ? {} : { default: usual }),
  });
  return answer.trim();
};

const mayWrite = async ({ ask, files }: Toolbox, flags: InitFlags): Promise<boolean> => {
  if (!files.exists(flags.config) || flags.yes === true) return true;
  return ask.confirm(`${flags.config} is there already. Replace it?`);
};

const nextSteps = (config: string): string[] => [
  `${config} is written. It holds no secret; set these where lead-sync is started, for instance in a file .env:`,
  ...SECRET_NAMES.map((name) => `    ${name}=…`),
  `    ${KEY_NAME}=…    (make it once: openssl rand -base64 32)`,
  'Then, in this order:',
  '    lead-sync connect partner-center    sign in, with a second factor',
  '    lead-sync provision                 make the fields and rights in the CRM',
  '    lead-sync check                     everything in place?',
  '    lead-sync plan                      what would be written, field by field',
  `    lead-sync run                       observes; to write, set "mode" to "live" in ${config}`,
];

/** Asks, and writes the settings file. */
export const initVerb = async (toolbox: Toolbox, flags: InitFlags): Promise<ExitCode> =>
  guarded(toolbox, async () => {
    const { output, ask, files } = toolbox;
    const isAsking = flags.yes !== true;
    if (isAsking && !ask.canAnswer) {
      throw new UsageError('Nobody is here to answer: give --yes and the answers as flags.');
    }
    const problems = flagProblems(flags, isAsking);
    if (problems.length > 0) throw new UsageError(problems.join('\n'));
    if (!(await mayWrite(toolbox, flags))) {
      output.line(`${flags.config} stays as it is.`);
      return EXIT.done;
    }
    const given: [string, string][] = [];
    for (const question of INIT_QUESTIONS) {
      given.push([question.name, await answerTo(toolbox, question, flags)]);
    }
    files.write(flags.config, settingsText(Object.fromEntries(given) as unknown as Answers));
    for (const line of nextSteps(flags.config)) output.line(line);
    return EXIT.done;
  });
