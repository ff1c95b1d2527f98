import { BLANK_MEMBER } from '#test/sandbox/partner-center/blank.ts';
import { below, chance, guid, pick, type Random } from '#test/sandbox/partner-center/random.ts';
import type {
  Address,
  CustomerProfile,
  Details,
  Member,
  Requirements,
} from '#test/sandbox/partner-center/referral.ts';
import { noteText, personName } from './words.ts';

/** A value, null, an empty text or nothing at all: the service uses the last three alike (reference PC §1, fact 10). */
export const orNothing = <T>(
  random: Random,
  key: string,
  value: T,
): Record<string, T | null | ''> => {
  const kind = below(random, 8);
  if (kind === 0) return {};
  if (kind === 1) return { [key]: '' };
  if (kind === 2) return { [key]: null };
  return { [key]: value };
};

export const person = (random: Random, host: string): Member => {
  const { firstName, lastName } = personName(random);
  return {
    ...BLANK_MEMBER,
    firstName,
    lastName: chance(random, 0.1) ? `${lastName} ` : lastName,
    phoneNumber: chance(random, 0.2) ? null : `+44113${2_960_000 + below(random, 9_999)}`,
    email: `person.${below(random, 1_000_000)}@${host}`,
    contactPreference: { locale: 'en-GB', disableNotifications: false },
  };
};

const PLACES: readonly Address[] = [
  { city: 'Leeds', state: '', postalCode: 'LS1 4DY', country: 'GB', region: 'West Yorkshire' },
  { city: 'Davos', state: 'GR', postalCode: '7270', country: 'CH', region: null },
  { city: 'São Paulo', state: 'SP', postalCode: '01310-100', country: 'BR' },
  { city: 'Cleveland', state: 'OH', postalCode: '44114', country: 'US', region: null },
  { city: '大阪市', state: null, postalCode: '530-0001', country: 'JP', region: '大阪府' },
  { city: 'الكويت', state: '', postalCode: '', country: 'KW', region: '' },
];

const SIZES = ['', '1to9employees', '51to250employees', '51to500employees', null] as const;

export const customerProfile = (random: Random, name: string): CustomerProfile => {
  const duns = String(100_000_000 + below(random, 899_999_999));
  const ids = pick(random, [
    [],
    {},
    [{ profileType: 'Duns', id: '' }],
    [{ profileType: 'Duns', id: duns }],
    [
      { profileType: 'Duns', id: duns },
      { profileType: 'External', id: `ACC-${below(random, 99_999)}` },
    ],
  ] satisfies CustomerProfile['ids'][]);
  return {
    name,
    size: pick(random, SIZES),
    isMatchingComplete: chance(random, 0.5),
    isMaccEligible: false,
    activities: null,
    address: {
      addressLine1: `${1 + below(random, 200)} Mill Lane & Yard`,
      addressLine2: '',
      ...pick(random, PLACES),
    },
    team: Array.from({ length: 1 + below(random, 2) }, () => person(random, 'customer.example')),
    ids,
  };
};

/** An amount in the currency's own decimals: 2, none for JPY, 3 for KWD. */
const money = (random: Random): Pick<Details, 'dealValue' | 'currency'> => {
  const units = below(random, 400_000);
  return pick(random, [
    { dealValue: units, currency: 'USD' },
    { dealValue: (units * 100 + below(random, 100)) / 100, currency: 'EUR' },
    { dealValue: units * 100, currency: 'JPY' },
    { dealValue: (units * 1_000 + below(random, 1_000)) / 1_000, currency: 'KWD' },
    { dealValue: 0, currency: 'GBP' },
    { dealValue: 12_345_678.9, currency: 'BRL' },
    { dealValue: null, currency: null },
    { dealValue: null, currency: 'CHF' },
    {},
  ]);
};

const HOURS = ['00:00:00', '00:00:00', '00:00:00', '17:30:00', '22:00:00', '03:00:00'] as const;

const closeDate = (random: Random, now: number): string => {
  const day = new Date(now + below(random, 200) * 86_400_000).toISOString().slice(0, 10);
  return `${day}T${pick(random, HOURS)}Z`;
};

const INDUSTRIES = [
  'Agriculture, Forestry, & Fishing',
  'Manufacturing',
  'Power & Utilities',
] as const;
const PRODUCTS = ['Azure', 'Microsoft365', 'DynamicsAX,GP,NAV,SL', 'Teams'] as const;
const SERVICES = ['CustomSolution(ISV)', 'LearningAndCertification', 'Integration'] as const;

const some = (random: Random, from: readonly string[]): { id: string }[] =>
  from.filter(() => chance(random, 0.4)).map((id) => ({ id }));

const solution = (random: Random): NonNullable<Requirements['solutions']>[number] =>
  pick(random, [
    { id: 'BackupDisasterRecovery', name: 'Backup & Disaster Recovery', type: 'Category' },
    { id: 'SOL-15974-MQF', name: 'Contoso Line Inspector', type: 'Name', solutionType: '3P' },
    { id: guid(random), name: null, type: 'None' },
  ]);

export const details = (random: Random, now: number): Details => ({
  ...orNothing(random, 'notes', noteText(random)),
  ...money(random),
  ...(chance(random, 0.75) ? { closingDateTime: closeDate(random, now) } : {}),
  customerRequestedContact: pick(random, [true, false, null]),
  customerAction: null,
  incentiveLevel: null,
  requirements: {
    industries: some(random, INDUSTRIES),
    products: some(random, PRODUCTS),
    services: some(random, SERVICES),
    solutions: Array.from({ length: below(random, 3) }, () => solution(random)),
    ...(chance(random, 0.5) ? { offers: [], salesPlays: [] } : {}),
    additionalRequirements: { iot: {}, attributes: [] },
  },
});
