import { z } from 'zod';
import type { Stage } from '#core/lead/stage.ts';
import {
  decimal,
  flag,
  group,
  list,
  requiredStamp,
  requiredText,
  stamp,
  strictText,
  text,
} from './wire-value.ts';

/** Pending and Received both mean "not answered" (reference PC §10.1); None never appears in data. */
const STAGES: Readonly<Record<string, Readonly<Record<string, Stage>>>> = {
  New: { Pending: 'received', Received: 'received' },
  Active: { Accepted: 'accepted' },
  Closed: { Won: 'won', Lost: 'lost', Declined: 'declined', Expired: 'expired' },
};

const Member = z.object({
  firstName: strictText,
  lastName: strictText,
  email: strictText,
  phoneNumber: strictText,
});
const Tag = z.object({ id: strictText });

/** What we read of a referral, reference PC §8. Everything else passes by unread. */
export const Referral = z
  .object({
    id: requiredText,
    engagementId: requiredText,
    organizationId: requiredText,
    eTag: z.string().min(1),
    type: requiredText,
    qualification: text,
    status: requiredText,
    substatus: requiredText,
    updatedDateTime: requiredStamp,
    statusReason: text,
    name: text,
    externalReferenceId: text,
    campaignId: text,
    salesStage: text,
    favorite: flag,
    quality: text,
    isSpam: flag,
    referralSource: text,
    callToAction: text,
    mpnId: text,
    registrationStatus: text,
    createdDateTime: stamp,
    expirationDateTime: stamp,
    acceptedDateTime: stamp,
    closedDateTime: stamp,
    team: list(Member),
    trackingInfo: group({ microsoftMsxId: text }),
    consent: group({ consentToShareReferralWithMicrosoftSellers: flag }),
    inviteContext: group({
      assistanceRequestCode: text,
      invitedBy: group({ organizationId: text }),
    }),
    customerProfile: group({
      name: text,
      size: text,
      address: group({
        addressLine1: text,
        addressLine2: text,
        city: text,
        state: text,
        region: text,
        postalCode: text,
        country: text,
      }),
      ids: list(z.object({ profileType: strictText, id: strictText })),
      team: list(Member),
    }),
    details: group({
      notes: text,
      dealValue: decimal,
      currency: text,
      closingDateTime: stamp,
      customerRequestedContact: flag,
      requirements: group({
        products: list(Tag),
        services: list(Tag),
        industries: list(Tag),
        solutions: list(z.object({ id: strictText, name: strictText })),
      }),
    }),
  })
  .transform((referral, context) => {
    const byStatus = STAGES[referral.status];
    const stage = byStatus?.[referral.substatus];
    if (stage !== undefined) return { ...referral, stage };
    const path = [byStatus === undefined ? 'status' : 'substatus'];
    context.addIssue({ code: 'custom', path, message: 'unknown pair of status and substatus' });
    return z.NEVER;
  });

export type Referral = z.infer<typeof Referral>;
