import type { House } from './house.ts';

/** A lead whose notes both sides have changed in different ways since they agreed. */
export const differ = async (house: House, change = {}): Promise<string> => {
  const id = await house.arrived(change);
  house.clock.advance(60_000);
  house.partner.edit(id, (document) => {
    document.details.notes = 'From the portal.';
  });
  house.crm.org.update(house.opportunityOf(id), { PC_Notes__c: 'From the seller.' });
  house.clock.advance(10_000);
  return id;
};
