import type { FeedPage } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { LinkFilter, StoredLink } from '#core/ports/store.ts';
import { SyncError, isSyncError } from '#core/failures/sync-error.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import { admitsOf } from './admission.ts';
import { crmPageDue, partnerPageDue, type Due } from './follow-changes.ts';
import { isForLater, runSlice, SLICE } from './run-slice.ts';
import type { Session } from './session.ts';
import type { TenantRecord } from './tenant-record.ts';
import { WorldMismatch, judgePartnerWorld, ownOrganization } from './world.ts';

export interface CycleResult {
  readonly record: TenantRecord;
  /** A side that could not be followed to its end; what was due on the other side was done. */
  readonly failures: readonly SyncError[];
}

const saveCursor = async (
  session: Session,
  side: 'partner' | 'crm',
  cursor: string | undefined,
): Promise<void> => {
  if (cursor === undefined || session.mode === 'preview') return;
  const outcome = await session.store.cursors.save(
    session.policy.tenant,
    side,
    cursor,
    session.epoch,
  );
  if (outcome === 'superseded') {
    throw new SyncError(
      'RUN_SUPERSEDED',
      'A newer run has taken over; this one stops without writing',
    );
  }
};

/** Once per tenant and only when it may write: what does this Partner Center's PATCH take? */
const probed = async (
  session: Session,
  record: TenantRecord,
  page: FeedPage<PartnerView>,
): Promise<FeedPage<PartnerView>> => {
  const { capabilities } = session.partner;
  const isKnown = capabilities.writesName !== undefined && capabilities.writesNull !== undefined;
  if (session.mode !== 'live' || record.partnerCapabilities !== null || isKnown) return page;
  const own = record.world?.partnerOrganizationId;
  const open = page.rows.find(
    (row) => row.organizationId === own && (row.stage === 'received' || row.stage === 'accepted'),
  );
  if (open === undefined) return page;
  const { view } = await session.partner.probe(open);
  return { ...page, rows: page.rows.map((row) => (row.id === view.id ? view : row)) };
};

const followPartner = async (
  session: Session,
  begun: TenantRecord,
  deferred: Due[],
): Promise<TenantRecord> => {
  let record = begun;
  // Until it is known which referrals are ours none of them may count as seen.
  let isOwnKnown = true;
  const cursor = await session.store.cursors.find(session.policy.tenant, 'partner');
  for await (const raw of session.partner.listChanges(cursor)) {
    const own = ownOrganization(raw, record.world?.partnerOrganizationId ?? null);
    const why = judgePartnerWorld(raw, record.world);
    if (why !== undefined) {
      return { ...record, mismatch: { at: session.clock.now(), why } };
    }
    if (own === null && raw.rows.length > 0) {
      isOwnKnown = false;
      session.log.warn('own organization unknown: set partnerCenter.organizationId');
    }
    if (own !== null && record.world !== null) {
      record = { ...record, world: { ...record.world, partnerOrganizationId: own } };
    }
    const page = await probed(session, record, raw);
    record = { ...record, partnerCapabilities: capabilitiesOf(session, record) };
    const due = await partnerPageDue(session, page, own ?? '');
    if (isOwnKnown) await saveCursor(session, 'partner', page.cursor);
    deferred.push(...(await runSlice(session, due)));
    if (session.signal.aborted) break;
  }
  return record;
};

const capabilitiesOf = (
  session: Session,
  record: TenantRecord,
): TenantRecord['partnerCapabilities'] => {
  const { capabilities } = session.partner;
  const isProbed = capabilities.writesName !== undefined || capabilities.writesNull !== undefined;
  return isProbed || !capabilities.filtersByDate ? capabilities : record.partnerCapabilities;
};

const followCrm = async (session: Session, deferred: Due[]): Promise<void> => {
  const cursor = await session.store.cursors.find(session.policy.tenant, 'crm');
  for await (const page of session.crm.listChanges(cursor)) {
    const due = await crmPageDue(session, page);
    await saveCursor(session, 'crm', page.cursor);
    deferred.push(...(await runSlice(session, due)));
    if (session.signal.aborted) break;
  }
};

/** Links due for another reason than a row of this run: a retry's instant, a person's request, a run cut short. */
const runLeftovers = async (session: Session, deferred: Due[]): Promise<void> => {
  const tried = new Set<ReferralId>(deferred.map(({ stored }) => stored.link.referral));
  for (;;) {
    const due = await session.store.links.listDue(session.policy.tenant, session.clock.now(), {
      limit: SLICE,
      unplanned: session.mode === 'observe',
      skip: tried,
    });
    const fresh = due.filter(({ link }) => !tried.has(link.referral));
    if (fresh.length === 0 || session.signal.aborted) return;
    for (const { link } of fresh) tried.add(link.referral);
    const entries = fresh.map((stored): Due => {
      // A link that nobody has saved since it was inserted holds the row that it was inserted with.
      const isSeen = stored.plannedSeq >= stored.dueSeq || stored.link.version === 1;
      return { stored, rows: isSeen ? { isPartnerAsSeen: true } : {} };
    });
    deferred.push(...(await runSlice(session, entries)));
    if (entries.every(({ stored }) => isForLater(session, stored))) return;
  }
};

/** All links in pages, until the run is to stop. */
async function* pagesOf(
  session: Session,
  filter: LinkFilter,
): AsyncIterable<readonly StoredLink[]> {
  let after: ReferralId | undefined;
  while (!session.signal.aborted) {
    const where = { limit: SLICE, ...(after === undefined ? {} : { after }) };
    const page = await session.store.links.list(session.policy.tenant, filter, where);
    after = page.at(-1)?.link.referral;
    if (after === undefined) return;
    yield page;
  }
}

/** The settings let in other referrals than before: those that were left out are looked at again. */
const lookAtLeftAgain = async (session: Session, record: TenantRecord): Promise<void> => {
  const isAsBefore = record.admits === null || record.admits === admitsOf(session.policy);
  if (session.mode === 'preview' || isAsBefore) return;
  for await (const page of pagesOf(session, { state: 'left' })) {
    const ids = page.map(({ link }) => link.referral);
    await session.store.links.markDue(session.policy.tenant, ids);
  }
};

/** Observing under another mapping than before: what was foreseen is foreseen anew, from what is seen. */
const foreseeAgain = async (session: Session, record: TenantRecord): Promise<void> => {
  const { mappingVersion } = record;
  const isAsBefore = mappingVersion === null || mappingVersion === session.mapping.version;
  if (session.mode !== 'observe' || isAsBefore) return;
  for await (const page of pagesOf(session, {})) {
    const due = page.map((stored): Due => ({ stored, rows: { isPartnerAsSeen: true } }));
    await runSlice(session, due);
  }
};

/** What was put aside is gone through now that its number is known; what is too much is held. */
const runDeferred = async (session: Session, aside: readonly Due[]): Promise<void> => {
  session.brakes.close();
  if (aside.length === 0 || session.signal.aborted) return;
  const ids = aside.map(({ stored }) => stored.link.referral);
  const latest = await session.store.links.findMany(session.policy.tenant, ids);
  const byId = new Map(latest.map((stored) => [stored.link.referral, stored]));
  await runSlice(
    session,
    aside.flatMap(({ stored, rows }): Due[] => {
      const now = byId.get(stored.link.referral);
      return now === undefined ? [] : [{ stored: now, rows }];
    }),
  );
};

/**
 * One run for one tenant: follow both feeds, reconcile what is due, done. A side out of reach keeps its
 * cursor and does not stop the other.
 * @throws SyncError when sign-in is refused or a newer run has begun.
 */
export const cycle = async (session: Session, begun: TenantRecord): Promise<CycleResult> => {
  const failures: SyncError[] = [];
  const deferred: Due[] = [];
  let record = begun;
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    if (record.mismatch !== null) return;
    try {
      await step();
    } catch (error) {
      if (error instanceof WorldMismatch) {
        record = { ...record, mismatch: { at: session.clock.now(), why: error.message } };
        return;
      }
      if (!isSyncError(error)) throw error;
      if (error.disposition === 'stopTenant' || error.disposition === 'drop') throw error;
      if (error.code === 'BUDGET_SPENT') session.spent.error ??= error;
      else failures.push(error);
    }
  };
  await attempt(async () => {
    record = await followPartner(session, record, deferred);
  });
  await attempt(() => followCrm(session, deferred));
  await attempt(() => lookAtLeftAgain(session, begun));
  await attempt(() => runLeftovers(session, deferred));
  await attempt(() => foreseeAgain(session, begun));
  await attempt(() => runDeferred(session, deferred));
  const brakes = session.mode === 'live' ? session.brakes.held(session.clock.now()) : record.brakes;
  if (session.spent.error !== null) failures.push(session.spent.error);
  return { record: { ...record, brakes }, failures };
};
