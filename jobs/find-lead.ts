import { opportunityId, referralId } from '#core/lead/ids.ts';
import type { StoredLink } from '#core/ports/store.ts';
import { UsageError } from './exit.ts';
import { nameOf } from './link-words.ts';
import type { Tenant } from './open-tenants.ts';

/** Named in the message when a text fits several leads. */
const MOST_NAMED = 5;

/**
 * The lead that a person names by referral id, CRM record id, or any text that only one lead has.
 * @throws UsageError when none or several fit.
 */
export const findLead = async ({ id, store }: Tenant, text: string): Promise<StoredLink> => {
  const byReferral = await store.links.find(id, referralId(text));
  if (byReferral !== undefined) return byReferral;
  const [byOpportunity] = await store.links.findByOpportunity(id, [opportunityId(text)]);
  if (byOpportunity !== undefined) return byOpportunity;
  const found = await store.links.list(id, { search: text }, { limit: MOST_NAMED });
  const [only] = found;
  if (only === undefined) {
    throw new UsageError(
      `No lead of ${id} has the id or the text "${text}". See: lead-sync leads list`,
    );
  }
  if (found.length === 1) return only;
  const named = found.map(({ link }) => `    ${link.referral}  ${nameOf(link)}`);
  throw new UsageError([`Several leads fit "${text}". Name one by its id:`, ...named].join('\n'));
};
