/**
 * Schema 1. A link is two rows: its keys and flags, small, which marks, counts and filters touch;
 * and its JSON, which only a save and a read of that link touch.
 */
export const FIRST_TABLES = `
  CREATE TABLE link_documents (
    id INTEGER PRIMARY KEY,
    json TEXT NOT NULL
  ) STRICT;

  CREATE TABLE links (
    tenant TEXT NOT NULL,
    referral TEXT NOT NULL,
    opportunity TEXT,
    engagement TEXT NOT NULL,
    version INTEGER NOT NULL,
    due_seq INTEGER NOT NULL,
    done_seq INTEGER NOT NULL,
    planned_seq INTEGER NOT NULL,
    due_since TEXT NOT NULL,
    retry_at TEXT,
    respond_by TEXT,
    state TEXT NOT NULL,
    has_conflict INTEGER NOT NULL,
    has_refused INTEGER NOT NULL,
    needs_person INTEGER NOT NULL,
    search TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES link_documents (id),
    PRIMARY KEY (tenant, referral)
  ) STRICT, WITHOUT ROWID;

  CREATE UNIQUE INDEX links_opportunity ON links (tenant, opportunity) WHERE opportunity IS NOT NULL;
  CREATE INDEX links_engagement ON links (tenant, engagement);
  CREATE INDEX links_marked ON links (tenant, due_since) WHERE due_seq > done_seq;
  CREATE INDEX links_unplanned ON links (tenant, due_since) WHERE due_seq > done_seq AND due_seq > planned_seq;
  CREATE INDEX links_retry ON links (tenant, retry_at) WHERE retry_at IS NOT NULL;
  CREATE INDEX links_respond ON links (tenant, respond_by)
    WHERE respond_by IS NOT NULL AND (due_seq > done_seq OR retry_at IS NOT NULL);
  CREATE INDEX links_person ON links (tenant, referral) WHERE needs_person = 1;
  CREATE INDEX links_state ON links (tenant, state);

  CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    referral TEXT NOT NULL,
    run TEXT NOT NULL,
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    at TEXT NOT NULL,
    json TEXT NOT NULL
  ) STRICT;

  CREATE UNIQUE INDEX history_operation ON history (tenant, operation, outcome);
  CREATE INDEX history_referral ON history (tenant, referral, at);
  CREATE INDEX history_run ON history (tenant, run, at);
  CREATE INDEX history_at ON history (tenant, at);

  CREATE TABLE leases (
    tenant TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    holder TEXT,
    until TEXT,
    requested INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE runs (
    tenant TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    run TEXT NOT NULL,
    started_at TEXT NOT NULL,
    outcome TEXT,
    PRIMARY KEY (tenant, epoch)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cursors (
    tenant TEXT NOT NULL,
    side TEXT NOT NULL,
    cursor TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    PRIMARY KEY (tenant, side)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tenants (
    tenant TEXT PRIMARY KEY,
    json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tenant_requests (
    id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    json TEXT NOT NULL
  ) STRICT;

  CREATE INDEX tenant_requests_tenant ON tenant_requests (tenant);

  CREATE TABLE budget (
    tenant TEXT NOT NULL,
    side TEXT NOT NULL,
    hour INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (tenant, side, hour)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE secrets (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE secret_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    salt BLOB NOT NULL,
    proof BLOB NOT NULL
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL
  ) STRICT;

  CREATE INDEX audit_at ON audit (tenant, at);
`;
