import { isSyncError } from '#core/failures/sync-error.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import { leftBecause } from './admission.ts';
import { createOnce } from './create-once.ts';
import { fetchCrm, isMissing } from './fetch-crm.ts';
import { markMissing, type Missing } from './gone.ts';
import type { Link } from './link.ts';
import { DONE, type Reconciled, type Rows } from './reconciled.ts';
import type { Session } from './session.ts';
import { tellOnRow } from './tell-on-row.ts';
import { finishUnlinked, type Work } from './work.ts';
import { carryOutAll, settleFirst } from './write-until-quiet.ts';

const isParked = (link: Link, rows: Rows): boolean =>
  link.state.kind === 'parked' &&
  rows.partner === undefined &&
  !link.requests.some((request) => request.kind === 'replay');

/** Nothing is planned on a lead that cannot be read; its row says so. */
const tellParked = async (session: Session, stored: StoredLink, rows: Rows): Promise<void> => {
  const { link } = stored;
  const row = rows.crm ?? (await fetchCrm(session, link));
  if (isMissing(row) || typeof row === 'string') return finishUnlinked(session, stored, link);
  const seen = { ...link.seen, crm: row };
  return tellOnRow(session, { ...stored, link: { ...link, seen } }, row);
};

const linkedWork = async (
  session: Session,
  stored: StoredLink,
  partner: PartnerView,
): Promise<Work | undefined> => {
  const { link } = stored;
  const isBackfill =
    session.backfillUntil !== null && (partner.fields.createdAt ?? '') < session.backfillUntil;
  const isUnder = link.pending.some((operation) => operation.kind === 'create');
  const why = isUnder ? undefined : leftBecause(partner, session.policy, isBackfill);
  if (why !== undefined) {
    const seen = { ...link.seen, partner };
    await finishUnlinked(session, stored, {
      ...link,
      seen,
      state: { kind: 'left', why },
      notes: [why],
    });
    return undefined;
  }
  const created = await createOnce(session, stored, partner);
  if (created.kind === 'apart') {
    await finishUnlinked(session, stored, {
      ...created.link,
      seen: { ...created.link.seen, partner },
    });
    return undefined;
  }
  return { stored, link: created.link, partner, crm: created.crm, history: [] };
};

const missing = async (
  session: Session,
  stored: StoredLink,
  rows: Rows,
  what: Missing,
): Promise<Reconciled> => {
  const outcome = await markMissing(session, stored, what);
  return outcome === 'done' ? DONE : { kind: 'deferred', rows };
};

/**
 * One due link, from both views to quiet. Effects only through `carryOut`, `createOnce` and `keepTask`.
 * @returns `deferred`: nothing was done, a brake wants to see how many there are first.
 * @throws Overtaken, and SyncError for what only the run can handle.
 */
export const reconcile = async (
  session: Session,
  stored: StoredLink,
  rows: Rows,
): Promise<Reconciled> => {
  const { link } = stored;
  if (isParked(link, rows)) {
    await tellParked(session, stored, rows);
    return DONE;
  }
  // What the CRM's row alone made due is planned against the partner's `seen`; a link due without a row is read.
  const hasVanished = link.state.kind === 'gone' && link.state.side === 'partner';
  const isAsSeen = rows.isPartnerAsSeen === true && !hasVanished;
  const known = rows.partner ?? (isAsSeen ? link.seen.partner : null);
  const partner = known ?? (await session.partner.fetch(link.referral));
  const row = rows.crm ?? (link.opportunity === null ? null : await fetchCrm(session, link));
  if (partner === 'gone') {
    const shown = row === null || isMissing(row) || typeof row === 'string' ? undefined : row;
    return missing(session, stored, rows, { side: 'partner', row: shown });
  }
  const seen = { ...link.seen, partner };
  if (row === null) {
    return session.creating(partner.engagementId, async () => {
      const work = await linkedWork(session, stored, partner);
      return work === undefined ? DONE : carryOutAll(session, work);
    });
  }
  if (isMissing(row) || typeof row === 'string') {
    const current = { ...stored, link: { ...link, seen } };
    return missing(session, current, { ...rows, partner }, { side: 'crm', shown: row });
  }
  const live: Link = { ...link, state: { kind: 'live' } };
  const work: Work = { stored, link: live, partner, crm: row, history: [] };
  const end = link.pending.length > 0 ? await settleFirst(session, work) : undefined;
  return end ?? carryOutAll(session, work);
};

/** A failure that belongs to one link: it waits, the others go on. False: the run itself must stop. */
export const isOfOneLink = (error: unknown): boolean =>
  !isSyncError(error, 'TOKEN_REJECTED') && !isSyncError(error, 'RUN_SUPERSEDED');
