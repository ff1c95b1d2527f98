import type { Tenant } from './open-tenants.ts';
import type { Toolbox } from './toolbox.ts';

/** Who did what, for the record. */
export const noteAudit = async (
  { clock, person }: Pick<Toolbox, 'clock' | 'person'>,
  { id, store }: Pick<Tenant, 'id' | 'store'>,
  deed: { readonly verb: string; readonly subject: string },
): Promise<void> => store.audit.append({ tenant: id, at: clock.now(), by: person, ...deed });
