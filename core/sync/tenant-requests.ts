import type { CrmIdentity } from '#core/ports/crm-system.ts';
import type { TenantRecord } from './tenant-record.ts';
import type { TenantRuntime } from './tenant-runtime.ts';

/** People's verbs for the tenant, taken once each at the start of a run: release a brake, adopt a world. */
export const takeRequests = async (
  runtime: Pick<TenantRuntime, 'store' | 'policy' | 'clock' | 'partnerOrganizationId'>,
  record: TenantRecord,
  identity: CrmIdentity,
): Promise<TenantRecord> => {
  const { store, policy } = runtime;
  let next = record;
  for (const request of await store.tenants.takeRequests(policy.tenant)) {
    switch (request.kind) {
      case 'adopt': {
        const { partnerOrganizationId } = runtime;
        const world = { crmOrganizationId: identity.organizationId, partnerOrganizationId };
        const adoptedAt = runtime.clock.now();
        next = { ...next, world, mismatch: null, adoptedAt, beganAt: next.beganAt ?? adoptedAt };
        break;
      }
      case 'release': {
        const brake = next.brakes.find((held) => held.id === request.brake);
        if (brake === undefined) break;
        await store.links.markDue(policy.tenant, brake.referrals);
        next = {
          ...next,
          brakes: next.brakes.map((held) =>
            held === brake ? { ...held, isReleased: true } : held,
          ),
        };
        break;
      }
      default:
        request satisfies never;
    }
  }
  return next;
};
