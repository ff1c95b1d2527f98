import type { SyncError } from '#core/failures/sync-error.ts';
import type { Instant } from '#core/lead/instant.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { OpportunityId, RunId } from '#core/lead/ids.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { BrakeTally } from './brake.ts';
import type { Foreseen } from './observe.ts';
import type { Tally } from './tally.ts';
import type { TenantParts } from './tenant-runtime.ts';
import type { Turns } from './turns.ts';

/** Everything one run of one tenant works with. */
export interface Session extends TenantParts {
  readonly run: RunId;
  readonly epoch: number;
  readonly startedAt: Instant;
  /** `preview`: nothing is saved anywhere, observe: only what was seen and what would be done. */
  readonly mode: 'live' | 'observe' | 'preview';
  readonly codecs: readonly Codec[];
  readonly metadata: CrmMetadata;
  /** Referrals created before this instant were there when the tenant began; null until the first pass is over: all were. */
  readonly backfillUntil: string | null;
  readonly brakes: BrakeTally;
  readonly tally: Tally;
  /** Set once this run has met the end of today's calls: what is left of them is for stage moves. */
  readonly spent: { error: SyncError | null };
  /** By engagement: of its referrals one at a time gets its opportunity. */
  readonly creating: Turns;
  /** Rows seen before this may be older now without being a restored copy: a person has looked. */
  readonly adoptedAt: Instant | undefined;
  /** Rows read by id that were older than seen, in this run. */
  readonly olderRows: Set<OpportunityId>;
  /** Observe and preview: told of every plan made. */
  readonly foreseen: (foreseen: Foreseen) => void;
  /** Aborted when the lease is lost or the process is to stop: no new link is begun. */
  readonly signal: AbortSignal;
}
