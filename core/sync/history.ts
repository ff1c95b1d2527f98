import type { Instant } from '#core/lead/instant.ts';
import type { OperationId, OpportunityId, ReferralId, RunId, TenantId } from '#core/lead/ids.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import type { StageMove } from '#core/lead/stage.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';

type Shown = LeadValue | CrmFields | null;

/** One write, after the fact: what was there, what was sent, what the system then showed. */
export interface HistoryEntry {
  readonly tenant: TenantId;
  readonly referral: ReferralId;
  readonly opportunity: OpportunityId | null;
  readonly run: RunId;
  readonly operation: OperationId;
  readonly at: Instant;
  readonly side: 'partner' | 'crm';
  readonly kind: 'create' | 'patch';
  readonly purpose: 'sync' | 'settle';
  /** `lostThenFound`: the reply was lost and the settling found it done; `notSent`: found not done. */
  readonly outcome: 'done' | 'refused' | 'stale' | 'gone' | 'lostThenFound' | 'notSent';
  readonly words?: string;
  /** The stage move that went with it. */
  readonly stage?: { readonly to: StageMove; readonly reason: string | null };
  readonly atoms: Readonly<
    Record<string, { readonly before: Shown; readonly after: Shown; readonly shown?: Shown }>
  >;
}
