/** A position in a side's change feed: opaque to everyone but the connector that made it. */
export type Cursor = string;

/** A row whose reply did not parse. Its path is told, never its values. */
export interface UnparsedRow {
  readonly id: string | undefined;
  readonly path: string;
}

export interface FeedPage<View> {
  readonly rows: readonly View[];
  readonly unparsed: readonly UnparsedRow[];
  /** To be saved once the page's rows are safe; absent while a descending pass is under way. */
  readonly cursor?: Cursor;
}

/** How a write ended. What has no name here is thrown as a SyncError; UNKNOWN_RESULT when it was sent and no answer came. */
export type WriteOutcome<View> =
  /** `shown` is the row as the write's own reply shows it; absent when the system gives none. */
  | { readonly kind: 'written'; readonly shown: View | undefined }
  /** The precondition failed, or `notAfter` had passed before the call could leave: nothing was written. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'gone' }
  /** Nothing was written; the words are the system's own, the fields those it blames (may be none). */
  | {
      readonly kind: 'refused';
      readonly words: string;
      readonly code: string;
      readonly fields: readonly string[];
    };

/** What every write carries. */
export interface WriteGuard {
  readonly ifVersion: string;
  /** Checked when the request leaves the queue: past it the transport answers `stale`. */
  readonly notAfter: string;
  /** A stage move: may use the reserve of the budget. */
  readonly urgent: boolean;
}
