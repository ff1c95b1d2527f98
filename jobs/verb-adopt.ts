import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { lookAtWorld, type WorldLook } from './look-at-world.ts';
import { noteAudit } from './note-audit.ts';
import { onlyTenant, withTenants, type Flags } from './open-tenants.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';
import type { Toolbox } from './toolbox.ts';

const tellWorlds = (output: Output, { record, identity, links, why }: WorldLook): void => {
  const { world } = record;
  const kind = identity.isSandbox ? 'sandbox' : 'production';
  output.line(`${why ?? ''}.`);
  output.line();
  const rows = [
    ['', 'LINKS BELONG TO', 'SETTINGS LEAD TO'],
    [
      'CRM',
      world?.crmOrganizationId ?? '(nothing yet)',
      `${identity.organizationId} ${identity.organizationName} (${kind})`,
    ],
    [
      'Partner organization',
      world?.partnerOrganizationId ?? '(nothing yet)',
      '(read at the next cycle)',
    ],
    ['Leads known', String(links), ''],
  ];
  for (const line of table(rows)) output.line(line);
  output.line();
};

/** Accepts that the tenant's systems are others than those its links were made with. */
export const adoptVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly yes?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const { output, ask, clock, person } = toolbox;
    const tenant = onlyTenant(opened);
    const look = await lookAtWorld(await tenant.compose());
    if (look.why === undefined) {
      output.line(`${tenant.id}: the systems are those the links belong to; nothing to adopt.`);
      return EXIT.done;
    }
    tellWorlds(output, look);
    const { organizationName, organizationId } = look.identity;
    if (flags.yes !== true) {
      if (!ask.canAnswer) throw new UsageError('Nobody is here to confirm: give --yes.');
      const message = `From now on the leads are written to this CRM. Type its name (${organizationName}) to go on:`;
      if ((await ask.text({ message })).trim() !== organizationName) {
        output.problem('That is another name: nothing was changed.');
        return EXIT.person;
      }
    }
    await tenant.store.tenants.addRequest(tenant.id, {
      kind: 'adopt',
      by: person,
      at: clock.now(),
    });
    await noteAudit(toolbox, tenant, { verb: 'adopt', subject: organizationId });
    output.line('The next cycle begins with it: the worker by itself, or lead-sync sync.');
    return EXIT.done;
  });
