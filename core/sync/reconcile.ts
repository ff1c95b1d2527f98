import { isSyncError } from '#core/failures/sync-error.ts';
import { plan, type Plan } from '#core/merge/plan.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import { leftBecause } from './admission.ts';
import { carryOut } from './carry-out.ts';
import { planContext } from './context.ts';
import { createOnce } from './create-once.ts';
import { markMissing, type Missing } from './gone.ts';
import type { Link } from './link.ts';
import { historyOf } from './pending.ts';
import type { Session } from './session.ts';
import { settlePending } from './settle-pending.ts';
import { keepTask } from './task.ts';
import { FRESH_MS, VIEW_MS, ageMs, finish, finishUnlinked, inMinutes, type Work } from './work.ts';

/** What a feed page or a bulk read has already brought. */
export interface Rows {
  readonly partner?: PartnerView | undefined;
  readonly crm?: CrmView | 'gone' | 'hidden' | undefined;
  /** Nothing says that Partner Center's side has moved since it was seen. */
  readonly isPartnerAsSeen?: true;
}

export type Reconciled =
  | { readonly kind: 'done' }
  /** Nothing was done: a brake wants to see how many there are first. The rows read so far go with it. */
  | { readonly kind: 'deferred'; readonly rows: Rows };

export const DONE: Reconciled = { kind: 'done' };

/** Writes in one reconcile; more means that something does not come to rest. */
const MOST_ROUNDS = 24;
/** Times a stale write is read and planned again before the link waits. */
const MOST_STALE = 3;
/** Time a view must have left when an irreversible move is decided on it. */
const MARGIN_MS = 1_500;

const fetchCrm = async (
  session: Session,
  link: Link,
  isUrgent = false,
): Promise<CrmView | 'gone' | 'hidden'> => {
  if (link.opportunity === null) return 'gone';
  const found = await session.crm.fetchMany([link.opportunity], { urgent: isUrgent });
  return found.get(link.opportunity) ?? 'hidden';
};

const isMissing = (row: CrmView | 'gone' | 'hidden'): row is 'gone' | 'hidden' | CrmView =>
  typeof row === 'string' || row.isDeleted;

const planned = (
  session: Session,
  work: Work,
  isOneByOne: { partner: boolean; crm: boolean },
): Plan =>
  plan(
    work.link,
    { partner: work.partner, crm: work.crm },
    planContext(session, work.link.referral, isOneByOne),
  );

/** Crash recovery: both sides are read, and what was pending is judged by what they show. */
const settle = async (session: Session, work: Work): Promise<'settled' | 'missing'> => {
  const partner = await session.partner.fetch(work.link.referral);
  const crm = await fetchCrm(session, work.link);
  if (partner === 'gone' || isMissing(crm) || typeof crm === 'string') return 'missing';
  work.partner = partner;
  work.crm = crm;
  const facts = { codecs: session.codecs, mapping: session.mapping, now: session.clock.now() };
  const settled = settlePending(work.link, { partner, crm }, facts);
  work.link = settled.link;
  for (const { operation, outcome } of settled.outcomes) {
    const shown = operation.side === 'partner' ? partner : crm;
    const at = { at: facts.now, codecs: session.codecs };
    work.history.push(historyOf(work.link, operation, { outcome, shown }, at));
  }
  return 'settled';
};

const readAgain = async (session: Session, work: Work, isUrgent: boolean): Promise<boolean> => {
  const crm = await fetchCrm(session, work.link, isUrgent);
  if (typeof crm === 'string' || crm.isDeleted) return false;
  work.crm = crm;
  return true;
};

/** A row whose side could not be read right now is looked at again in a minute; what is pending stays so. */
const comeBack = async (session: Session, work: Work): Promise<Reconciled> => {
  const until = inMinutes(session, 1);
  work.link = { ...work.link, schedule: { kind: 'waiting', until, attempt: 1 } };
  session.tally.add('waiting');
  await finish(session, work, work.link.pending);
  return DONE;
};

/** The writes done so far are told even when a later one fails. */
const carryOutAll = async (session: Session, work: Work): Promise<Reconciled> => {
  try {
    return await carryOutUntilQuiet(session, work);
  } finally {
    if (work.history.length > 0) await session.store.history.append(work.history);
  }
};

/** plan → one write → its reply → plan again, until it is quiet. */
const carryOutUntilQuiet = async (session: Session, work: Work): Promise<Reconciled> => {
  const isOneByOne = { partner: false, crm: false };
  let stale = 0;
  let writes = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = planned(session, work, isOneByOne);
    if (session.brakes.isCounting() && session.brakes.putAside(work.link.referral, next.uses)) {
      return { kind: 'deferred', rows: { partner: work.partner, crm: work.crm } };
    }
    const { operation } = next;
    if (operation === null) {
      work.link = next.link;
      session.tally.add('unchanged', writes === 0 ? 1 : 0);
      session.tally.add('conflicts', next.link.conflicts.length > 0 ? 1 : 0);
      session.tally.add('waiting', next.link.schedule.kind === 'waiting' ? 1 : 0);
      await keepTask(session, work);
      await finish(session, work);
      return DONE;
    }
    const isIrreversible = operation.side === 'partner' && operation.isIrreversible;
    const oldest = isIrreversible ? FRESH_MS - MARGIN_MS : VIEW_MS - MARGIN_MS;
    if (ageMs(work.crm, session) > oldest) {
      if (!(await readAgain(session, work, isIrreversible))) return comeBack(session, work);
      continue;
    }
    work.link = next.link;
    const carried = await carryOut(session, work, operation);
    writes += 1;
    switch (carried.kind) {
      case 'written':
        break;
      case 'refused':
        if (carried.isUnclear) isOneByOne[operation.side] = true;
        break;
      case 'unknown':
        if ((await settle(session, work)) === 'missing') return comeBack(session, work);
        break;
      case 'stale':
      case 'gone': {
        stale += 1;
        if (stale > MOST_STALE || carried.kind === 'gone') return comeBack(session, work);
        if ((await settle(session, work)) === 'missing') return comeBack(session, work);
        break;
      }
      default:
        carried satisfies never;
    }
  }
  session.log.error('link does not come to rest', { referral: work.link.referral });
  return comeBack(session, work);
};

const isParked = (link: Link, rows: Rows): boolean =>
  link.state.kind === 'parked' &&
  rows.partner === undefined &&
  !link.requests.some((request) => request.kind === 'replay');

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
    await finishUnlinked(session, stored, link);
    return DONE;
  }
  // What the CRM's row alone made due is planned against the partner's `seen`; a link due without a row is read.
  const known = rows.partner ?? (rows.isPartnerAsSeen === true ? link.seen.partner : null);
  const partner = known ?? (await session.partner.fetch(link.referral));
  if (partner === 'gone') return missing(session, stored, rows, { side: 'partner' });
  const row = rows.crm ?? (link.opportunity === null ? null : await fetchCrm(session, link));
  if (row === null) {
    const work = await linkedWork(session, stored, partner);
    return work === undefined ? DONE : carryOutAll(session, work);
  }
  if (isMissing(row) || typeof row === 'string') {
    return missing(session, stored, { ...rows, partner }, { side: 'crm', shown: row });
  }
  const live: Link = { ...link, state: { kind: 'live' } };
  const work: Work = { stored, link: live, partner, crm: row, history: [] };
  if (link.pending.length > 0 && (await settle(session, work)) === 'missing') {
    return comeBack(session, work);
  }
  return carryOutAll(session, work);
};

/** A failure that belongs to one link: it waits, the others go on. False: the run itself must stop. */
export const isOfOneLink = (error: unknown): boolean =>
  !isSyncError(error, 'TOKEN_REJECTED') && !isSyncError(error, 'RUN_SUPERSEDED');
