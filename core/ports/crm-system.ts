import type { Day, Instant } from '#core/lead/instant.ts';
import type { OpportunityId, ReferralId } from '#core/lead/ids.ts';
import type { Member } from '#core/lead/lead.ts';
import type { Cursor, FeedPage, WriteGuard, WriteOutcome } from './feed.ts';
import type { CrmMetadata } from './crm-metadata.ts';

/** Amounts are decimal text, dates `YYYY-MM-DD`, instants ISO with Z, picklists their API value. */
export type CrmValue = string | number | boolean;
/** By the CRM's own field names: `null` is empty, a missing key is unknown (hidden, secured, not selected). */
export type CrmFields = { readonly [field: string]: CrmValue | null };

export type Closure = 'open' | 'won' | 'lost';

/** An opportunity as the CRM shows it. */
export interface CrmView {
  readonly id: OpportunityId;
  /** Moves with every change; what a guarded write names. */
  readonly version: string;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  readonly readAt: Instant;
  readonly isDeleted: boolean;
  /** By the CRM's own flags, never by a stage name. */
  readonly closure: Closure;
  readonly ownerId: string | null;
  readonly modifiedByUs: boolean;
  readonly fields: CrmFields;
}

export interface CrmCapabilities {
  /** Resolution of the write guard; 0 = exact. Salesforce: whole seconds, reference SF §9. */
  readonly guardSeconds: number;
  readonly returnsRowOnWrite: boolean;
  readonly seesDeletes: boolean;
  readonly closedRowsWritable: boolean;
}

export interface CrmIdentity {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly isSandbox: boolean;
  readonly userId: string;
  readonly userName: string;
}

export interface CustomerDraft {
  /** Our unique key (DUNS, else a hash of name and country). */
  readonly key: string;
  readonly name: string;
  readonly duns: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
}

export interface ContactDraft extends Member {
  readonly key: string;
}

export interface TaskDraft {
  /** Unique: the same key never makes a second task. */
  readonly key: string;
  readonly subject: string;
  readonly description: string;
  readonly due: Day | null;
  readonly ownerId: string | null;
  readonly opportunityId: OpportunityId;
}

export interface CounterpartQuery {
  readonly referral: ReferralId;
  /** The referral's CRM id, when it names one. */
  readonly crmId: string | null;
  readonly customer: CustomerDraft | null;
  readonly contact: ContactDraft | null;
  readonly ownerEmail: string | null;
}

/** What exists already. Two hits on an account or contact are no hit: we do not guess. */
export interface Counterparts {
  /** Rows that carry this referral id, bin included. */
  readonly byReferral: readonly CrmView[];
  /** The row that the referral's CRM id names, if there is one. */
  readonly byCrmId: CrmView | undefined;
  readonly customerId: string | undefined;
  readonly contactId: string | undefined;
  readonly ownerId: string | undefined;
}

export interface OpportunityDraft {
  /** Checked when the request leaves the queue: past it the answer is `stale`. */
  readonly notAfter: Instant;
  readonly fields: CrmFields;
  readonly customerId: string | undefined;
  readonly contactId: string | undefined;
  readonly ownerId: string | undefined;
}

export type CreateOutcome =
  | { readonly kind: 'created'; readonly id: OpportunityId; readonly shown: CrmView | undefined }
  /** The unique key is taken: look up and adopt. */
  | { readonly kind: 'exists' }
  /** `notAfter` had passed before the call could leave: nothing was written. */
  | { readonly kind: 'stale' }
  | {
      readonly kind: 'refused';
      readonly words: string;
      readonly code: string;
      readonly fields: readonly string[];
    };

/** An account, contact or task: made, found by its key, or refused in the CRM's words. */
export type EnsureOutcome =
  | { readonly kind: 'created' | 'found'; readonly id: string }
  | { readonly kind: 'refused'; readonly words: string; readonly code: string };

export interface CallsLeft {
  readonly used: number;
  readonly max: number;
}

export interface CrmSystem {
  readonly capabilities: CrmCapabilities;
  identify(): Promise<CrmIdentity>;
  /** Describes the opportunity; cached until `refresh`. */
  describe(options?: { readonly refresh?: boolean }): Promise<CrmMetadata>;
  /** Changed opportunities since the cursor, overlap and bin included; without a cursor all of them. */
  listChanges(cursor: Cursor | undefined): AsyncIterable<FeedPage<CrmView>>;
  /** Rows by id. `gone` only where the bin or the CRM says so; a row merely invisible is `hidden`. */
  fetchMany(
    ids: readonly OpportunityId[],
    options?: { readonly urgent?: boolean },
  ): Promise<ReadonlyMap<OpportunityId, CrmView | 'gone' | 'hidden'>>;
  /** True when some opportunity of this org carries a referral id already. */
  holdsReferrals(): Promise<boolean>;
  /** One look for all that a new lead needs. */
  findCounterparts(query: CounterpartQuery): Promise<Counterparts>;
  /** Found by key, else created; a duplicate rule or a race ends in `found`. */
  ensureCustomer(draft: CustomerDraft): Promise<EnsureOutcome>;
  ensureContact(draft: ContactDraft, customerId: string | undefined): Promise<EnsureOutcome>;
  /** A second row with the same referral id is refused by the CRM itself; UNKNOWN_RESULT when no answer came. */
  createOpportunity(draft: OpportunityDraft): Promise<CreateOutcome>;
  /** Writes only these fields, guarded by the version; waits out `guardSeconds` and reads again where the CRM needs it. */
  patch(id: OpportunityId, fields: CrmFields, guard: WriteGuard): Promise<WriteOutcome<CrmView>>;
  ensureTask(draft: TaskDraft): Promise<EnsureOutcome>;
  /** Marks the task with this key done; no such task is no error. */
  closeTask(key: string): Promise<void>;
  linkTo(id: OpportunityId): string;
  /** The CRM's own count of today's calls as of its last reply. */
  callsLeft(): CallsLeft | undefined;
}
