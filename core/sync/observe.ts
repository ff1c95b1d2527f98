import type { Operation } from '#core/merge/operation.ts';
import { planCreation } from '#core/merge/plan-creation.ts';
import { plan, type Plan } from '#core/merge/plan.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import { leftBecause } from './admission.ts';
import { planContext } from './context.ts';
import type { Link, PlannedWrites } from './link.ts';
import { DONE, type Reconciled, type Rows } from './reconciled.ts';
import type { Session } from './session.ts';
import { saveLink } from './work.ts';

const CREATES: PlannedWrites = {
  creates: true,
  move: null,
  closesCrm: false,
  partner: [],
  crm: [],
};

/** What a live run would do with one link: a plan, or a creation, or nothing with its reason. */
export interface Foreseen {
  readonly link: Link;
  readonly planned: PlannedWrites | null;
  readonly operations: Plan['operations'];
}

const creationOf = (session: Session, link: Link, partner: PartnerView): readonly Operation[] => {
  const context = planContext(session, link.referral, { partner: false, crm: false });
  const { fields, atoms } = planCreation(link, partner, context);
  return [{ side: 'crm', purpose: 'sync', isUrgent: false, stageBase: null, fields, atoms }];
};

const foresee = async (
  session: Session,
  stored: StoredLink,
  rows: Rows,
): Promise<Foreseen | undefined> => {
  const { link } = stored;
  if (link.state.kind === 'parked' && rows.partner === undefined)
    return { link, planned: null, operations: [] };
  const partner = rows.partner ?? link.seen.partner ?? (await session.partner.fetch(link.referral));
  if (partner === 'gone') return undefined;
  const seen = { ...link.seen, partner };
  if (link.opportunity === null) {
    const isBackfill =
      session.backfillUntil !== null && (partner.fields.createdAt ?? '') < session.backfillUntil;
    const why = leftBecause(partner, session.policy, isBackfill);
    return why === undefined
      ? {
          link: { ...link, seen },
          planned: CREATES,
          operations: creationOf(session, link, partner),
        }
      : {
          link: { ...link, seen, state: { kind: 'left', why }, notes: [why] },
          planned: null,
          operations: [],
        };
  }
  const row =
    rows.crm ?? (await session.crm.fetchMany([link.opportunity])).get(link.opportunity) ?? 'hidden';
  if (typeof row === 'string' || row.isDeleted) return undefined;
  const context = planContext(session, link.referral, { partner: false, crm: false });
  const next = plan(link, { partner, crm: row }, context);
  return {
    link: { ...link, seen: { ...seen, crm: row }, notes: next.link.notes },
    planned: next.planned,
    operations: next.operations,
  };
};

/** Observe and preview: everything is planned, nothing is written; observe keeps what it saw and foresaw. */
export const observe = async (
  session: Session,
  stored: StoredLink,
  rows: Rows,
): Promise<Reconciled> => {
  const foreseen = await foresee(session, stored, rows);
  if (foreseen === undefined) return DONE;
  session.foreseen(foreseen);
  const { planned } = foreseen;
  const isQuiet = planned === null || foreseen.operations.length === 0;
  session.tally.add('unchanged', isQuiet ? 1 : 0);
  if (session.mode === 'observe') {
    await saveLink(session, { ...foreseen.link, planned }, { plannedSeq: stored.dueSeq });
  }
  return DONE;
};
