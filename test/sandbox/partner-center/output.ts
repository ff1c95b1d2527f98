import { MICROSOFT } from './vocabulary.ts';
import type { Referral } from './referral.ts';

/** The address the service gives itself, whatever host it is reached on. */
export const SERVICE_URL = 'https://api.partner.microsoft.com/v1.0/engagements';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Once, whatever the text: `&amp;` that was typed goes out as `&amp;amp;`. */
const encode = <T extends string | null | undefined>(text: T): T =>
  (typeof text === 'string'
    ? text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string)
    : text) as T;

const withText = <T extends object>(part: T, key: keyof T & string): T => {
  const text = part[key];
  return typeof text === 'string' ? { ...part, [key]: encode(text) } : part;
};

/** Names, notes and solution names come out HTML-encoded; addresses, people and reasons do not. */
const encoded = (document: Referral): Referral => {
  const { requirements } = document.details;
  const details = withText(document.details, 'notes');
  return {
    ...withText(document, 'name'),
    customerProfile: withText(document.customerProfile, 'name'),
    details:
      requirements?.solutions === undefined
        ? details
        : {
            ...details,
            requirements: {
              ...requirements,
              solutions: requirements.solutions.map((solution) => withText(solution, 'name')),
            },
          },
    ...(document.inviteContext ? { inviteContext: withText(document.inviteContext, 'notes') } : {}),
  };
};

/** In real data the GUID of the related link is not quoted. */
const linksOf = (document: Referral) => ({
  relatedReferrals: {
    uri: `${SERVICE_URL}/referrals?$filter=engagementId eq ${document.engagementId}`,
    method: 'GET',
  },
  self: { uri: `${SERVICE_URL}/referrals/${document.id}`, method: 'GET' },
});

export type ShownReferral = Referral & { links: ReturnType<typeof linksOf> };

/** The document as it leaves the service. */
export const present = (document: Referral, options: { encodesText: boolean }): ShownReferral => ({
  ...(options.encodesText ? encoded(document) : document),
  links: linksOf(document),
});

export const isMicrosoftHalf = (document: { organizationId: string }): boolean =>
  document.organizationId === MICROSOFT;
