import type { CrmIdentity } from '#core/ports/crm-system.ts';
import { newTenantRecord, type TenantRecord } from '#core/sync/tenant-record.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { judgeCrmWorld } from '#core/sync/world.ts';

/** Which systems the links belong to, and which the settings lead to now. */
export interface WorldLook {
  readonly record: TenantRecord;
  readonly identity: CrmIdentity;
  readonly links: number;
  /** Why they are not the same; undefined: they are, or nothing is pinned yet. */
  readonly why: string | undefined;
}

/** Asks the CRM who it is and changes nothing. */
export const lookAtWorld = async (runtime: TenantRuntime): Promise<WorldLook> => {
  const { store, policy, clock, crm } = runtime;
  const record = (await store.tenants.find(policy.tenant)) ?? newTenantRecord(policy.tenant);
  const identity = await crm.identify();
  const { all: links } = await store.links.count(policy.tenant, clock.now());
  if (record.mismatch !== null) return { record, identity, links, why: record.mismatch.why };
  const verdict = judgeCrmWorld(record, {
    crmOrganizationId: identity.organizationId,
    organizationName: identity.organizationName,
    holdsReferrals: record.world === null && (await crm.holdsReferrals()),
    hasLinks: links > 0,
  });
  const why = verdict.kind === 'mismatch' ? verdict.why : undefined;
  return { record, identity, links, why };
};
