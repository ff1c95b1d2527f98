import { addMs } from '#core/lead/instant.ts';
import { operationId, type OpportunityId } from '#core/lead/ids.ts';
import { isSyncError } from '#core/failures/sync-error.ts';
import { planCreation, type CreationPlan } from '#core/merge/plan-creation.ts';
import type { Counterparts, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { StoredLink } from '#core/ports/store.ts';
import { planContext } from './context.ts';
import { baseOfCreated } from './created-base.ts';
import { ensurePeople } from './ensure-people.ts';
import type { Link, Note, PendingOperation, Schedule } from './link.ts';
import { apart, linkTo, matched, toldOf, type Creation } from './link-row.ts';
import { contactOf, customerOf, ownerEmailOf } from './people.ts';
import { historyOf } from './pending.ts';
import { parkBlamed, refusedWhole } from './refused-create.ts';
import type { Session } from './session.ts';
import { VIEW_MS, inMinutes, savePending } from './work.ts';

const soon = (session: Session): Schedule => ({
  kind: 'waiting',
  until: inMinutes(session, 1),
  attempt: 1,
});

const find = (
  session: Session,
  partner: PartnerView,
  customer: ReturnType<typeof customerOf>,
): Promise<Counterparts> =>
  session.crm.findCounterparts({
    referral: partner.id,
    crmId: partner.fields.crmId ?? null,
    customer,
    contact: contactOf(partner, customer, session.hash),
    ownerEmail: ownerEmailOf(partner, session.policy),
  });

/** A second own referral of one engagement waits for a person. */
const secondOfEngagement = async (link: Link, session: Session): Promise<Note | undefined> => {
  const siblings = await session.store.links.findByEngagement(link.tenant, link.engagementId);
  const other = siblings.find(
    ({ link: sibling }) =>
      sibling.referral !== link.referral &&
      (sibling.opportunity !== null ||
        sibling.pending.some((operation) => operation.kind === 'create')),
  );
  return other === undefined
    ? undefined
    : { key: 'action.secondReferral', values: { referral: link.referral } };
};

const pendingCreate = (creation: CreationPlan, session: Session): PendingOperation => ({
  id: operationId(session.newId()),
  run: session.run,
  purpose: 'sync',
  side: 'crm',
  kind: 'create',
  ifVersion: null,
  atoms: creation.atoms,
  fields: creation.fields,
});

/** A row that is there already; a create found done is told as one. */
const adopted = async (
  link: Link,
  partner: PartnerView,
  found: Counterparts,
  session: Session,
): Promise<Creation | undefined> => {
  const match = matched(link, partner, found, session);
  const sent = link.pending.find((operation) => operation.kind === 'create');
  if (match?.kind === 'linked' && sent !== undefined) {
    const facts = { at: session.clock.now(), codecs: session.codecs };
    await session.store.history.append([
      historyOf(match.link, sent, { outcome: 'lostThenFound', shown: match.crm }, facts),
    ]);
  }
  return match;
};

/**
 * Design §7.5: the CRM's unique key refuses a second row; a create that was pending, or whose reply was
 * lost, is looked up first. One opportunity per referral, whatever dies when.
 */
export const createOnce = async (
  session: Session,
  stored: StoredLink,
  partner: PartnerView,
): Promise<Creation> => {
  let link: Link = stored.link;
  const customer = customerOf(partner, session.hash);
  const found = await find(session, partner, customer);
  const match = await adopted(link, partner, found, session);
  if (match !== undefined) return match;
  const second = await secondOfEngagement(link, session);
  if (second !== undefined) return apart(link, second);

  const people = await ensurePeople(partner, found, session);
  const email = ownerEmailOf(partner, session.policy);
  const unknownOwner: readonly Note[] =
    found.ownerId === undefined ? [{ key: 'action.ownerUnknown', values: { email } }] : [];
  link = {
    ...link,
    state: { kind: 'live' },
    customerId: people.customerId ?? null,
    contactId: people.contactId ?? null,
    lasting: [...unknownOwner, ...people.notes],
  };

  let isBare = false;
  for (;;) {
    const context = planContext(session, link.referral, { partner: false, crm: false });
    const creation = planCreation(link, partner, context, { isBare });
    const pending = pendingCreate(creation, session);
    const seen = { ...link.seen, partner };
    const notAfter = addMs(session.clock.now(), VIEW_MS);
    link = await savePending(session, { ...link, seen }, pending);
    const draft = {
      notAfter,
      fields: creation.fields,
      customerId: people.customerId,
      contactId: people.contactId,
      ownerId: found.ownerId,
    };
    const outcome = await session.crm.createOpportunity(draft).catch((error: unknown) => {
      if (isSyncError(error, 'UNKNOWN_RESULT')) return { kind: 'exists' as const };
      throw error;
    });
    switch (outcome.kind) {
      case 'created': {
        const shown = outcome.shown ?? (await fetchRow(session, outcome.id));
        if (shown === undefined) return { kind: 'apart', link };
        // The row as the create's own reply shows it; a row read afterwards may hold an edit already.
        const sent = outcome.shown === undefined ? undefined : shown;
        const linked: Link = {
          ...linkTo(link, partner, shown, session),
          base: baseOfCreated(creation.atoms, { partner, row: sent }, session),
          told: toldOf(creation.fields, session),
        };
        const facts = { at: session.clock.now(), codecs: session.codecs };
        await session.store.history.append([
          historyOf(linked, pending, { outcome: 'done', shown }, facts),
        ]);
        session.tally.add('created');
        return { kind: 'linked', link: linked, crm: shown };
      }
      case 'exists': {
        const again = await adopted(link, partner, await find(session, partner, customer), session);
        // Not there after all: the reply was lost before anything was done. Due again, looked up first.
        return again ?? { kind: 'apart', link: { ...link, schedule: soon(session) } };
      }
      case 'stale':
        return { kind: 'apart', link: { ...link, pending: [], schedule: soon(session) } };
      case 'refused': {
        const parked = parkBlamed({ ...link, pending: [] }, creation, outcome, session);
        if (parked === undefined && isBare) return refusedWhole(link, outcome.words, session);
        isBare ||= parked === undefined;
        link = parked ?? { ...link, pending: [] };
        break;
      }
      default:
        outcome satisfies never;
    }
  }
};

const fetchRow = async (session: Session, id: OpportunityId): Promise<CrmView | undefined> => {
  const found = (await session.crm.fetchMany([id])).get(id);
  return typeof found === 'object' ? found : undefined;
};
