import type { CrmView } from '#core/ports/crm-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { Note } from './link.ts';
import type { Session } from './session.ts';
import { finishUnlinked, inMinutes } from './work.ts';

/** A row merely invisible is asked for twice, so many minutes apart, before it counts as gone. */
const ASK_AGAIN_MINUTES = 5;
const ASKED_ENOUGH = 2;

export type Missing =
  | { readonly side: 'partner' }
  | { readonly side: 'crm'; readonly shown: CrmView | 'gone' | 'hidden' };

const goneNote = (side: 'partner' | 'crm'): Note => ({ key: `action.gone.${side}`, values: {} });

/**
 * A gone opportunity never closes a referral, a vanished referral never deletes an opportunity: a note, and
 * a person decides. The same id coming back makes the link live again with its old base.
 * @returns `deferred` while a brake is still counting how many are gone.
 */
export const markMissing = async (
  session: Session,
  stored: StoredLink,
  missing: Missing,
): Promise<'done' | 'deferred'> => {
  const { link } = stored;
  const at = session.clock.now();
  if (link.state.kind === 'gone') {
    await finishUnlinked(session, stored, link);
    return 'done';
  }
  if (missing.side === 'crm' && missing.shown === 'hidden') {
    const attempt = link.schedule.kind === 'waiting' ? link.schedule.attempt + 1 : 1;
    if (attempt < ASKED_ENOUGH) {
      const until = inMinutes(session, ASK_AGAIN_MINUTES);
      await finishUnlinked(session, stored, {
        ...link,
        schedule: { kind: 'waiting', until, attempt },
      });
      session.tally.add('waiting');
      return 'done';
    }
  }
  const uses = [{ kind: 'gone' as const, subject: missing.side }];
  if (session.brakes.isCounting() && session.brakes.putAside(link.referral, uses))
    return 'deferred';
  if (session.brakes.isHeld(link.referral, 'gone', missing.side)) {
    const notes = [{ key: 'wait.brake', values: { kind: 'gone' } }];
    await finishUnlinked(session, stored, { ...link, notes, schedule: { kind: 'settled' } });
    return 'done';
  }
  const crm =
    missing.side === 'crm' && typeof missing.shown === 'object' ? missing.shown : link.seen.crm;
  await finishUnlinked(session, stored, {
    ...link,
    seen: { ...link.seen, crm },
    state: { kind: 'gone', side: missing.side, at },
    notes: [goneNote(missing.side)],
    schedule: { kind: 'settled' },
  });
  return 'done';
};
