import type { Store } from '#core/ports/store.ts';
import type { Due } from '#core/sync/follow-changes.ts';
import type { Link } from '#core/sync/link.ts';
import { newLink } from '#core/sync/new-link.ts';
import { contextOf, NOW } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { REFERRAL, viewsOf } from '#test/support/views-of.ts';

export const context = contextOf();
export const OWN = 'organization-1';
const { tenant } = policyOf();

/** Both sides as they were last seen. */
export const SEEN = viewsOf('accepted', context);

export const pageOf = <Row>(...rows: readonly Row[]) => ({ rows, unparsed: [] });

/** Stores the link as one that has been worked on: not due, its mark at 1. */
export const stored = async (store: Store, change: Partial<Link> = {}): Promise<void> => {
  const link = linkInStep(SEEN, context, change);
  await store.links.insert(newLink(tenant, { referral: link.referral, partner: null }, NOW));
  await store.links.save(link, { doneSeq: 1, plannedSeq: 1 });
};

/** What is due, with which rows, and the mark in the store. */
export const dueIn = async (store: Store, due: readonly Due[]) => {
  const entry = await store.links.find(tenant, REFERRAL);
  return {
    rows: due.map(({ rows }) => rows),
    isMarked: entry !== undefined && entry.dueSeq > entry.doneSeq,
    isSame: due.every(({ stored: one }) => one.dueSeq === entry?.dueSeq),
  };
};
