import type { Instant } from '#core/lead/instant.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { PartnerCapabilities } from '#core/ports/partner-system.ts';
import type { Note } from '#core/sync/link.ts';
import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import type { BrakeKind } from '#core/sync/tenant-record.ts';

/** Everything a plan depends on besides the link and the two views. */
export interface PlanContext {
  readonly now: Instant;
  readonly mapping: Mapping;
  readonly codecs: readonly Codec[];
  readonly metadata: CrmMetadata;
  readonly policy: TenantPolicy;
  readonly partnerCapabilities: PartnerCapabilities;
  readonly closedRowsWritable: boolean;
  /** The words of a note in the tenant's language. */
  readonly say: (note: Note) => string;
  /** The referral's page in the portal. */
  readonly referralLink: string;
  /** After a refusal that blames nothing: edits travel one by one, so that one bad value stops no other. */
  readonly isOneByOne: { readonly partner: boolean; readonly crm: boolean };
  /** A brake holds writes of this kind. */
  readonly isHeld: (kind: BrakeKind, subject: string) => boolean;
}
