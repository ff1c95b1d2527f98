import type { Instant } from '#core/lead/instant.ts';
import type { RunId, TenantId } from '#core/lead/ids.ts';

/** What one cycle did, as `sync` prints it. */
export interface CycleReport {
  readonly polled: number;
  readonly due: number;
  readonly created: number;
  readonly patched: number;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly parked: number;
  readonly waiting: number;
  readonly calls: { readonly partner: number; readonly crm: number };
}

export interface RunOutcome {
  readonly kind: 'done' | 'failed';
  /** Nothing was written: somebody only wanted to see the plan. */
  readonly isPreview?: true;
  readonly at: Instant;
  readonly report?: CycleReport;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface RunRecord {
  readonly run: RunId;
  readonly tenant: TenantId;
  readonly epoch: number;
  readonly startedAt: Instant;
  readonly outcome: RunOutcome | null;
}
