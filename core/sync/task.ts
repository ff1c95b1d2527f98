import { isSyncError } from '#core/failures/sync-error.ts';
import { taskKey, taskOf } from './people.ts';
import type { Session } from './session.ts';
import { inMinutes, type Work } from './work.ts';

/** One Task per lead, found by its key or made once, and closed when the lead is answered (design §11). */
export const keepTask = async (session: Session, work: Work): Promise<void> => {
  try {
    await ensureOrClose(session, work);
  } catch (error) {
    // The lead itself is in step: that is saved, and the task is tried again in a minute.
    if (!isSyncError(error) || error.disposition === 'stopTenant') throw error;
    const until = inMinutes(session, 1);
    const told = { code: error.code, message: error.message };
    work.link = { ...work.link, schedule: { kind: 'waiting', until, attempt: 1, error: told } };
  }
};

const ensureOrClose = async (session: Session, work: Work): Promise<void> => {
  const { link, partner, crm } = work;
  const isWaiting = partner.stage === 'received' && crm.closure === 'open';
  if (isWaiting && link.task === 'none') {
    const target = { opportunityId: crm.id, ownerId: crm.ownerId };
    const made = await session.crm.ensureTask(taskOf(partner, target, session));
    const refused =
      made.kind === 'refused'
        ? [{ key: 'action.refused', values: { field: 'task', side: 'crm', words: made.words } }]
        : [];
    work.link = { ...link, task: 'open', lasting: [...link.lasting, ...refused] };
  } else if (partner.stage !== 'received' && link.task === 'open') {
    await session.crm.closeTask(taskKey(partner));
    work.link = { ...link, task: 'closed' };
  }
};
