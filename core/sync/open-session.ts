import type { ReferralId, RunId } from '#core/lead/ids.ts';
import { checkMapping } from '#core/mapping/check.ts';
import { createCodec } from '#core/mapping/codec.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { CrmIdentity } from '#core/ports/crm-system.ts';
import { createBrakeTally } from './brake.ts';
import type { Foreseen } from './observe.ts';
import type { Session } from './session.ts';
import { createTally } from './tally.ts';
import type { TenantRecord } from './tenant-record.ts';
import type { TenantRuntime } from './tenant-runtime.ts';
import { createTurns } from './turns.ts';
import { judgeCrmWorld } from './world.ts';

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Plans what a live run would write, saving nothing. */
  readonly preview?: (foreseen: Foreseen) => void;
}

/** What in the mapping this CRM cannot take, in words; undefined = nothing that blocks. */
export const blockingProblems = (
  runtime: TenantRuntime,
  metadata: CrmMetadata,
): string | undefined => {
  const blocking = checkMapping(runtime.mapping, metadata).filter(
    (problem) => problem.severity === 'blocks',
  );
  if (blocking.length === 0) return undefined;
  return blocking
    .map(({ path, problem, remedy }) => `${path}: ${runtime.say(problem)} ${runtime.say(remedy)}`)
    .join('\n');
};

/** Pins the world at the first run, refuses another one later. */
export const entered = async (
  runtime: TenantRuntime,
  record: TenantRecord,
  identity: CrmIdentity,
): Promise<TenantRecord> => {
  const { policy, store, clock, crm } = runtime;
  const isNew = record.world === null;
  const counts = isNew ? await store.links.count(policy.tenant, clock.now()) : undefined;
  const verdict = judgeCrmWorld(record, {
    crmOrganizationId: identity.organizationId,
    organizationName: identity.organizationName,
    holdsReferrals: isNew ? await crm.holdsReferrals() : false,
    hasLinks: (counts?.all ?? 1) > 0,
  });
  switch (verdict.kind) {
    case 'same':
      return record;
    case 'first': {
      const { partnerOrganizationId } = runtime;
      const world = { crmOrganizationId: identity.organizationId, partnerOrganizationId };
      return { ...record, world, beganAt: record.beganAt ?? clock.now() };
    }
    case 'mismatch':
      return { ...record, mismatch: { at: clock.now(), why: verdict.why } };
    default:
      return verdict satisfies never;
  }
};

/** A lead that both feeds show is told once: the first time with both rows read, the second time one of them is old. */
const tellOnce = (tell: (foreseen: Foreseen) => void): Session['foreseen'] => {
  const told = new Set<ReferralId>();
  return (foreseen) => {
    const { referral } = foreseen.link;
    if (told.has(referral)) return;
    told.add(referral);
    tell(foreseen);
  };
};

export const openSession = (
  runtime: TenantRuntime,
  parts: {
    readonly run: RunId;
    readonly epoch: number;
    readonly metadata: CrmMetadata;
    readonly record: TenantRecord;
    readonly links: number;
  },
  options: RunOptions,
): Session => ({
  ...runtime,
  run: parts.run,
  epoch: parts.epoch,
  startedAt: runtime.clock.now(),
  mode: options.preview === undefined ? runtime.policy.mode : 'preview',
  metadata: parts.metadata,
  codecs: runtime.mapping.rules.map((rule) => createCodec(rule, parts.metadata)),
  backfillUntil: parts.record.beganAt,
  brakes: createBrakeTally({
    links: parts.links,
    closesPerCycle: runtime.policy.limits.closesPerCycle,
    stored: parts.record.brakes,
  }),
  tally: createTally(),
  adoptedAt: parts.record.adoptedAt,
  spent: { error: null },
  creating: createTurns(),
  olderRows: new Set(),
  foreseen: tellOnce(options.preview ?? (() => undefined)),
  signal: options.signal,
});
