import type { DeepPartial, Referral } from '#test/sandbox/partner-center.ts';
import type { Harness } from './harness.ts';

type Draft = DeepPartial<Referral>;

/** Microsoft as owner or inviter. */
export const MICROSOFT = 'msft';

/** A sales-qualified lead nobody has answered, with all that an acceptance needs. */
export const LEAD: Draft = {
  name: 'Northwind Traders: Azure backup',
  status: 'New',
  substatus: 'Received',
  qualification: 'SalesQualified',
  details: {
    dealValue: 18_500,
    currency: 'GBP',
    closingDateTime: '2027-01-31T00:00:00Z',
    notes: 'Wants a backup.',
  },
};

/** The same with other details: lists and objects of the rest are taken as they are. */
export const leadWith = (change: Draft): Draft => ({
  ...LEAD,
  ...change,
  details: { ...LEAD.details, ...change.details },
});

export const ACCEPTED: Draft = { status: 'Active', substatus: 'Accepted' };

/** Puts a lead there and lets it arrive. Returns its id. */
export const arrived = async (harness: Harness, change: Draft = {}): Promise<string> => {
  const id = harness.partner.addReferral(leadWith(change));
  await harness.cycle();
  return id;
};
