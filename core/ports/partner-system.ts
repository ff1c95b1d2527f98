import type { Instant } from '#core/lead/instant.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import type { LeadFields, LeadPath } from '#core/lead/lead.ts';
import type { Stage, StageMove } from '#core/lead/stage.ts';
import type { Cursor, FeedPage, WriteGuard, WriteOutcome } from './feed.ts';

/** A referral as Partner Center shows it, decoded and trimmed. */
export interface PartnerView {
  readonly id: ReferralId;
  readonly engagementId: string;
  /** Owner of this referral: the tenant's own organization, or somebody else's half of a co-sell. */
  readonly organizationId: string;
  /** True when only one partner can see it (type Independent): its organization is the tenant's own. */
  readonly isIndependent: boolean;
  /** The eTag, inner quotes included. */
  readonly version: string;
  readonly updatedAt: Instant;
  /** When our request was sent: ages count from here. */
  readonly readAt: Instant;
  readonly stage: Stage;
  readonly reason: string | null;
  readonly fields: LeadFields;
}

/** Paths Partner Center's PATCH takes (reference PC §11.1); `name` only where a probe has shown it. */
export const PARTNER_WRITABLE = [
  'value',
  'closeDate',
  'notes',
  'crmId',
  'campaignId',
  'salesStage',
  'name',
] as const satisfies readonly LeadPath[];
export type PartnerWritable = (typeof PARTNER_WRITABLE)[number];

/** One PATCH: last edits and the stage move travel together (reference PC §11.6). */
export interface PartnerChange {
  readonly fields: Pick<LeadFields, PartnerWritable>;
  readonly stage?: { readonly to: StageMove; readonly reason: string | null };
}

/** What this tenant's Partner Center turned out to do; learned once, kept by the store. */
export interface PartnerCapabilities {
  /** False after a 400 on the date filter: the feed then reads newest first down to the cursor. */
  readonly filtersByDate: boolean;
  /** Takes `/name` in a PATCH (not in the published list, reference PC §11.1). Unknown until probed. */
  readonly writesName: boolean | undefined;
  /** Takes `null` to clear a field; else an empty text is sent. Unknown until probed. */
  readonly writesNull: boolean | undefined;
}

export interface PartnerSystem {
  readonly capabilities: PartnerCapabilities;
  /** Changed referrals since the cursor, overlap included; without a cursor everything visible. */
  listChanges(cursor: Cursor | undefined): AsyncIterable<FeedPage<PartnerView>>;
  fetch(id: ReferralId): Promise<PartnerView | 'gone'>;
  /** One conditional JSON Patch with the new document as its reply. */
  patch(
    id: ReferralId,
    change: PartnerChange,
    guard: WriteGuard,
  ): Promise<WriteOutcome<PartnerView>>;
  /** Asks once what PATCH takes, by writing values that are already there. Sends at most two patches, each guarded by the eTag. */
  probe(view: PartnerView): Promise<{ capabilities: PartnerCapabilities; view: PartnerView }>;
  /** The referral's page in the portal. */
  linkTo(id: ReferralId): string;
}
