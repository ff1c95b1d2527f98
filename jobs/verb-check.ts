import { checkTenant } from './check-tenant.ts';
import { worst, type ExitCode } from './exit.ts';
import { exitOfFindings, type Finding } from './findings.ts';
import { withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson } from './output.ts';
import { table } from './table.ts';
import type { Toolbox } from './toolbox.ts';

/** Looks at everything a cycle needs and writes nothing to either system. */
export const checkVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const { output } = toolbox;
    const all: [Tenant, readonly Finding[]][] = [];
    for (const tenant of tenants) all.push([tenant, await checkTenant(tenant)]);
    if (flags.json === true) {
      writeJson(output, Object.fromEntries(all.map(([{ id }, findings]) => [id, findings])));
    } else {
      for (const [tenant, findings] of all) {
        output.line(`${tenant.id}:`);
        const rows = findings.map(({ what, is, words }) => [what, is, words]);
        for (const line of table([['WHAT', 'IS', 'WORDS'], ...rows])) output.line(line);
      }
    }
    return worst(all.map(([, findings]) => exitOfFindings(findings)));
  });
