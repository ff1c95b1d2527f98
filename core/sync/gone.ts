import type { CrmView } from '#core/ports/crm-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { Link, Note } from './link.ts';
import type { Session } from './session.ts';
import { tellOnRow } from './tell-on-row.ts';
import { finishUnlinked, inMinutes } from './work.ts';

/** A row merely invisible is asked for twice, so many minutes apart, before it counts as gone. */
const ASK_AGAIN_MINUTES = 5;
const ASKED_ENOUGH = 2;

export type Missing =
  /** `row`: the opportunity, where it can still be read. */
  | { readonly side: 'partner'; readonly row: CrmView | undefined }
  | { readonly side: 'crm'; readonly shown: CrmView | 'gone' | 'hidden' };

const goneNote = (side: 'partner' | 'crm'): Note => ({ key: `action.gone.${side}`, values: {} });

const isHidden = (missing: Missing): boolean =>
  missing.side === 'crm' && missing.shown === 'hidden';

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
  const isKnown = link.state.kind === 'gone';
  if (!isKnown && isHidden(missing)) {
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
  const isCounted = !isKnown && session.brakes.isCounting();
  if (isCounted && session.brakes.putAside(link.referral, uses)) return 'deferred';
  if (!isKnown && session.brakes.isHeld(link.referral, 'gone', missing.side)) {
    const notes = [{ key: 'wait.brake', values: { kind: 'gone' } }];
    await finishUnlinked(session, stored, { ...link, notes, schedule: { kind: 'settled' } });
    return 'done';
  }
  const shown = missing.side === 'crm' ? missing.shown : missing.row;
  const crm = typeof shown === 'object' ? shown : link.seen.crm;
  const gone: Link = {
    ...link,
    seen: { ...link.seen, crm },
    state: isKnown ? link.state : { kind: 'gone', side: missing.side, at },
    notes: [goneNote(missing.side)],
    schedule: { kind: 'settled' },
  };
  await (missing.side === 'partner' && missing.row !== undefined
    ? tellOnRow(session, { ...stored, link: gone }, missing.row)
    : finishUnlinked(session, stored, gone));
  return 'done';
};
