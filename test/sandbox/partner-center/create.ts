import { fillReferral, microsoftHalf, type FillOptions } from './fill.ts';
import {
  isObject,
  mergeInto,
  type DeepPartial,
  type JsonObject,
  type Referral,
} from './referral.ts';
import { invalid } from './refusal.ts';
import { recaseDocument } from './shape.ts';
import { formatStamp } from './stamp.ts';
import type { Switches } from './switches.ts';
import { readValue } from './values.ts';
import { MICROSOFT, QUALIFICATIONS, TYPES } from './vocabulary.ts';

/** The server's own: taken from nobody, though the official sample sends some. */
export const READ_ONLY = [
  'id',
  'organizationId',
  'organizationName',
  'createdDateTime',
  'updatedDateTime',
  'expirationDateTime',
  'acceptedDateTime',
  'closedDateTime',
  'eTag',
  'favorite',
  'quality',
  'isSpam',
  'direction',
  'dealSensitivity',
  'createdVia',
  'lastModifiedVia',
  'lastRunId',
  'tags',
  'registrationStatus',
  'registrations',
  'isAutoRegistrationEnabled',
  'trackingInfo',
  'referralSource',
  'callToAction',
] as const satisfies readonly (keyof Referral)[];

const CHECKED: readonly string[] = [
  '/name',
  '/externalReferenceId',
  '/campaignId',
  '/team',
  '/customerProfile/team',
  '/details/notes',
  '/details/dealValue',
  '/details/currency',
  '/details/closingDateTime',
  '/details/requirements/solutions',
];

const holderOf = (document: JsonObject, keys: readonly string[]): JsonObject | undefined => {
  let part: unknown = document;
  for (const key of keys) part = isObject(part) ? part[key] : undefined;
  return isObject(part) ? part : undefined;
};

/** The same checks as a patch, on every member that is there; sets what they read. */
export const checkValues = (document: JsonObject, switches: Switches): void => {
  for (const path of CHECKED) {
    const keys = path.slice(1).split('/');
    const last = keys.pop() as string;
    const holder = holderOf(document, keys);
    const value = holder?.[last];
    if (holder !== undefined && value !== undefined && value !== null)
      holder[last] = readValue(path, value, switches);
  }
};

const require = (isThere: boolean, at: string): void => {
  if (!isThere) throw invalid(at, `${at} is required.`);
};

const checkNeeds = (sent: DeepPartial<Referral>, switches: Switches): void => {
  require(TYPES.some((type) => type === sent.type), 'type');
  for (const name of ['customerProfile', 'consent', 'details'] as const)
    require(isObject(sent[name]), name);
  require((sent.customerProfile?.name ?? '') !== '', 'customerProfile/name');
  if (sent.qualification !== undefined && !QUALIFICATIONS.some((is) => is === sent.qualification))
    throw invalid('qualification', `${sent.qualification} is not a qualification.`);
  if (sent.qualification === 'Direct' || sent.qualification === 'MarketingQualified')
    throw invalid('qualification', 'Leads cannot be created, only opportunities.');
  if (sent.type === 'Shared')
    require((sent.customerProfile?.team ?? []).length > 0, 'customerProfile/team');
  if (switches.createNeeds === 'documented') return;
  const { details } = sent;
  require((sent.name ?? '') !== '', 'name');
  require(sent.qualification === 'SalesQualified', 'qualification');
  require((details?.currency ?? '') !== '', 'details/currency');
  require((details?.closingDateTime ?? '') !== '', 'details/closingDateTime');
  require((sent.team ?? []).length > 0, 'team');
  require((details?.requirements?.solutions ?? []).length > 0, 'details/requirements/solutions');
  require((details?.requirements?.additionalRequirements?.attributes ?? []).some(
    (attribute) => attribute.type === 'CustomerMarketplaceIntent',
  ), 'details/requirements/additionalRequirements/attributes');
};

/** What the server makes of a new deal: accepted at once, or waiting for Microsoft when it is the second half. */
export const createDocument = (
  body: unknown,
  options: FillOptions & {
    readonly switches: Switches;
    /** The referrals of an engagement. */
    readonly engagement: (id: string) => readonly Referral[];
  },
): Referral => {
  const { switches } = options;
  if (!isObject(body)) throw invalid('referral', 'A referral was expected.');
  const { links: _, ...rest } = body;
  const document = recaseDocument(rest, switches);
  for (const name of READ_ONLY) delete document[name];
  checkValues(document, switches);
  const sent = document as DeepPartial<Referral>;
  checkNeeds(sent, switches);
  delete sent.status;
  delete sent.substatus;
  if (switches.dropsClosingDateOnCreate && sent.details) sent.details.closingDateTime = null;
  const isForMicrosoft = sent.target?.some((target) => target.id === MICROSOFT) === true;
  const siblings = sent.engagementId === undefined ? [] : options.engagement(sent.engagementId);
  if (sent.engagementId !== undefined && siblings.length === 0)
    throw invalid('engagementId', 'There is no such engagement.');
  if (isForMicrosoft && siblings.length === 0)
    throw invalid('engagementId', 'Microsoft joins an engagement that is there.');
  const own = {
    status: 'Active',
    substatus: 'Accepted',
    direction: 'Outgoing',
    acceptedDateTime: formatStamp(options.stamp),
    customerProfile: { team: [], size: '', ids: [] },
    inviteContext: { invitedBy: { organizationId: options.organizationId } },
    target: [],
  } as JsonObject;
  mergeInto(own, document);
  if (!isForMicrosoft) return fillReferral(own, options);
  const half = microsoftHalf(fillReferral(own, options));
  return fillReferral({ ...half, externalReferenceId: sent.externalReferenceId ?? null }, options);
};
