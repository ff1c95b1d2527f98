/** What nobody outside Microsoft knows for sure (reference PC §15, §16). Defaults are the likeliest. */
export interface Switches {
  /** PATCH takes `/name`; not in the published list. */
  patchesName: boolean;
  /** PATCH takes `/favorite`; not in the published list. */
  patchesFavorite: boolean;
  /** PATCH takes `null` to clear a field; else only an empty text. */
  patchesNull: boolean;
  /** Marketplace leads are served by list and read. */
  listsDirectLeads: boolean;
  closedStatus: 400 | 409;
  staleStatus: 412 | 409;
  staleCode: 'resourceModified' | 'preconditionFailed';
  /** How `updatedDateTime ge …` may be written; `none` refuses every date. */
  dateLiteral: 'unquoted' | 'quoted' | 'none';
  salesStages: 'any' | 'percent' | 'names';
  /** A status without its substatus, or the other way round, is refused. */
  refusesHalfPair: boolean;
  /** strict: the portal's moves. lax: the published table, any ending but Expired from anywhere open. */
  transitions: 'strict' | 'lax';
  /** Paths under `details` that must be filled when a lead is accepted. */
  acceptanceNeeds: readonly ('dealValue' | 'currency' | 'closingDateTime' | 'notes')[];
  /** Declined and Lost need a statusReason. */
  endingNeedsReason: boolean;
  acceptanceClearsExpiration: boolean;
  /** How long after its expiration date a lead is closed. */
  expiryDelayMs: number;
  /** Customer contacts cannot change once the deal is shared with Microsoft. */
  freezesSharedContacts: boolean;
  /** What POST demands beyond the four documented members. */
  createNeeds: 'documented' | 'practice';
  dropsClosingDateOnCreate: boolean;
  toleratesCasing: boolean;
  requiresClientRequestId: boolean;
  /** How long a change takes to show in the list; read by id shows it at once. */
  listLagMs: number;
  pageSize: number;
  topCap: number;
  /** `$top` bounds a page and a next link follows; else it bounds the whole answer. */
  topIsPageSize: boolean;
  /** keyset: a token remembers the last row. offset: it counts rows, so a change in between shifts them. */
  paging: 'keyset' | 'offset';
  nextLinkHost: 'vendor' | 'own';
  encodesText: boolean;
  /** Reads and writes in a rolling minute before 429; writes alone have their own, lower bound. */
  callsPerMinute: number;
  writesPerMinute: number;
  /** `undefined`: 429 without the header. */
  retryAfterSeconds: number | undefined;
  enforcesMfa: boolean;
  /** False: the first refresh token came from a sign-in without MFA. */
  firstTokenHasMfa: boolean;
  accessTokenSeconds: number;
  expiresInIsText: boolean;
  /** How long a refresh token still works after it was exchanged. */
  refreshGraceMs: number;
  /** Who signed in: an admin sees all of the locations, a user only where the team holds the e-mail. */
  viewer: {
    readonly role: 'admin' | 'user';
    readonly email: string;
    readonly locations: 'all' | readonly string[];
  };
  /** Every event is sent this often. */
  webhookCopies: number;
  /** Last event first. */
  webhooksReversed: boolean;
  webhookAttempts: number;
  webhookRetryMs: number;
}

const DAY_MS = 86_400_000;

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  patchesName: false,
  patchesFavorite: false,
  patchesNull: true,
  listsDirectLeads: true,
  closedStatus: 400,
  staleStatus: 412,
  staleCode: 'resourceModified',
  dateLiteral: 'unquoted',
  salesStages: 'any',
  refusesHalfPair: true,
  transitions: 'strict',
  acceptanceNeeds: [],
  endingNeedsReason: false,
  acceptanceClearsExpiration: false,
  expiryDelayMs: 0,
  freezesSharedContacts: true,
  createNeeds: 'practice',
  dropsClosingDateOnCreate: false,
  toleratesCasing: true,
  requiresClientRequestId: true,
  listLagMs: 0,
  pageSize: 100,
  topCap: 200,
  topIsPageSize: true,
  paging: 'keyset',
  nextLinkHost: 'vendor',
  encodesText: true,
  callsPerMinute: Infinity,
  writesPerMinute: Infinity,
  retryAfterSeconds: 20,
  enforcesMfa: true,
  firstTokenHasMfa: true,
  accessTokenSeconds: 3_600,
  expiresInIsText: false,
  refreshGraceMs: DAY_MS,
  viewer: { role: 'admin', email: 'jordan.patel@contoso.example', locations: 'all' },
  webhookCopies: 1,
  webhooksReversed: false,
  webhookAttempts: 10,
  webhookRetryMs: 60_000,
};
