import { MINUTE_MS, SECOND_MS } from '#core/lead/instant.ts';
import { clearStop } from './clear-stop.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { noteAudit } from './note-audit.ts';
import { onlyTenant, withTenants, type Flags } from './open-tenants.ts';
import type { Toolbox } from './toolbox.ts';

/** A person signs in to Partner Center in any browser, second factor included; the sign-in is stored. */
export const connectPartnerCenterVerb = async (toolbox: Toolbox, flags: Flags): Promise<ExitCode> =>
  withTenants(toolbox, flags, async (opened) => {
    const { output, systems, clock, signal } = toolbox;
    const tenant = onlyTenant(opened);
    const { settings, store } = tenant;
    await systems.signIn(
      { settings, store, clock, log: toolbox.log('error') },
      {
        signal,
        show: ({ url, code, expiresInSeconds }) => {
          const minutes = Math.floor((expiresInSeconds * SECOND_MS) / MINUTE_MS);
          output.line(`Open ${url} in a browser and enter the code ${code}`);
          output.line(
            `Sign in as a user who may see the referrals, with a second factor. The code is good for ${minutes} minutes.`,
          );
        },
      },
    );
    await clearStop(tenant);
    await noteAudit(toolbox, tenant, { verb: 'connect', subject: 'partner-center' });
    output.line('Signed in, and the sign-in is stored. Next: lead-sync check');
    return EXIT.done;
  });
