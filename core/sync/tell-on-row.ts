import type { Operation } from '#core/merge/operation.ts';
import { statusToWrite } from '#core/merge/own-fields.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import { carryOut } from './carry-out.ts';
import { planContext } from './context.ts';
import type { Session } from './session.ts';
import { finish, finishUnlinked, inMinutes, type Work } from './work.ts';

/** Ends a reconcile without a plan: the link's notes are told on the row, where they are news and it can be written. */
export const tellOnRow = async (
  session: Session,
  stored: StoredLink,
  row: CrmView,
): Promise<void> => {
  const { link } = stored;
  const { partner } = link.seen;
  const context = planContext(session, link.referral, { partner: false, crm: false });
  const fields = statusToWrite(link, context);
  const isWritable = row.closure === 'open' || context.closedRowsWritable;
  if (partner === null || !isWritable || Object.keys(fields).length === 0)
    return finishUnlinked(session, stored, link);
  const work: Work = { stored, link, partner, crm: row, history: [] };
  const operation: Operation = {
    side: 'crm',
    purpose: 'sync',
    atoms: {},
    isUrgent: false,
    stageBase: null,
    fields,
  };
  const { kind } = await carryOut(session, work, operation);
  const isTold = kind === 'written' || kind === 'gone' || kind === 'refused';
  work.link = {
    ...work.link,
    schedule: isTold
      ? { kind: 'settled' }
      : { kind: 'waiting', until: inMinutes(session, 1), attempt: 1 },
  };
  return finish(session, work, work.link.pending);
};
