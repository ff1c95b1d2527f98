import type { Instant } from '#core/lead/instant.ts';
import type { OpportunityId } from '#core/lead/ids.ts';
import type { ContactDraft, CustomerDraft, TaskDraft } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Session } from './session.ts';
import type { TenantPolicy } from './tenant-policy.ts';

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim();

const text = (value: string | null | undefined): string | null => value ?? null;

/** DUNS if given, else a hash of the normalised legal name and country (design §11). */
export const customerOf = (partner: PartnerView, hash: Session['hash']): CustomerDraft | null => {
  const { fields } = partner;
  const name = fields['customer.name'];
  if (name === undefined || name === null) return null;
  const duns = text(fields['customer.duns']);
  const country = text(fields['customer.country']);
  const street = [fields['customer.addressLine1'], fields['customer.addressLine2']]
    .filter((line) => typeof line === 'string')
    .join('\n');
  return {
    key: duns === null ? `name-${hash(`${plain(name)}|${country ?? ''}`)}` : `duns-${duns}`,
    name,
    duns,
    street: street === '' ? null : street,
    city: text(fields['customer.city']),
    state: text(fields['customer.state']),
    postalCode: text(fields['customer.postalCode']),
    country,
  };
};

/** The first customer contact who can be named at all. */
export const contactOf = (
  partner: PartnerView,
  customer: CustomerDraft | null,
  hash: Session['hash'],
): ContactDraft | null => {
  const member = (partner.fields.contacts ?? []).find(
    (person) => person.email !== null || person.lastName !== null,
  );
  if (member === undefined) return null;
  const who =
    member.email === null
      ? `${customer?.key ?? ''}|${plain(`${member.firstName ?? ''} ${member.lastName ?? ''}`)}`
      : member.email.trim().toLowerCase();
  return { ...member, key: `contact-${hash(who)}` };
};

export const ownerEmailOf = (partner: PartnerView, policy: TenantPolicy): string => {
  const country = partner.fields['customer.country'] ?? '';
  return policy.assign.byCountry[country] ?? policy.assign.default;
};

export const taskKey = (partner: PartnerView): string => `answer-${partner.id}`;

const dayIn = (instant: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));

/** "Answer Microsoft lead from …", due at Respond By, or Contact By if the customer asked. */
export const taskOf = (
  partner: PartnerView,
  target: { readonly opportunityId: OpportunityId; readonly ownerId: string | null },
  session: Pick<Session, 'say' | 'policy' | 'partner'>,
): TaskDraft => {
  const { contactBy, respondBy } = partner.fields;
  const due = contactBy ?? respondBy ?? null;
  const link = session.partner.linkTo(partner.id);
  const customer = partner.fields['customer.name'] ?? partner.id;
  const description =
    typeof contactBy === 'string'
      ? { key: 'task.askedContact', values: { link, contactBy } }
      : {
          key: 'task.description',
          values: { link, ...(typeof respondBy === 'string' ? { respondBy } : {}) },
        };
  return {
    key: taskKey(partner),
    subject: session.say({ key: 'task.subject', values: { customer } }),
    description: session.say(description),
    due: due === null ? null : dayIn(due, session.policy.timeZone),
    ...target,
  };
};
