import type { Instant } from '#core/lead/instant.ts';
import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { PartnerCapabilities } from '#core/ports/partner-system.ts';

export type BrakeKind = 'clears' | 'endings' | 'gone';

/** Writes of one kind that a run held back; `release` lets exactly these go. */
export interface HeldBrake {
  readonly id: string;
  readonly kind: BrakeKind;
  /** For clears: side and field; else empty. */
  readonly subject: string;
  readonly referrals: readonly ReferralId[];
  readonly heldAt: Instant;
  readonly isReleased: boolean;
}

/** Which world the tenant's links belong to (design §9). */
export interface World {
  readonly crmOrganizationId: string;
  /** Null until the first page of referrals has shown it. */
  readonly partnerOrganizationId: string | null;
}

export interface TenantRecord {
  readonly tenant: TenantId;
  readonly world: World | null;
  /** Start of the tenant's first cycle: older referrals are backfill. */
  readonly beganAt: Instant | null;
  /** Set when the world did not match: no write anywhere until a person adopts. */
  readonly mismatch: { readonly at: Instant; readonly why: string } | null;
  /** When a person last adopted: rows seen before may be older since, if they come from a restored copy. */
  readonly adoptedAt?: Instant;
  /** A sign-in that was refused twice, in the system's own words: tried again at the next start. */
  readonly stopped: {
    readonly at: Instant;
    readonly side: 'partner' | 'crm';
    readonly words: string;
  } | null;
  readonly partnerCapabilities: PartnerCapabilities | null;
  /** API version for which the composite guard was proved, and how it came out (design §7.4). */
  readonly crmProbe: { readonly apiVersion: string; readonly isComposite: boolean } | null;
  readonly brakes: readonly HeldBrake[];
  readonly mappingVersion: string | null;
  /** What the settings let in at the last run (include, createAt, backfill), as one text. */
  readonly admits: string | null;
}

export const newTenantRecord = (tenant: TenantId): TenantRecord => ({
  tenant,
  world: null,
  beganAt: null,
  mismatch: null,
  stopped: null,
  partnerCapabilities: null,
  crmProbe: null,
  brakes: [],
  mappingVersion: null,
  admits: null,
});
