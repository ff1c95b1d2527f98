import type { CrmStageShown } from '#core/merge/merge-stage.ts';
import { stageBaseOf, stageShown } from '#core/merge/plan.ts';
import type { Counterparts, CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import { baseOfCreated } from './created-base.ts';
import type { Link, Note, PendingOperation } from './link.ts';
import type { Session } from './session.ts';

/** What the look-up and the create came to. `linked`: go on with this link and row. */
export type Creation =
  | { readonly kind: 'linked'; readonly link: Link; readonly crm: CrmView }
  /** Nothing to go on with; the link as it is to be saved. */
  | { readonly kind: 'apart'; readonly link: Link };

export const toldOf = (fields: CrmFields, session: Session): CrmFields => {
  const own = Object.values(session.mapping.own);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => own.includes(name)));
};

const stageShownOf = (row: CrmView, session: Session): CrmStageShown =>
  stageShown(row, session.mapping);

/** The row becomes ours. What it shows of stage and answer is the base, not an edit (design §6). */
export const linkTo = (link: Link, partner: PartnerView, row: CrmView, session: Session): Link => {
  const shown = stageShownOf(row, session);
  return {
    ...link,
    opportunity: row.id,
    linkedAt: session.clock.now(),
    state: { kind: 'live' },
    stageBase: stageBaseOf(partner, shown),
    start: { ownerId: shown.ownerId, stageValue: shown.stageValue, answer: shown.answer },
    pending: [],
    schedule: { kind: 'settled' },
  };
};

/** A create found done: the base is what was sent, or the row itself if nobody can have edited it yet (design §7.2). */
const adoptCreated = (
  link: Link,
  partner: PartnerView,
  found: { readonly row: CrmView; readonly sent: PendingOperation },
  session: Session,
): Link => {
  const { row, sent } = found;
  // Stamps are whole seconds: a person may have edited in the very second of the create.
  const isUntouched = row.createdAt === row.modifiedAt && row.modifiedByUs;
  const linked = linkTo(link, partner, row, session);
  const { field } = session.mapping.stages;
  const text = (name: string): string | null => {
    const value = sent.fields?.[name];
    return typeof value === 'string' ? value : null;
  };
  const stageValue = text(field);
  const asShown = linked.stageBase ?? stageBaseOf(partner, stageShownOf(row, session));
  const info = session.metadata.stages.find((stage) => stage.value === stageValue);
  const asSent = {
    ...asShown,
    stageValue,
    answer: null,
    reason: text(session.mapping.own.reason),
    closure: info?.closure ?? 'open',
  };
  const partnerThen = link.seen.partner ?? partner;
  const views = { partner: partnerThen, row: isUntouched ? row : undefined };
  return {
    ...linked,
    base: baseOfCreated(sent.atoms, views, session),
    stageBase: { ...(isUntouched ? asShown : asSent), partner: partnerThen.stage },
    start: { ownerId: row.ownerId, stageValue, answer: null },
    told: toldOf(sent.fields ?? {}, session),
  };
};

/** Set aside for a person. */
export const apart = (link: Link, note: Note): Creation => ({
  kind: 'apart',
  link: { ...link, state: { kind: 'left', why: note }, notes: [note] },
});

/** Our id on the row, then the CRM id in the referral; an open candidate creates nothing. */
export const matched = (
  link: Link,
  partner: PartnerView,
  found: Counterparts,
  session: Session,
): Creation | undefined => {
  const live = found.byReferral.filter((row) => !row.isDeleted);
  const pending = link.pending.find((operation) => operation.kind === 'create');
  const [row] = live;
  if (live.length > 1) {
    return apart(link, { key: 'action.candidate', values: { count: String(live.length) } });
  }
  if (row !== undefined) {
    const linked =
      pending === undefined
        ? linkTo(link, partner, row, session)
        : adoptCreated(link, partner, { row, sent: pending }, session);
    return { kind: 'linked', link: linked, crm: row };
  }
  if (found.byReferral.length > 0) {
    const at = session.clock.now();
    const notes = [{ key: 'action.gone.crm', values: {} }];
    return {
      kind: 'apart',
      link: { ...link, state: { kind: 'gone', side: 'crm', at }, notes, pending: [] },
    };
  }
  const named = found.byCrmId;
  if (named === undefined || named.isDeleted) return undefined;
  const holds = named.fields[session.mapping.own.referralId] ?? null;
  if (holds !== null) return apart(link, { key: 'action.candidate', values: { count: '1' } });
  return { kind: 'linked', link: linkTo(link, partner, named, session), crm: named };
};
