import { referralId } from '#core/lead/ids.ts';
import { addMs, fromMs, HOUR_MS, type Instant } from '#core/lead/instant.ts';
import type { LeadFields, LeadPath, LeadTypes, Member } from '#core/lead/lead.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { UnparsedRow } from '#core/ports/feed.ts';
import { toCloseDate } from './close-date.ts';
import { kindOf } from './kind.ts';
import { toMoney } from './money.ts';
import { Referral } from './referral-schema.ts';

/** The portal's promise to a customer who asked to be contacted; not in the API, reference PC §10.4. */
const CONTACT_WITHIN_HOURS = 72;

/** `null` is empty, `undefined` unknown. */
type Maybe<T> = T | null | undefined;
type Draft = { readonly [Path in LeadPath]: Maybe<LeadTypes[Path]> };
type Wire<Key extends keyof Referral> = Referral[Key];

export interface ReadContext {
  readonly timeZone: string;
  /** When the request was sent. */
  readonly readAt: Instant;
}

export type ParsedReferral =
  | { readonly kind: 'view'; readonly view: PartnerView }
  | { readonly kind: 'unparsed'; readonly row: UnparsedRow };

/** A missing group has empty fields, an unreadable one unknown fields. */
const within = <Group, T>(
  group: Group | null | undefined,
  pick: (group: Group) => Maybe<T>,
): Maybe<T> => (group === undefined ? undefined : group === null ? null : pick(group));

const unless = <T>(value: Maybe<T>, none: T): Maybe<T> => (value === none ? null : value);

/** An empty list is no value. */
const listOf = <Item, T>(items: Maybe<Item[]>, pick: (item: Item) => T | null): Maybe<T[]> =>
  within(items, (all) => {
    const found = all.map(pick).filter((item) => item !== null);
    return found.length === 0 ? null : found;
  });

const instant = (stamp: Maybe<string>): Maybe<Instant> =>
  within(stamp, (text) => fromMs(Date.parse(text)));

const members = (team: Wire<'team'>): Maybe<Member[]> =>
  listOf(team, ({ phoneNumber, ...member }) => {
    const whole = { ...member, phone: phoneNumber };
    return Object.values(whole).every((part) => part === null) ? null : whole;
  });

const tags = (items: Maybe<{ readonly id: string | null }[]>): Maybe<string[]> =>
  listOf(items, (tag) => tag.id);

const customerFields = (profile: Wire<'customerProfile'>) => {
  const address = within(profile, (it) => it.address);
  const state = within(address, (it) => it.state);
  return {
    'customer.name': within(profile, (it) => it.name),
    'customer.size': within(profile, (it) => it.size),
    'customer.duns': within(
      within(profile, (it) => it.ids),
      (ids) => ids.find((it) => it.profileType === 'Duns' && it.id !== null)?.id ?? null,
    ),
    'customer.addressLine1': within(address, (it) => it.addressLine1),
    'customer.addressLine2': within(address, (it) => it.addressLine2),
    'customer.city': within(address, (it) => it.city),
    'customer.state': state === null ? within(address, (it) => it.region) : state,
    'customer.postalCode': within(address, (it) => it.postalCode),
    'customer.country': within(address, (it) => it.country),
    contacts: members(within(profile, (it) => it.team)),
  };
};

const detailFields = (details: Wire<'details'>, timeZone: string) => ({
  value: within(details, (it) => toMoney(it.dealValue, it.currency)),
  closeDate: within(details, (it) =>
    within(it.closingDateTime, (stamp) => toCloseDate(stamp, timeZone)),
  ),
  notes: within(details, (it) => it.notes),
  customerRequestedContact: within(details, (it) => it.customerRequestedContact),
});

const needsFields = (details: Wire<'details'>) => {
  const wire = within(details, (it) => it.requirements);
  const products = tags(within(wire, (it) => it.products));
  const services = tags(within(wire, (it) => it.services));
  const industries = tags(within(wire, (it) => it.industries));
  const solutions = listOf(
    within(wire, (it) => it.solutions),
    (tag) => tag.name ?? tag.id,
  );
  const parts = [products, services, industries, solutions];
  const all = parts.flatMap((part) => part ?? []);
  return {
    needs: parts.includes(undefined) ? undefined : all.length === 0 ? null : all,
    'needs.products': products,
    'needs.services': services,
    'needs.industries': industries,
    solutions,
  };
};

/** Both deadlines mean something only until the lead is answered (reference PC §10.3). */
const deadlines = (referral: Referral, asked: Maybe<boolean>) => {
  if (referral.stage !== 'received') return { respondBy: null, contactBy: null };
  const createdAt = instant(referral.createdDateTime);
  return {
    respondBy: instant(referral.expirationDateTime),
    contactBy: within(asked, (isAsked) =>
      isAsked ? within(createdAt, (at) => addMs(at, CONTACT_WITHIN_HOURS * HOUR_MS)) : null,
    ),
  };
};

/** Nearly every referral shows all of its fields: then there is nothing to build anew. */
const withoutUnknown = (draft: Draft): LeadFields => {
  if (!Object.values(draft).includes(undefined)) return draft as LeadFields;
  const known = Object.entries(draft).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as LeadFields;
};

const toFields = (referral: Referral, timeZone: string): LeadFields => {
  const details = detailFields(referral.details, timeZone);
  const invitedBy = within(referral.inviteContext, (it) =>
    within(it.invitedBy, (inviter) => inviter.organizationId),
  );
  const draft: Draft = {
    ...details,
    ...needsFields(referral.details),
    ...customerFields(referral.customerProfile),
    ...deadlines(referral, details.customerRequestedContact),
    kind: kindOf({ ...referral, invitedBy }),
    name: referral.name,
    crmId: referral.externalReferenceId,
    campaignId: referral.campaignId,
    salesStage: referral.salesStage,
    team: members(referral.team),
    assistance: unless(
      within(referral.inviteContext, (it) => it.assistanceRequestCode),
      'Unknown',
    ),
    consentToShare: within(referral.consent, (it) => it.consentToShareReferralWithMicrosoftSellers),
    engagementId: referral.engagementId,
    msxId: within(referral.trackingInfo, (it) => it.microsoftMsxId),
    registration: unless(referral.registrationStatus, 'None'),
    favorite: referral.favorite,
    quality: referral.quality,
    isSpam: referral.isSpam,
    source: referral.referralSource,
    callToAction: referral.callToAction,
    location: referral.mpnId,
    createdAt: instant(referral.createdDateTime),
    acceptedAt: instant(referral.acceptedDateTime),
    closedAt: instant(referral.closedDateTime),
  };
  return withoutUnknown(draft);
};

const readableId = (raw: unknown): string | undefined =>
  typeof raw === 'object' && raw !== null && 'id' in raw && typeof raw.id === 'string'
    ? referralId(raw.id)
    : undefined;

/** One document of the wire as a view, or where it could not be read. */
export const parseReferral = (raw: unknown, context: ReadContext): ParsedReferral => {
  const parsed = Referral.safeParse(raw);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
    const row = { id: readableId(raw), path: path === '' ? 'row' : path };
    return { kind: 'unparsed', row };
  }
  const referral = parsed.data;
  return {
    kind: 'view',
    view: {
      id: referralId(referral.id),
      engagementId: referral.engagementId,
      organizationId: referral.organizationId,
      isIndependent: referral.type === 'Independent',
      version: referral.eTag,
      updatedAt: fromMs(Date.parse(referral.updatedDateTime)),
      readAt: context.readAt,
      stage: referral.stage,
      reason: referral.statusReason ?? null,
      fields: toFields(referral, context.timeZone),
    },
  };
};
