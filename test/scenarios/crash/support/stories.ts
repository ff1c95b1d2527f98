import type { DeepPartial, Referral } from '#test/sandbox/partner-center.ts';
import type { Rig } from './rig.ts';

type Act = (rig: Rig, referral: string) => void;

export type StoryName =
  | 'a new lead'
  | 'accepted, with edits'
  | 'declined'
  | 'won, with a last edit'
  | 'both edit, different fields'
  | 'a conflict settled on the record'
  | 'an ending in the portal closes the row';

export interface Story {
  readonly name: StoryName;
  /** Acts up to the story, each followed by rest; none of them: the referral's arrival is the story. */
  readonly before: readonly Act[];
  readonly act: Act;
  /** Whose edit of a field gives way to what the story does: by the mapping's policy, or because a person said so. */
  readonly winsOver?: { readonly value?: 'portal'; readonly notes?: 'seller' };
}

/** A lead as Microsoft sends it, each of another customer. */
export const received = (number: number): DeepPartial<Referral> => ({
  status: 'New',
  substatus: 'Received',
  type: 'Independent',
  qualification: 'SalesQualified',
  details: {
    dealValue: 10_000,
    currency: 'GBP',
    notes: 'Wants a pilot.\nBudget is known.',
    closingDateTime: '2027-03-31T00:00:00Z',
  },
  customerProfile: {
    name: `Customer ${number} Ltd`,
    team: [{ firstName: 'Ada', lastName: 'Okafor', email: `ada@customer${number}.example` }],
  },
});

/** The seller saves the record. */
export const sell =
  (fields: Readonly<Record<string, unknown>>): Act =>
  (rig, referral) =>
    rig.crm.org.update(String(rig.opportunity(referral)['Id']), fields);

/** Somebody types into the portal's form. */
export const typeInPortal =
  (change: DeepPartial<Referral>): Act =>
  (rig, referral) => {
    rig.partner.save(referral, change);
  };

const nothing: Act = () => undefined;
const accept = sell({ PC_Decision__c: 'Accept' });

export const STORIES: readonly Story[] = [
  { name: 'a new lead', before: [], act: nothing },
  {
    name: 'accepted, with edits',
    before: [nothing],
    act: sell({ PC_Decision__c: 'Accept', Amount: 12_500, CloseDate: '2027-04-30' }),
    winsOver: { value: 'portal' },
  },
  {
    name: 'declined',
    before: [nothing],
    act: sell({ PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' }),
  },
  {
    name: 'won, with a last edit',
    before: [nothing, accept],
    act: sell({ StageName: 'Closed Won', Amount: 14_000 }),
    winsOver: { value: 'portal' },
  },
  {
    name: 'both edit, different fields',
    before: [nothing, accept],
    winsOver: { value: 'portal' },
    act: (rig, referral) => {
      sell({ Amount: 13_000 })(rig, referral);
      typeInPortal({ details: { notes: 'Wants a pilot in May.\nBudget is known.' } })(
        rig,
        referral,
      );
    },
  },
  {
    name: 'a conflict settled on the record',
    before: [
      nothing,
      accept,
      (rig, referral) => {
        sell({ PC_Notes__c: 'Wants a pilot in June.\nBudget is known.' })(rig, referral);
        typeInPortal({ details: { notes: 'Wants a pilot in May.\nBudget is known.' } })(
          rig,
          referral,
        );
      },
    ],
    act: sell({ PC_Settle__c: "Take Partner Center's" }),
    winsOver: { notes: 'seller' },
  },
  {
    name: 'an ending in the portal closes the row',
    before: [nothing, accept],
    act: (rig, referral) => {
      rig.partner.lose(referral, 'Customer chose another vendor');
    },
  },
];
