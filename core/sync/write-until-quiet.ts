import { plan, type Plan } from '#core/merge/plan.ts';
import { carryOut } from './carry-out.ts';
import { planContext } from './context.ts';
import { fetchCrm, isMissing } from './fetch-crm.ts';
import { markMissing } from './gone.ts';
import { historyOf } from './pending.ts';
import { DONE, type Reconciled } from './reconciled.ts';
import type { Session } from './session.ts';
import { settlePending } from './settle-pending.ts';
import { keepTask } from './task.ts';
import { FRESH_MS, VIEW_MS, ageMs, finish, inMinutes, tellHistory, type Work } from './work.ts';

/** Writes in one reconcile; more means that something does not come to rest. */
const MOST_ROUNDS = 24;
/** Times a stale write is read and planned again before the link waits. */
const MOST_STALE = 3;
/** Answers that may be lost before the link waits. */
const MOST_LOST = 1;
/** Time a view must have left when an irreversible move is decided on it. */
const MARGIN_MS = 1_500;

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
const settle = async (
  session: Session,
  work: Work,
): Promise<'settled' | 'missing' | 'vanished'> => {
  const partner = await session.partner.fetch(work.link.referral);
  if (partner === 'gone') return 'vanished';
  const crm = await fetchCrm(session, work.link);
  if (isMissing(crm) || typeof crm === 'string') return 'missing';
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

/** Partner Center no longer shows the referral: found out in the middle of a write. */
const vanished = async (session: Session, work: Work): Promise<Reconciled> => {
  await tellHistory(session, work);
  const row = work.crm;
  const current = { ...work.stored, link: work.link };
  const outcome = await markMissing(session, current, { side: 'partner', row });
  return outcome === 'done' ? DONE : { kind: 'deferred', rows: { crm: row } };
};

/** Reads both sides and judges what was pending; undefined: go on. */
export const settleFirst = async (
  session: Session,
  work: Work,
): Promise<Reconciled | undefined> => {
  const outcome = await settle(session, work);
  switch (outcome) {
    case 'settled':
      return undefined;
    case 'missing':
      return comeBack(session, work);
    case 'vanished':
      return vanished(session, work);
    default:
      return outcome satisfies never;
  }
};

/** The writes done so far are told even when a later one fails. */
export const carryOutAll = async (session: Session, work: Work): Promise<Reconciled> => {
  try {
    return await carryOutUntilQuiet(session, work);
  } finally {
    await tellHistory(session, work);
  }
};

/** plan → one write → its reply → plan again, until it is quiet. */
const carryOutUntilQuiet = async (session: Session, work: Work): Promise<Reconciled> => {
  const isOneByOne = { partner: false, crm: false };
  let stale = 0;
  let lost = 0;
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
      case 'unknown': {
        lost += carried.error === undefined ? 0 : 1;
        // Pending as it is, the link waits longer each time: a system in trouble is not pestered.
        if (carried.error !== undefined && lost > MOST_LOST) throw carried.error;
        const end = await settleFirst(session, work);
        if (end !== undefined) return end;
        break;
      }
      case 'stale': {
        stale += 1;
        if (stale > MOST_STALE) return comeBack(session, work);
        const end = await settleFirst(session, work);
        if (end !== undefined) return end;
        break;
      }
      case 'gone':
        return (await settleFirst(session, work)) ?? comeBack(session, work);
      default:
        carried satisfies never;
    }
  }
  session.log.error('link does not come to rest', { referral: work.link.referral });
  return comeBack(session, work);
};
