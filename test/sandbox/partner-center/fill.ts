import { blankReferral } from './blank.ts';
import { mergeInto, type DeepPartial, type Referral } from './referral.ts';
import { formatStamp, msOfTicks, parseStamp, tagOf, type Ticks } from './stamp.ts';
import { MICROSOFT } from './vocabulary.ts';

const DAY_MS = 86_400_000;

/** A midnight UTC, 13 to 14 days on (reference PC §10.3). */
export const expirationAfter = (ticks: Ticks): string => {
  const day = Math.floor(msOfTicks(ticks) / DAY_MS) + 14;
  return new Date(day * DAY_MS).toISOString().replace('.000', '');
};

export interface FillOptions {
  readonly organizationId: string;
  readonly stamp: Ticks;
  readonly newId: () => string;
  /** Makes the eTag differ from every other. */
  readonly version: number;
}

/** A marketing-qualified lead from Microsoft, nobody has answered yet. */
const lead = (options: FillOptions): Referral => {
  const created = formatStamp(options.stamp);
  return {
    ...blankReferral(),
    id: options.newId(),
    engagementId: options.newId(),
    name: 'Northwind Traders: Azure backup campaign response',
    organizationId: options.organizationId,
    organizationName: 'Contoso Cloud Services',
    createdDateTime: created,
    qualification: 'MarketingQualified',
    mpnId: '5551001',
    target: [{ type: 'BusinessProfileLocation', id: 'a41d7c92-6f3b-4b0e-8e15-2d9c07b35f64' }],
    inviteContext: {
      notes: null,
      assistanceRequestCode: 'Unknown',
      invitedMpnId: null,
      invitedBy: { organizationId: MICROSOFT, organizationName: 'Microsoft' },
    },
  };
};

const customer = {
  name: 'Northwind Traders Ltd',
  size: '51to250employees',
  address: {
    addressLine1: '8 Harbour Road',
    city: 'Bristol',
    postalCode: 'BS1 6XN',
    country: 'GB',
  },
  team: [
    {
      firstName: 'Ada',
      lastName: 'Okafor',
      phoneNumber: '+441179460123',
      email: 'ada.okafor@northwind.example',
      title: null,
      emailValidationStatus: null,
      phoneValidationStatus: null,
      linkedInProfileUrl: null,
      contactPreference: { locale: 'en-GB', disableNotifications: false },
    },
  ],
};

/** Fills what `partial` leaves open, with dates that fit its status. */
export const fillReferral = (partial: DeepPartial<Referral>, options: FillOptions): Referral => {
  const document = lead(options);
  mergeInto(document.customerProfile, customer);
  mergeInto(document, partial);
  const created = parseStamp(document.createdDateTime) ?? options.stamp;
  const isFromPartner =
    document.inviteContext?.invitedBy?.organizationId === options.organizationId;
  if (partial.substatus === undefined && document.status === 'Active')
    document.substatus = 'Accepted';
  if (partial.expirationDateTime === undefined && (!isFromPartner || document.status === 'New'))
    document.expirationDateTime = expirationAfter(created);
  const isAccepted = document.status === 'Active' || ['Won', 'Lost'].includes(document.substatus);
  if (partial.acceptedDateTime === undefined && isAccepted)
    document.acceptedDateTime = document.createdDateTime;
  if (partial.updatedDateTime === undefined)
    document.updatedDateTime = partial.closedDateTime ?? document.createdDateTime;
  if (partial.closedDateTime === undefined && document.status === 'Closed')
    document.closedDateTime = document.updatedDateTime;
  if (partial.eTag === undefined)
    document.eTag = tagOf(options.version, parseStamp(document.updatedDateTime) ?? created);
  return document;
};

/** The other half of a co-sell engagement, waiting for a Microsoft seller (reference PC §10.2; its shape is inferred). */
export const microsoftHalf = (own: Referral): DeepPartial<Referral> => ({
  engagementId: own.engagementId,
  ...(own.name === undefined ? {} : { name: own.name }),
  organizationId: MICROSOFT,
  organizationName: 'Microsoft',
  type: 'Shared',
  qualification: own.qualification,
  direction: 'Outgoing',
  target: [{ type: 'BusinessProfileLocation', id: MICROSOFT }],
  customerProfile: own.customerProfile,
  consent: own.consent,
  details: own.details,
  team: [],
  inviteContext: {
    notes: own.inviteContext?.notes ?? null,
    assistanceRequestCode: own.inviteContext?.assistanceRequestCode ?? 'Unknown',
    invitedMpnId: own.mpnId ?? null,
    invitedBy: { organizationId: own.organizationId, organizationName: 'Contoso Cloud Services' },
  },
});
