import { addMs } from '#core/lead/instant.ts';
import { isSyncError, type SyncError, type SyncErrorCode } from '#core/failures/sync-error.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { Operation } from '#core/merge/operation.ts';
import { canonical } from '#core/merge/plan-atoms.ts';
import { moveValue } from '#core/merge/plan-partner.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { WriteOutcome } from '#core/ports/feed.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import { crmWritten, partnerWritten, refusedAtoms } from './apply-outcome.ts';
import type { RefusedAtom } from './link.ts';
import { historyOf, toPending, type Outcome } from './pending.ts';
import type { Session } from './session.ts';
import { FRESH_MS, VIEW_MS, saveLink, savePending, tellHistory, type Work } from './work.ts';

/** How one write ended, as far as the loop must know. */
export type Carried =
  | { readonly kind: 'written' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'gone' }
  /** Refused: what could be blamed is parked; `isUnclear` = nothing could, so the rest goes one by one. */
  | { readonly kind: 'refused'; readonly isUnclear: boolean }
  /** Nothing shows what became of it: the sides must be read and the pending settled. `error`: no answer came. */
  | { readonly kind: 'unknown'; readonly error?: SyncError };

/** These say that nothing was written: there is nothing to be settled when the link comes back. */
const NOT_DONE: ReadonlySet<SyncErrorCode> = new Set([
  'RATE_LIMITED',
  'BUDGET_SPENT',
  'TOKEN_REJECTED',
]);

const send = async (
  session: Session,
  work: Work,
  operation: Operation,
): Promise<WriteOutcome<PartnerView | CrmView>> => {
  const { link, partner, crm } = work;
  if (link.opportunity === null) return { kind: 'gone' };
  const isUrgent = operation.isUrgent;
  if (operation.side === 'crm') {
    const notAfter = addMs(crm.readAt, VIEW_MS);
    const guard = { ifVersion: crm.version, notAfter, urgent: isUrgent };
    return session.crm.patch(link.opportunity, operation.fields, guard);
  }
  const notAfter = addMs(crm.readAt, operation.isIrreversible ? FRESH_MS : VIEW_MS);
  const guard = { ifVersion: partner.version, notAfter, urgent: isUrgent };
  return session.partner.patch(link.referral, operation.change, guard);
};

type Parked = Omit<RefusedAtom, 'at'>;

const parkedOf = (
  operation: Operation,
  keys: readonly string[],
  words: string,
  mappingVersion: string,
): readonly Parked[] =>
  keys.map((key) => {
    const after = operation.atoms[key]?.after ?? null;
    return { key, side: operation.side, value: canonical(after), mappingVersion, words };
  });

/** Which atoms to park after a refusal; empty = it cannot be told, try them one by one. */
const blamed = (
  operation: Operation,
  fields: readonly string[],
  codecs: readonly Codec[],
): readonly string[] => {
  const keys = Object.keys(operation.atoms);
  // A stage move first goes alone, whatever is blamed: the answer must not wait for a bad value.
  if (operation.side === 'partner' && operation.change.stage !== undefined) return [];
  const isHit = (key: string): boolean =>
    operation.side === 'crm'
      ? Object.keys((operation.atoms[key]?.after ?? {}) as CrmFields).some((name) =>
          fields.includes(name),
        )
      : codecs.some((codec) => codec.key === key && fields.includes(codec.rule.lead));
  const hit = keys.filter(isHit);
  return hit.length > 0 || keys.length !== 1 ? hit : keys;
};

const refuse = (
  session: Session,
  work: Work,
  operation: Operation,
  refusal: { readonly words: string; readonly fields: readonly string[] },
): Carried => {
  const at = session.clock.now();
  const version = session.mapping.version;
  const keys = blamed(operation, refusal.fields, session.codecs);
  if (keys.length > 0) {
    const parked = parkedOf(operation, keys, refusal.words, version);
    work.link = refusedAtoms(work.link, parked, at);
    session.tally.add('parked', keys.length);
    return { kind: 'refused', isUnclear: false };
  }
  if (Object.keys(operation.atoms).length > 0) return { kind: 'refused', isUnclear: true };
  if (operation.side === 'crm') {
    // Only our own fields were sent: held as told, or they would be sent again for ever.
    const values = { field: 'syncMessage', side: 'crm', words: refusal.words };
    const lasting = [...work.link.lasting, { key: 'action.refused', values }];
    work.link = { ...work.link, told: { ...work.link.told, ...operation.fields }, lasting };
  } else {
    const { stage = { to: '', reason: null }, fields } = operation.change;
    const value = canonical(moveValue(stage, { ...work.partner.fields, ...fields }));
    const parked = [
      {
        key: 'stage',
        side: 'partner' as const,
        value,
        mappingVersion: version,
        words: refusal.words,
      },
    ];
    work.link = refusedAtoms(work.link, parked, at);
  }
  session.tally.add('parked');
  return { kind: 'refused', isUnclear: false };
};

/**
 * Saves the intent, sends the one write, takes in its reply (design §7). A worker whose save is refused
 * sends nothing.
 * @throws Overtaken, and SyncError for what is no outcome of this write.
 */
export const carryOut = async (
  session: Session,
  work: Work,
  operation: Operation,
): Promise<Carried> => {
  const before = operation.side === 'partner' ? work.partner.version : work.crm.version;
  const pending = toPending(operation, before, session);
  const seen = { ...work.link.seen, partner: work.partner, crm: work.crm };
  await tellHistory(session, work);
  const { schedule } = work.stored.link;
  work.link = await savePending(session, { ...work.link, seen, schedule }, pending);
  const tell = (result: Outcome): void => {
    const facts = { at: session.clock.now(), codecs: session.codecs };
    work.history.push(historyOf(work.link, pending, result, facts));
  };
  let outcome: WriteOutcome<PartnerView | CrmView>;
  try {
    outcome = await send(session, work, operation);
  } catch (error) {
    if (isSyncError(error, 'UNKNOWN_RESULT')) return { kind: 'unknown', error };
    if (isSyncError(error) && NOT_DONE.has(error.code)) {
      work.link = await saveLink(session, { ...work.link, pending: [] });
    }
    throw error;
  }
  switch (outcome.kind) {
    case 'written': {
      const shown = outcome.shown;
      if (operation.side === 'partner') {
        const view = shown as PartnerView | undefined;
        work.link = partnerWritten(work.link, operation, view, session.codecs);
        if (view !== undefined) work.partner = view;
      } else {
        const view = shown as CrmView | undefined;
        work.link = crmWritten(work.link, operation, view, session);
        if (view !== undefined) work.crm = view;
      }
      work.link = { ...work.link, pending: [] };
      tell({ outcome: 'done', ...(shown === undefined ? {} : { shown }) });
      session.tally.add('patched');
      return shown === undefined ? { kind: 'unknown' } : { kind: 'written' };
    }
    case 'stale':
    case 'gone':
      work.link = { ...work.link, pending: [] };
      return outcome;
    case 'refused':
      work.link = { ...work.link, pending: [] };
      tell({ outcome: 'refused', words: outcome.words });
      return refuse(session, work, operation, outcome);
    default:
      return outcome satisfies never;
  }
};
