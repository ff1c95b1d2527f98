import type { HeldBrake } from '#core/sync/tenant-record.ts';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { noteAudit } from './note-audit.ts';
import { onlyTenant, withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson, type Output } from './output.ts';
import { table } from './table.ts';
import type { Toolbox } from './toolbox.ts';
import { followCycle, tellCycle } from './verb-sync.ts';

export const heldBrakes = async ({ store, id }: Tenant): Promise<readonly HeldBrake[]> =>
  ((await store.tenants.find(id))?.brakes ?? []).filter(({ isReleased }) => !isReleased);

export const brakeTable = (brakes: readonly HeldBrake[], { say, show }: Tenant): string[] =>
  table([
    ['BRAKE', 'WHAT', 'LEADS', 'SINCE'],
    ...brakes.map(({ id, kind, subject, referrals, heldAt }) => [
      id,
      [say({ key: `brake.${kind}`, values: {} }), subject].filter((part) => part !== '').join(': '),
      String(referrals.length),
      show(heldAt),
    ]),
  ]);

const tellBrakes = (output: Output, brakes: readonly HeldBrake[], tenant: Tenant): void => {
  if (brakes.length === 0) output.line(`${tenant.id}: nothing is held back.`);
  else for (const line of brakeTable(brakes, tenant)) output.line(line);
};

/** Without a name: what is held back. With one: lets exactly those writes go. */
export const releaseVerb = async (
  toolbox: Toolbox,
  brake: string | undefined,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const { output, clock, person } = toolbox;
    if (brake === undefined) {
      const all = await Promise.all(
        opened.tenants.map(async (tenant) => ({ tenant, brakes: await heldBrakes(tenant) })),
      );
      if (flags.json === true) {
        const entries = all.map(({ tenant, brakes }) => [tenant.id, brakes]);
        writeJson(output, Object.fromEntries(entries));
      } else for (const { tenant, brakes } of all) tellBrakes(output, brakes, tenant);
      return EXIT.done;
    }
    const tenant = onlyTenant(opened);
    const held = await heldBrakes(tenant);
    if (!held.some(({ id }) => id === brake)) {
      const ids = held.map(({ id }) => id).join(', ');
      throw new UsageError(
        `Nothing is held back as "${brake}". ${ids === '' ? 'Nothing is held back at all.' : `Held: ${ids}.`}`,
      );
    }
    const at = clock.now();
    await tenant.store.tenants.addRequest(tenant.id, { kind: 'release', brake, by: person, at });
    await noteAudit(toolbox, tenant, { verb: 'release', subject: brake });
    const { end, exit } = await followCycle(toolbox, tenant);
    tellCycle(output, tenant, end);
    return exit;
  });
