import { blankReferral } from '#test/sandbox/partner-center/blank.ts';
import type { Referral } from '#test/sandbox/partner-center/referral.ts';
import { parseStamp, tagOf } from '#test/sandbox/partner-center/stamp.ts';
import { MICROSOFT } from '#test/sandbox/partner-center/vocabulary.ts';
import { ORGANIZATION_ID } from '#test/sandbox/partner-center.ts';
import { BEGIN_MS } from './bench-clock.ts';

/** Far apart, so that no overlap behind a cursor holds more than one of them, however many there are. */
const GAP_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
/** After every pair was made, and long enough before the first cycle for no stamp to be young. */
const EDITED_MS = BEGIN_MS - HOUR_MS;
const MADE_MS = BEGIN_MS - 2 * HOUR_MS;

export type Edited = 'nothing' | 'referrals' | 'opportunities';

const isoOf = (ms: number): string => new Date(ms).toISOString();
const idOf = (group: string, index: number): string =>
  `${group}-4000-a000-${index.toString(16).padStart(12, '0')}`;

export const referralIdOf = (index: number): string => idOf('5d1f0c2e-7a41', index);
export const madeAt = (index: number): number => MADE_MS - index * GAP_MS;
/** Not all at once, as edits come in. */
export const editedAt = (index: number): number => EDITED_MS + index * 1_000;

/** What the deal is worth, when and why: the part that an edit of each side changes. */
export const dealOf = (index: number, edition: number) => ({
  amount: 12_000 + index + edition * 500,
  closeDay: isoOf(BEGIN_MS + ((index + edition) % 90) * 24 * HOUR_MS).slice(0, 10),
  notes: `Customer ${index} wants to move three file servers and the backup to Azure before the lease of the old site ends. The budget is agreed with finance; the board decides in its next meeting. Round ${edition}.`,
});

/** An accepted lead from Microsoft as large as real ones are, already carrying its opportunity's id. */
export const referralOf = (index: number, edition: number, opportunity: string): Referral => {
  const { amount, closeDay, notes } = dealOf(index, edition);
  const updated = isoOf(edition === 0 ? madeAt(index) : editedAt(index));
  return {
    ...blankReferral(),
    id: referralIdOf(index),
    engagementId: idOf('8c20b7aa-3f19', index),
    name: `Northwind Traders ${index}: move of the file servers`,
    organizationId: ORGANIZATION_ID,
    organizationName: 'Contoso Cloud Services',
    externalReferenceId: opportunity,
    createdDateTime: isoOf(madeAt(index) - HOUR_MS),
    acceptedDateTime: isoOf(madeAt(index)),
    updatedDateTime: updated,
    status: 'Active',
    substatus: 'Accepted',
    qualification: 'SalesQualified',
    eTag: tagOf(index * 2 + edition + 1, parseStamp(updated) ?? 0),
    campaignId: 'FY27-Azure',
    mpnId: '5551001',
    customerProfile: {
      name: `Northwind Traders ${index} Ltd`,
      size: '51to250employees',
      address: {
        addressLine1: `${index} Harbour Road`,
        city: 'Bristol',
        postalCode: 'BS1 6XN',
        country: 'GB',
      },
      team: [
        {
          firstName: 'Ada',
          lastName: 'Okafor',
          phoneNumber: '+441179460123',
          email: `ada.okafor@northwind${index}.example`,
        },
      ],
      ids: [{ profileType: 'Duns', id: String(100_000_000 + index) }],
    },
    details: {
      notes,
      dealValue: amount,
      currency: 'GBP',
      closingDateTime: `${closeDay}T12:00:00Z`,
      customerRequestedContact: true,
      requirements: {
        industries: [{ id: 'Manufacturing' }],
        products: [{ id: 'Azure' }, { id: 'Windows' }],
        services: [{ id: 'DeploymentOrMigration' }],
        solutions: [{ id: 'SOL-15974-MQF', name: 'Azure migration', type: 'Solution' }],
      },
    },
    inviteContext: {
      notes: 'Customer asked for a partner close by.',
      assistanceRequestCode: 'Unknown',
      invitedMpnId: null,
      invitedBy: { organizationId: MICROSOFT, organizationName: 'Microsoft' },
    },
  };
};

/** What a seller edits. */
export const sellerEdit = (index: number, edition: number) => {
  const { amount, closeDay, notes } = dealOf(index, edition);
  return { Amount: amount, CloseDate: closeDay, PC_Notes__c: notes };
};

/** The opportunity in step with `referralOf` at edition 0. */
export const opportunityOf = (index: number) => {
  const { amount, closeDay, notes } = dealOf(index, 0);
  const id = referralIdOf(index);
  return {
    Name: `Northwind Traders ${index}: move of the file servers`,
    StageName: 'Qualification',
    LeadSource: 'Partner Referral',
    Amount: amount,
    CurrencyIsoCode: 'GBP',
    CloseDate: closeDay,
    PC_Notes__c: notes,
    PC_Campaign_Id__c: 'FY27-Azure',
    PC_Referral_Id__c: id,
    PC_Referral_Link__c: `https://partner.microsoft.com/referrals/v2/inbox?id=${id}`,
    PC_Referral_Kind__c: 'salesQualified',
    PC_Referral_Stage__c: 'Accepted',
    PC_Contact_Requested__c: true,
    PC_Engagement_Id__c: idOf('8c20b7aa-3f19', index),
    PC_Needs__c: 'Azure; Windows; DeploymentOrMigration; Manufacturing; Azure migration',
    PC_Sync_Status__c: 'Synced',
    PC_Sync_Message__c: 'In step with Partner Center.',
  };
};
