import type { CrmIdentity } from '#core/ports/crm-system.ts';
import type { TenantRecord } from './tenant-record.ts';
import type { TenantRuntime } from './tenant-runtime.ts';

export interface Answered {
  readonly record: TenantRecord;
  /** To be dropped once the record is saved: a crash in between answers them again, which changes nothing. */
  readonly ids: readonly number[];
}

/** People's verbs for the tenant, answered at the start of a run: release a brake, adopt a world. */
export const answerRequests = async (
  runtime: Pick<TenantRuntime, 'store' | 'policy' | 'clock' | 'partnerOrganizationId'>,
  record: TenantRecord,
  identity: CrmIdentity,
): Promise<Answered> => {
  const { store, policy } = runtime;
  let next = record;
  const waiting = await store.tenants.listRequests(policy.tenant);
  for (const { request } of waiting) {
    switch (request.kind) {
      case 'adopt': {
        const { partnerOrganizationId } = runtime;
        const world = { crmOrganizationId: identity.organizationId, partnerOrganizationId };
        const adoptedAt = runtime.clock.now();
        next = { ...next, world, mismatch: null, adoptedAt, beganAt: next.beganAt ?? adoptedAt };
        break;
      }
      case 'release': {
        const brake = next.brakes.find((held) => held.id === request.brake && !held.isReleased);
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
  return { record: next, ids: waiting.map(({ id }) => id) };
};
