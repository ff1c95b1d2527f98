import type { Instant } from '#core/lead/instant.ts';
import type { OperationId, OpportunityId, ReferralId, RunId, TenantId } from '#core/lead/ids.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import type { Stage, StageMove } from '#core/lead/stage.ts';
import type { Closure, CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';

/** What each side showed when they last agreed, each in its own form. */
export interface AtomBase {
  readonly partner: LeadValue | null;
  readonly crm: CrmFields;
  /** The CRM holds a shortened copy: never written back as it is. */
  readonly isLossy?: true;
  /** Invented at creation; not sent until a person changes or confirms it. */
  readonly isPlaceholder?: true;
  /** Our write's reply showed another value: this side did not take it, and it is not tried again. */
  readonly notTakenBy?: 'partner' | 'crm';
}

/** What the sides showed of stage, answer and reason when they last agreed; moves are edges against it. */
export interface StageBase {
  readonly partner: Stage;
  readonly closure: Closure;
  readonly stageValue: string | null;
  readonly answer: string | null;
  readonly reason: string | null;
}

export type Choice = 'partner' | 'crm';

export interface Conflict {
  readonly key: string;
  readonly partner: LeadValue | null;
  readonly crm: CrmFields;
  readonly openedAt: Instant;
}

/** A sentence for people as key and values; config/messages holds the words. */
export interface Note {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/** One atom that a system refused: tried again when value or mapping version changes, or by replay. */
export interface RefusedAtom {
  readonly key: string;
  readonly side: 'partner' | 'crm';
  /** The refused value, as canonical JSON. */
  readonly value: string;
  readonly mappingVersion: string;
  readonly words: string;
  readonly at: Instant;
}

/** An irreversible move on its way: `since` is when we first saw these very values. */
export interface WaitingMove {
  readonly to: StageMove;
  readonly since: Instant;
  readonly shown: {
    readonly stageValue: string | null;
    readonly answer: string | null;
    readonly reason: string | null;
  };
  /** A person said stop: held until stage or answer changes. */
  readonly isStopped?: true;
}

export interface PendingAtom {
  /** Both in the form of the side that is written: a lead value for partner, fields for CRM. */
  readonly before: LeadValue | CrmFields | null;
  readonly after: LeadValue | CrmFields | null;
  /** What the other side shows, in its own form: its base once this write is done. */
  readonly counterpart: LeadValue | CrmFields | null;
  readonly isLossy?: true;
  readonly isPlaceholder?: true;
  /** First half of a join: the written side keeps its base, so that the joined text still has to cross back. */
  readonly isJoin?: true;
}

/** Saved before anything is sent: intent, before-image and fence in one (design §7.1). */
export interface PendingOperation {
  readonly id: OperationId;
  readonly run: RunId;
  readonly purpose: 'sync' | 'settle';
  readonly side: 'partner' | 'crm';
  readonly kind: 'create' | 'patch';
  readonly ifVersion: string | null;
  readonly atoms: Readonly<Record<string, PendingAtom>>;
  readonly stage?: { readonly to: StageMove; readonly reason: string | null };
  /** Everything the CRM write carries, our own fields included. */
  readonly fields?: CrmFields;
}

export type Schedule =
  | { readonly kind: 'settled' }
  | {
      readonly kind: 'waiting';
      readonly until: Instant;
      readonly attempt: number;
      readonly error?: { readonly code: string; readonly message: string };
    };

/** A person's verb, laid on the link by compare-and-set; the worker acts on it. */
export type LinkRequest =
  | {
      readonly kind: 'settle';
      readonly key: string;
      readonly choice: Choice;
      readonly ifPartner: string;
      readonly ifCrm: string;
      readonly by: string;
    }
  | { readonly kind: 'replay'; readonly by: string }
  | { readonly kind: 'stop'; readonly by: string };

/** What a plan would write, for people: per side, the atoms by their mapping key. */
export interface PlannedWrites {
  readonly creates: boolean;
  readonly move: StageMove | null;
  readonly closesCrm: boolean;
  readonly partner: readonly string[];
  readonly crm: readonly string[];
}

/** Somebody else's half of the engagement: its stage is what the partner waits for. */
export interface Sibling {
  readonly referral: ReferralId;
  readonly version: string;
  readonly stage: Stage;
}

/** A referral joined to an opportunity. One document, saved whole by compare-and-set on `version`. */
export interface Link {
  readonly tenant: TenantId;
  readonly referral: ReferralId;
  readonly engagementId: string;
  readonly opportunity: OpportunityId | null;
  readonly version: number;
  readonly linkedAt: Instant | null;
  readonly state:
    | { readonly kind: 'live' }
    /** Not (yet) to be created, by settings: kind, country, spam, closed before we came, a candidate to confirm. */
    | { readonly kind: 'left'; readonly why: Note }
    /** A side's record is gone; what we know of it stays in `seen`. */
    | { readonly kind: 'gone'; readonly side: 'partner' | 'crm'; readonly at: Instant }
    /** The lead's reply does not parse: waits for a replay. */
    | { readonly kind: 'parked'; readonly path: string; readonly at: Instant };
  readonly seen: {
    readonly partner: PartnerView | null;
    readonly crm: CrmView | null;
    /** The other half of a co-sell, as the feed last showed it. */
    readonly sibling: Sibling | null;
  };
  readonly base: Readonly<Record<string, AtomBase>>;
  readonly stageBase: StageBase | null;
  /** Owner, stage and answer as they stood at creation or linking: has a person touched it since? */
  readonly start: {
    readonly ownerId: string | null;
    readonly stageValue: string | null;
    readonly answer: string | null;
  } | null;
  readonly pending: readonly PendingOperation[];
  readonly conflicts: readonly Conflict[];
  readonly refused: readonly RefusedAtom[];
  readonly move: WaitingMove | null;
  readonly notes: readonly Note[];
  /** Our own fields as last written, so that nothing is written twice. */
  readonly told: CrmFields;
  /** Conflicts as the last Sync Message told them: key → canonical JSON of the partner's value. */
  readonly toldConflicts: Readonly<Record<string, string>>;
  readonly customerId: string | null;
  readonly contactId: string | null;
  readonly task: 'none' | 'open' | 'closed';
  /** Notes that no plan makes anew: they stand until a replay (an owner nobody knows, a refused task). */
  readonly lasting: readonly Note[];
  readonly requests: readonly LinkRequest[];
  /** Observe mode: what the next live cycle would do. */
  readonly planned: PlannedWrites | null;
  readonly schedule: Schedule;
  readonly updatedAt: Instant;
}
