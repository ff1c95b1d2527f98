import { join, resolve } from 'node:path';
import type { ProvisionReport, ProvisionState } from '#core/ports/provisioner.ts';
import { clearStop } from './clear-stop.ts';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { noteAudit } from './note-audit.ts';
import { guarded, onlyTenant, requireSettings, withTenants, type Flags } from './open-tenants.ts';
import { writeJson, type Output } from './output.ts';
import { table } from './table.ts';
import type { Toolbox } from './toolbox.ts';

const STATE_WORDS: Readonly<Record<ProvisionState, string>> = {
  present: 'there already',
  created: 'created',
  extended: 'values added',
  granted: 'right granted',
  assigned: 'assigned',
  wouldCreate: 'would be created',
  wouldExtend: 'would get values',
  wouldGrant: 'would be granted',
  wouldAssign: 'would be assigned',
  refused: 'refused',
};

export interface ProvisionFlags extends Flags {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  /** With commas. */
  readonly sellers?: string;
  readonly integrationUser?: string;
  /** A folder: the package is written there, nothing is sent. */
  readonly sfdx?: string;
}

const writePackage = (toolbox: Toolbox, flags: ProvisionFlags, folder: string): ExitCode => {
  const { config, tenant } = flags;
  const { tenants } = requireSettings(toolbox, { config, tenant, needsKey: false });
  const [only] = tenants;
  if (only === undefined || tenants.length > 1) {
    throw new UsageError('There are several tenants: name one with --tenant.');
  }
  const files = toolbox.systems.sfdxPackage(only.settings.language);
  for (const [path, text] of files) toolbox.files.write(join(folder, path), text);
  const { output } = toolbox;
  output.line(`${files.size} files written to ${resolve(folder)}.`);
  output.line('Deploy them from there: sf project deploy start --source-dir force-app');
  return EXIT.done;
};

const tell = (output: Output, report: ProvisionReport): void => {
  const rows = report.steps.map(({ what, state, words }) => [
    what,
    STATE_WORDS[state],
    words ?? '',
  ]);
  for (const line of table([['WHAT', 'IS', 'WORDS'], ...rows])) output.line(line);
  for (const hint of report.hints) output.line(`Hint: ${hint}`);
  for (const problem of report.problems) output.problem(problem);
};

const isWell = ({ problems, steps }: ProvisionReport): boolean =>
  problems.length === 0 && steps.every(({ state }) => state !== 'refused');

const namesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Makes the fields and rights in the CRM, or writes them as a package for admins who deploy themselves. */
export const provisionVerb = async (toolbox: Toolbox, flags: ProvisionFlags): Promise<ExitCode> => {
  const { sfdx } = flags;
  if (sfdx !== undefined) return guarded(toolbox, async () => writePackage(toolbox, flags, sfdx));
  return withTenants(toolbox, flags, async (opened) => {
    const { output, systems, clock } = toolbox;
    const tenant = onlyTenant(opened);
    const { settings, store } = tenant;
    const isDry = flags.dryRun === true;
    const report = await systems.provision(
      { settings, store, clock, log: toolbox.log('error') },
      {
        language: settings.language,
        dryRun: isDry,
        sellers: namesOf(flags.sellers),
        ...(flags.integrationUser === undefined ? {} : { integrationUser: flags.integrationUser }),
      },
    );
    if (flags.json === true) writeJson(output, { [tenant.id]: report });
    else tell(output, report);
    if (!isDry) await noteAudit(toolbox, tenant, { verb: 'provision', subject: settings.crm.kind });
    if (!isWell(report)) return EXIT.person;
    if (!isDry) await clearStop(tenant);
    return EXIT.done;
  });
};
