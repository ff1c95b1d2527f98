import { isAfter } from '#core/lead/instant.ts';
import { referralId, type ReferralId } from '#core/lead/ids.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { FeedPage } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { Link, Sibling } from './link.ts';
import { newLink } from './new-link.ts';
import type { Rows } from './reconciled.ts';
import type { Session } from './session.ts';

/** A link to reconcile, with the row that made it due. */
export interface Due {
  readonly stored: StoredLink;
  readonly rows: Rows;
}

/** Marks and inserts are effects only where the run may save; a preview sees the same links due. */
const canSave = (session: Session): boolean => session.mode !== 'preview';

const marked = async (session: Session, found: readonly Due[]): Promise<readonly Due[]> => {
  if (!canSave(session) || found.length === 0) return found;
  const ids = found.map(({ stored }) => stored.link.referral);
  await session.store.links.markDue(session.policy.tenant, ids);
  return found.map(({ stored, rows }) => ({
    stored: { ...stored, dueSeq: stored.dueSeq + 1 },
    rows,
  }));
};

const inserted = async (session: Session, link: Link, rows: Rows): Promise<Due | undefined> => {
  const stored = { link, dueSeq: 1, doneSeq: 0, plannedSeq: 0 };
  if (!canSave(session)) return { stored, rows };
  const outcome = await session.store.links.insert(link);
  if (outcome === 'inserted') return { stored, rows };
  const other = await session.store.links.find(link.tenant, link.referral);
  return other === undefined ? undefined : { stored: other, rows };
};

type Freshness = 'same' | 'older' | 'newer' | 'unsure';

const partnerFreshness = (row: PartnerView, seen: PartnerView | null): Freshness => {
  if (seen === null) return 'newer';
  if (row.version === seen.version) return 'same';
  if (isAfter(seen.updatedAt, row.updatedAt)) return 'older';
  return row.updatedAt === seen.updatedAt ? 'unsure' : 'newer';
};

const sameShown = (row: CrmView, seen: CrmView): boolean =>
  row.isDeleted === seen.isDeleted &&
  row.closure === seen.closure &&
  row.ownerId === seen.ownerId &&
  JSON.stringify(row.fields) === JSON.stringify(seen.fields);

/** Rows differ by values, not by stamps: background work moves a stamp and nothing else. */
const crmFreshness = (row: CrmView, seen: CrmView | null): Freshness => {
  if (seen === null) return 'newer';
  if (sameShown(row, seen)) return 'same';
  if (isAfter(seen.modifiedAt, row.modifiedAt)) return 'older';
  return row.version === seen.version ? 'unsure' : 'newer';
};

const siblingOf = (row: PartnerView): Sibling => ({
  referral: row.id,
  version: row.version,
  stage: row.stage,
});

/** Somebody else's half marks ours due when it has moved. */
const siblingsDue = async (
  session: Session,
  rows: readonly PartnerView[],
): Promise<readonly Due[]> => {
  const due: Due[] = [];
  for (const row of rows) {
    const halves = await session.store.links.findByEngagement(
      session.policy.tenant,
      row.engagementId,
    );
    for (const stored of halves) {
      if (stored.link.seen.sibling?.version === row.version) continue;
      const seen = { ...stored.link.seen, sibling: siblingOf(row) };
      due.push({ stored: { ...stored, link: { ...stored.link, seen } }, rows: {} });
    }
  }
  return due;
};

/** What does not parse is set aside with its path; where it has an opportunity the link is due, to be told there. */
const parked = async (session: Session, page: FeedPage<unknown>): Promise<void> => {
  const now = session.clock.now();
  for (const row of page.unparsed) {
    session.tally.add('parked');
    const referral = referralId(row.id ?? '');
    const known = await session.store.links.find(session.policy.tenant, referral);
    const state = known?.link.state;
    if (state?.kind === 'parked' && state.path === row.path) continue;
    session.log.warn('referral not understood', { path: row.path, referral: row.id ?? null });
    if (row.id === undefined || !canSave(session)) continue;
    const link = known?.link ?? newLink(session.policy.tenant, { referral, partner: null }, now);
    const notes = [{ key: 'action.unparsed', values: { path: row.path } }];
    const next: Link = { ...link, state: { kind: 'parked', path: row.path, at: now }, notes };
    // A link that somebody else saves right now keeps its state: the overlap shows the row again.
    await (known === undefined ? session.store.links.insert(next) : session.store.links.save(next));
    await session.store.links.markDue(session.policy.tenant, [referral]);
  }
};

/** Only the fact is stored, never the payload: the rows stay in memory for this slice alone. */
export const partnerPageDue = async (
  session: Session,
  page: FeedPage<PartnerView>,
  ownOrganization: string,
): Promise<readonly Due[]> => {
  session.tally.add('polled', page.rows.length);
  await parked(session, page);
  // Rows may move between pages while we read: the last one of a referral counts.
  const rows = new Map(page.rows.map((row) => [row.id, row]));
  const own = [...rows.values()].filter((row) => row.organizationId === ownOrganization);
  const others = [...rows.values()].filter((row) => row.organizationId !== ownOrganization);
  const ids = own.map((row) => row.id);
  const stored = await session.store.links.findMany(session.policy.tenant, ids);
  const byId = new Map(stored.map((entry) => [entry.link.referral, entry]));
  const known: Due[] = [];
  const fresh: Due[] = [];
  for (const row of own) {
    const entry = byId.get(row.id);
    if (entry === undefined) {
      const first = { referral: row.id, partner: row };
      const link = newLink(session.policy.tenant, first, session.clock.now());
      const due = await inserted(session, link, { partner: row });
      if (due !== undefined) fresh.push(due);
      continue;
    }
    const freshness = partnerFreshness(row, entry.link.seen.partner);
    const { state } = entry.link;
    const isBack = state.kind === 'parked' || (state.kind === 'gone' && state.side === 'partner');
    if (isBack || freshness === 'newer') known.push({ stored: entry, rows: { partner: row } });
    if (freshness === 'unsure') {
      const read = await session.partner.fetch(row.id);
      known.push({ stored: entry, rows: read === 'gone' ? {} : { partner: read } });
    }
  }
  const mine = new Set<ReferralId>(known.map(({ stored: entry }) => entry.link.referral));
  const halves = (await siblingsDue(session, others)).filter(
    ({ stored: entry }) => !mine.has(entry.link.referral),
  );
  // Edits before creates: they may be answers that somebody waits for.
  return [...(await marked(session, [...known, ...halves])), ...fresh];
};

export const crmPageDue = async (
  session: Session,
  page: FeedPage<CrmView>,
): Promise<readonly Due[]> => {
  session.tally.add('polled', page.rows.length);
  const rows = new Map(page.rows.map((row) => [row.id, row]));
  const { tenant } = session.policy;
  const linked = await session.store.links.findByOpportunity(tenant, [...rows.keys()]);
  const due: Due[] = [];
  for (const stored of linked) {
    const id = stored.link.opportunity;
    const row = id === null ? undefined : rows.get(id);
    if (row === undefined) continue;
    rows.delete(row.id);
    const freshness = crmFreshness(row, stored.link.seen.crm);
    const { state } = stored.link;
    const isBack = state.kind === 'gone' && state.side === 'crm' && !row.isDeleted;
    // Still marked from before: what marked it may be a partner's row that nobody has kept.
    const asSeen = stored.plannedSeq >= stored.dueSeq ? { isPartnerAsSeen: true as const } : {};
    if (freshness === 'unsure') due.push({ stored, rows: asSeen });
    else if (freshness === 'newer' || isBack) due.push({ stored, rows: { crm: row, ...asSeen } });
  }
  // Rows of no link that carry a referral id: a create whose reply was lost, or our id on a copied row.
  const named = [...rows.values()].flatMap((row) => {
    const id = row.fields[session.mapping.own.referralId];
    return typeof id === 'string' ? [referralId(id)] : [];
  });
  const waiting = await session.store.links.findMany(tenant, named);
  for (const stored of waiting) {
    if (stored.link.opportunity === null && stored.link.state.kind !== 'left') {
      due.push({ stored, rows: {} });
    }
  }
  return marked(session, due);
};
