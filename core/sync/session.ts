import type { SyncError } from '#core/failures/sync-error.ts';
import type { Instant } from '#core/lead/instant.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { OpportunityId, RunId } from '#core/lead/ids.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { CrmSystem } from '#core/ports/crm-system.ts';
import type { Log } from '#core/ports/log.ts';
import type { PartnerSystem } from '#core/ports/partner-system.ts';
import type { Store } from '#core/ports/store.ts';
import type { BrakeTally } from './brake.ts';
import type { Note } from './link.ts';
import type { Foreseen } from './observe.ts';
import type { Tally } from './tally.ts';
import type { TenantPolicy } from './tenant-policy.ts';
import type { Turns } from './turns.ts';

/** Everything one run of one tenant works with. */
export interface Session {
  readonly run: RunId;
  readonly epoch: number;
  readonly startedAt: Instant;
  /** `preview`: nothing is saved anywhere, observe: only what was seen and what would be done. */
  readonly mode: 'live' | 'observe' | 'preview';
  readonly policy: TenantPolicy;
  readonly mapping: Mapping;
  readonly codecs: readonly Codec[];
  readonly metadata: CrmMetadata;
  readonly partner: PartnerSystem;
  readonly crm: CrmSystem;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly say: (note: Note) => string;
  readonly random: () => number;
  readonly newId: () => string;
  /** One-way, for keys of people and companies. */
  readonly hash: (text: string) => string;
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
