import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { findLead } from './find-lead.ts';
import { layRequest } from './lay-request.ts';
import { nameOf } from './link-words.ts';
import { noteAudit } from './note-audit.ts';
import { onlyTenant, withTenants, type Flags } from './open-tenants.ts';
import type { Toolbox } from './toolbox.ts';
import { followCycle, tellCycle } from './verb-sync.ts';

/** Holds a decline, won or lost that waits out its grace, until stage or answer changes again (design §6). */
export const leadsStopVerb = async (
  toolbox: Toolbox,
  lead: string,
  flags: Flags,
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const { output, person } = toolbox;
    const tenant = onlyTenant(opened);
    const { link } = await findLead(tenant, lead);
    const laid = await layRequest(tenant, link.referral, ({ move }) =>
      move === null ? undefined : { kind: 'stop', by: person },
    );
    if (laid === 'changed') {
      throw new UsageError(
        `Nothing of “${nameOf(link)}” waits to be sent: there is nothing to stop.`,
      );
    }
    await noteAudit(toolbox, tenant, { verb: 'stop', subject: link.referral });
    const { end, exit } = await followCycle(toolbox, tenant);
    tellCycle(output, tenant, end);
    const after = (await tenant.store.links.find(tenant.id, link.referral))?.link.move ?? null;
    if (after?.isStopped === true) return exit;
    output.problem(
      `“${nameOf(link)}”: too late, or changed meanwhile. See: lead-sync leads show ${link.referral}`,
    );
    return EXIT.person;
  });
