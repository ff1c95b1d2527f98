import type { TenantId } from '#core/lead/ids.ts';
import type { Store } from '#core/ports/store.ts';
import { eachLink } from './each-link.ts';

/** What of the leads waits for a decision: conflicts, refused values, leads set aside, brakes held. */
export const troublesOf = async (
  store: Pick<Store, 'links' | 'tenants'>,
  tenant: TenantId,
): Promise<ReadonlySet<string>> => {
  const troubles = new Set<string>();
  for await (const { link } of eachLink(store, tenant, { needsPerson: true })) {
    for (const { key } of link.conflicts) troubles.add(`conflict ${link.referral} ${key}`);
    for (const { key } of link.refused) troubles.add(`refused ${link.referral} ${key}`);
    if (link.state.kind === 'parked') troubles.add(`parked ${link.referral}`);
  }
  const record = await store.tenants.find(tenant);
  for (const { id, isReleased } of record?.brakes ?? []) {
    if (!isReleased) troubles.add(`brake ${id}`);
  }
  return troubles;
};
