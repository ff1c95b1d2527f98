/** The referral as it travels, camelCase (reference PC §8). Optional = may be absent on the wire. */
export interface Member {
  firstName?: string | null;
  lastName?: string | null;
  phoneNumber?: string | null;
  email?: string | null;
  title?: string | null;
  emailValidationStatus?: string | null;
  phoneValidationStatus?: string | null;
  linkedInProfileUrl?: string | null;
  contactPreference?: { locale?: string | null; disableNotifications?: boolean | null } | null;
}

export interface Address {
  addressLine1?: string | null;
  addressLine2?: string | null;
  city?: string | null;
  state?: string | null;
  postalCode?: string | null;
  country?: string | null;
  region?: string | null;
}

export interface CustomerProfile {
  name: string;
  size?: string | null;
  isMatchingComplete?: boolean;
  isMaccEligible?: boolean;
  activities?: null;
  address?: Address;
  team?: Member[];
  /** An old sample has `{}` where a list belongs. */
  ids?: { profileType: string; id: string }[] | Record<string, never>;
}

export interface Consent {
  /** The double "To" is the wire name. */
  consentToToShareInfoWithOthers?: boolean;
  consentToContact?: boolean;
  consentToMicrosoftToContactSpecificPartners?: boolean | null;
  consentToShareReferralWithMicrosoftSellers?: boolean;
}

export interface Solution {
  id: string;
  name?: string | null;
  type?: string | null;
  price?: number | null;
  quantity?: number | null;
  currency?: string | null;
  publisherName?: string | null;
  solutionType?: string | null;
  closingDateTime?: string | null;
}

export interface Requirements {
  industries?: { id: string }[];
  products?: { id: string }[];
  services?: { id: string }[];
  solutions?: Solution[];
  offers?: { id: string }[];
  salesPlays?: { id: string }[];
  additionalRequirements?: {
    iot?: Record<string, unknown>;
    attributes?: { id: string; type: string }[];
  };
}

export interface Details {
  notes?: string | null;
  dealValue?: number | null;
  currency?: string | null;
  closingDateTime?: string | null;
  customerRequestedContact?: boolean | null;
  customerAction?: string | null;
  incentiveLevel?: string | null;
  requirements?: Requirements;
}

export interface InviteContext {
  notes?: string | null;
  assistanceRequestCode?: string;
  invitedMpnId?: string | null;
  invitedBy?: { organizationId?: string | null; organizationName?: string | null } | null;
}

export interface Registration {
  id: string;
  type: string;
  registrationDateTime: string;
  status: string;
  statusReason: string | null;
  contract: Record<string, unknown>;
  solutionDetails: Record<string, unknown>[];
  statusHistory: Record<string, string | null>;
}

export interface Referral {
  id: string;
  engagementId: string;
  name?: string | null;
  organizationId: string;
  organizationName?: string | null;
  lastModifiedVia?: string | null;
  lastRunId?: null;
  externalReferenceId?: string | null;
  createdDateTime: string;
  updatedDateTime: string;
  expirationDateTime?: string | null;
  status: string;
  substatus: string;
  statusReason?: string | null;
  qualification: string;
  type: string;
  referralSource?: string | null;
  /** Its quotes belong to the value. */
  eTag: string;
  favorite?: boolean;
  campaignId?: string | null;
  salesStage?: string | null;
  quality?: string | null;
  isSpam?: boolean;
  direction?: string;
  mpnId?: string | null;
  referralProgram?: string | null;
  dealSensitivity?: string | null;
  createdVia?: string | null;
  tags?: { tag: string }[];
  acceptedDateTime?: string | null;
  closedDateTime?: string | null;
  callToAction?: string | null;
  registrationStatus?: string;
  isAutoRegistrationEnabled?: boolean;
  exception?: null;
  target?: { type: string; id: string }[];
  customerProfile: CustomerProfile;
  consent: Consent;
  details: Details;
  team?: Member[];
  inviteContext?: InviteContext | null;
  trackingInfo?: Record<string, string | null> | null;
  registrations?: Registration[] | null;
}

/** Lists are taken whole, objects key by key. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy that shares nothing with the original. */
export const copyOf = <T>(document: T): T => JSON.parse(JSON.stringify(document)) as T;

/** Objects key by key, anything else whole; changes `into`. */
export const mergeInto = (into: object, change: object): void => {
  const target = into as JsonObject;
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const present = target[key];
    if (isObject(value) && isObject(present)) mergeInto(present, value);
    else target[key] = copyOf(value);
  }
};
