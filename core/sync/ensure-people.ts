import type { Counterparts } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Note } from './link.ts';
import { contactOf, customerOf } from './people.ts';
import type { Session } from './session.ts';

export interface People {
  readonly customerId: string | undefined;
  readonly contactId: string | undefined;
}

/** Account and primary contact, each found by key or made once. A refusal leaves the opportunity without it. */
export const ensurePeople = async (
  partner: PartnerView,
  found: Counterparts,
  session: Session,
): Promise<People & { readonly notes: readonly Note[] }> => {
  const customer = customerOf(partner, session.hash);
  const contact = contactOf(partner, customer, session.hash);
  const notes: Note[] = [];
  const refused = (field: string, words: string): undefined => {
    notes.push({ key: 'action.refused', values: { field, side: 'crm', words } });
    return undefined;
  };
  let { customerId, contactId } = found;
  if (customerId === undefined && customer !== null) {
    const made = await session.crm.ensureCustomer(customer);
    customerId = made.kind === 'refused' ? refused('customer.name', made.words) : made.id;
  }
  if (contactId === undefined && contact !== null) {
    const made = await session.crm.ensureContact(contact, customerId);
    contactId = made.kind === 'refused' ? refused('contacts', made.words) : made.id;
  }
  return { customerId, contactId, notes };
};
