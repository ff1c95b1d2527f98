import type { Instant } from '#core/lead/instant.ts';
import type { OpportunityId, ReferralId, RunId, TenantId } from '#core/lead/ids.ts';
import type { HistoryEntry } from '#core/sync/history.ts';
import type { Link } from '#core/sync/link.ts';
import type { TenantRecord } from '#core/sync/tenant-record.ts';
import type { RunOutcome, RunRecord } from '#core/sync/run-record.ts';
import type { Cursor } from './feed.ts';

/**
 * A link with its mark. The mark stands beside the version and is raised without touching it, so
 * that it can never be lost by a save: due means `dueSeq > doneSeq`, or `schedule.until` has come.
 */
export interface StoredLink {
  readonly link: Link;
  readonly dueSeq: number;
  readonly doneSeq: number;
  /** The mark up to which `link.seen` holds what made it due; 0 for a new link. */
  readonly plannedSeq: number;
}

export type SaveOutcome =
  | 'saved'
  /** The stored version is another one: nothing was changed. */
  | 'stale'
  /** Another link of the tenant holds this opportunity: nothing was changed. */
  | 'opportunityTaken';

export interface SaveOptions {
  readonly doneSeq?: number;
  readonly plannedSeq?: number;
  readonly history?: readonly HistoryEntry[];
}

/** Which links a list is about. Every key narrows. */
export interface LinkFilter {
  readonly state?: Link['state']['kind'];
  readonly hasConflict?: true;
  readonly hasRefused?: true;
  /** Something a person must do: conflict, refusal, parked, gone, or a note marked so. */
  readonly needsPerson?: true;
  /** Text in the referral id, opportunity id, lead name or customer name; case ignored. */
  readonly search?: string;
}

export interface LinkCounts {
  readonly all: number;
  readonly linked: number;
  readonly due: number;
  readonly conflicts: number;
  readonly refused: number;
  readonly parked: number;
  readonly gone: number;
  readonly left: number;
  readonly waiting: number;
}

export interface LinkStore {
  /** Stores a new link at version 1 and due. `exists`: the referral has one already, nothing changed. */
  insert(link: Link): Promise<'inserted' | 'exists' | 'opportunityTaken'>;
  find(tenant: TenantId, referral: ReferralId): Promise<StoredLink | undefined>;
  /** In no particular order; unknown ids are simply absent. Any number of ids. */
  findMany(tenant: TenantId, referrals: readonly ReferralId[]): Promise<StoredLink[]>;
  findByOpportunity(
    tenant: TenantId,
    opportunities: readonly OpportunityId[],
  ): Promise<StoredLink[]>;
  findByEngagement(tenant: TenantId, engagementId: string): Promise<StoredLink[]>;
  /**
   * Replaces the link if the stored version is still `link.version`, and stores it as version + 1;
   * `doneSeq` is stored in the same atomic step when given. `dueSeq` is never touched. `history` is
   * appended in that step too, or just before it by a store that has none for both.
   */
  save(link: Link, options?: SaveOptions): Promise<SaveOutcome>;
  /** Raises the mark of each by one, in one atomic step per link; ids without a link are ignored. */
  markDue(tenant: TenantId, referrals: readonly ReferralId[]): Promise<void>;
  /**
   * Due links: first those whose `respondBy` (seen.partner, received only) is near, then the longest due.
   * With `unplanned` only those marked since their last `plannedSeq` (observe mode: planned once, still due).
   */
  listDue(
    tenant: TenantId,
    now: Instant,
    options: {
      readonly limit: number;
      readonly unplanned?: boolean;
      readonly skip?: ReadonlySet<ReferralId>;
    },
  ): Promise<StoredLink[]>;
  /** Pages by referral id; `after` is the last id of the page before. */
  list(
    tenant: TenantId,
    filter: LinkFilter,
    page: { readonly after?: ReferralId; readonly limit: number },
  ): Promise<StoredLink[]>;
  count(tenant: TenantId, now: Instant): Promise<LinkCounts>;
}

export interface HistoryStore {
  /** Appends; an operation id already there with the same outcome is not doubled. */
  append(entries: readonly HistoryEntry[]): Promise<void>;
  /** Newest first. */
  listByReferral(tenant: TenantId, referral: ReferralId, limit: number): Promise<HistoryEntry[]>;
  listByRun(tenant: TenantId, run: RunId, limit: number): Promise<HistoryEntry[]>;
  /** Forgets entries older than this. @returns how many. */
  prune(tenant: TenantId, before: Instant): Promise<number>;
}

export interface CursorStore {
  find(tenant: TenantId, side: 'partner' | 'crm'): Promise<Cursor | undefined>;
  /** `superseded`: a newer epoch has saved a cursor or begun a run; nothing was changed. */
  save(
    tenant: TenantId,
    side: 'partner' | 'crm',
    cursor: Cursor,
    epoch: number,
  ): Promise<'saved' | 'superseded'>;
}

/** Who holds a lease: enough to tell that the process is dead. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Start of that process as its system tells it: a reused pid has another. */
  readonly startedAt: string;
}

export interface RunStore {
  /**
   * Starts a run: takes the lease and raises the tenant's epoch in one atomic step, so that an older run
   * can no longer move cursors or the tenant. Answers busy while another holder's lease lives, unless
   * `isDead` says of that holder that its process is gone.
   */
  begin(
    tenant: TenantId,
    run: RunId,
    request: {
      readonly holder: Holder;
      readonly now: Instant;
      readonly leaseMs: number;
      readonly isDead: (holder: Holder) => boolean;
    },
  ): Promise<
    | { readonly kind: 'begun'; readonly epoch: number }
    | { readonly kind: 'busy'; readonly holder: Holder }
  >;
  /** Lengthens the lease; false when the epoch is no longer the current one. */
  renew(tenant: TenantId, epoch: number, until: Instant): Promise<boolean>;
  /** Frees the lease and records how the run ended; changes nothing if the epoch is an old one. */
  end(tenant: TenantId, epoch: number, outcome: RunOutcome): Promise<void>;
  /** Asks the holder for one more cycle. @returns a number that rises; a run that began after it covers the request. */
  requestCycle(tenant: TenantId): Promise<number>;
  /** The highest number asked for so far; 0 when none was. */
  requestedCycle(tenant: TenantId): Promise<number>;
  /** Newest first. */
  list(tenant: TenantId, limit: number): Promise<RunRecord[]>;
}

export interface TenantStore {
  find(tenant: TenantId): Promise<TenantRecord | undefined>;
  /** Replaces the record unless a newer epoch than this has begun. */
  save(record: TenantRecord, epoch: number): Promise<'saved' | 'superseded'>;
  /** Leaves a person's verb for the tenant; the next cycle takes it. Needs no epoch. */
  addRequest(tenant: TenantId, request: TenantRequest): Promise<void>;
  /** All that wait, oldest first. They stay until they are dropped: what they ask for is saved first. */
  listRequests(tenant: TenantId): Promise<WaitingRequest[]>;
  /** Drops these; ids that are gone already are ignored. */
  dropRequests(tenant: TenantId, ids: readonly number[]): Promise<void>;
}

export interface WaitingRequest {
  readonly id: number;
  readonly request: TenantRequest;
}

export type TenantRequest =
  | { readonly kind: 'release'; readonly brake: string; readonly by: string; readonly at: Instant }
  | { readonly kind: 'adopt'; readonly by: string; readonly at: Instant };

export interface BudgetStore {
  /**
   * Takes up to `calls` from the allotment of the last 24 hourly buckets, atomically.
   * @returns how many were granted: 0 to `calls`.
   */
  take(
    tenant: TenantId,
    side: 'partner' | 'crm',
    request: { readonly now: Instant; readonly calls: number; readonly limit: number },
  ): Promise<number>;
  /** Gives back what was taken and not used. */
  giveBack(
    tenant: TenantId,
    side: 'partner' | 'crm',
    request: { readonly now: Instant; readonly calls: number },
  ): Promise<void>;
  used(tenant: TenantId, side: 'partner' | 'crm', now: Instant): Promise<number>;
}

export interface SecretStore {
  /** Decrypted; undefined when there is none. A wrong key throws BAD_SETTINGS. */
  find(tenant: TenantId, name: string): Promise<string | undefined>;
  /** Stored encrypted (AES-256-GCM under the key the store was opened with). */
  save(tenant: TenantId, name: string, secret: string): Promise<void>;
}

export interface AuditEntry {
  readonly tenant: TenantId;
  readonly at: Instant;
  readonly by: string;
  readonly verb: string;
  readonly subject: string;
}

export interface AuditStore {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(tenant: TenantId, limit: number): Promise<AuditEntry[]>;
}

/** Single-document atomicity only: whatever keeps this contract suite (test/contracts/store.ts) can be the store. */
export interface Store {
  readonly links: LinkStore;
  readonly history: HistoryStore;
  readonly cursors: CursorStore;
  readonly runs: RunStore;
  readonly tenants: TenantStore;
  readonly budget: BudgetStore;
  readonly secrets: SecretStore;
  readonly audit: AuditStore;
  close(): Promise<void>;
}
