import { isSyncError, type SyncError } from '#core/failures/sync-error.ts';
import { addMs, type Instant } from '#core/lead/instant.ts';
import { statusToWrite } from '#core/merge/own-fields.ts';
import { planContext } from './context.ts';
import type { Link } from './link.ts';
import type { Session } from './session.ts';
import { Overtaken, VIEW_MS, saveLink } from './work.ts';

const told = (link: Link, error: SyncError, until: Instant): Link => ({
  ...link,
  notes: [
    ...link.notes.filter(({ key }) => key !== 'wait.retry'),
    {
      key: 'wait.retry',
      values: { side: 'partner', words: error.details.systemWords ?? error.message, at: until },
    },
  ],
});

/**
 * A change that Partner Center could not take right now: the seller reads so on the row. What is pending
 * stays so, hence this is no operation of its own; a row that has moved meanwhile is told at the next try.
 * @param link as just saved, with the row as last read in `seen`.
 */
export const tellWaiting = async (
  session: Session,
  link: Link,
  failed: { readonly error: SyncError; readonly until: Instant },
): Promise<void> => {
  const row = link.seen.crm;
  const isPending = link.pending.some(({ side, kind }) => side === 'partner' && kind === 'patch');
  const isUnsent = isPending || failed.error.code === 'RATE_LIMITED';
  const isWritable = row?.closure === 'open' || session.crm.capabilities.closedRowsWritable;
  if (row === null || failed.error.details.side !== 'partner' || !isUnsent || !isWritable) return;
  const next = told(link, failed.error, failed.until);
  const context = planContext(session, link.referral, { partner: false, crm: false });
  const fields = statusToWrite(next, context);
  if (Object.keys(fields).length === 0) return;
  const notAfter = addMs(session.clock.now(), VIEW_MS);
  try {
    const outcome = await session.crm.patch(row.id, fields, {
      ifVersion: row.version,
      notAfter,
      urgent: false,
    });
    if (outcome.kind !== 'written') return;
    const seen = { ...link.seen, crm: outcome.shown ?? row };
    await saveLink(session, { ...next, told: { ...link.told, ...fields }, seen });
  } catch (error) {
    // The row is told at the next try; what the error means for the run is known already.
    if (!(error instanceof Overtaken) && !isSyncError(error)) throw error;
  }
};
