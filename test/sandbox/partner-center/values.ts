import { BLANK_MEMBER, BLANK_SOLUTION } from './blank.ts';
import { invalid } from './refusal.ts';
import { isObject } from './referral.ts';
import { recaseItem } from './shape.ts';
import { parseStamp } from './stamp.ts';
import type { Switches } from './switches.ts';
import {
  MOST_ENTRIES,
  SALES_STAGE_NAMES,
  SALES_STAGE_PERCENTS,
  SUBSTATUS_BY_STATUS,
} from './vocabulary.ts';

/** Checks one value for its place; gives it back as it is stored. */
type Reader = (value: unknown, at: string, switches: Switches) => unknown;

const text: Reader = (value, at) => {
  if (typeof value !== 'string') throw invalid(at, `${at} must be a text.`);
  return value;
};

const flag: Reader = (value, at) => {
  if (typeof value !== 'boolean') throw invalid(at, `${at} must be true or false.`);
  return value;
};

/** The published sample of a patch sends the amount as text. */
const amount: Reader = (value, at) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
    throw invalid(at, `${at} must be a decimal number.`);
  return number;
};

const currency: Reader = (value, at) => {
  if (typeof value !== 'string' || !/^[A-Z]{3}$/.test(value))
    throw invalid(at, `${at} must be an ISO 4217 code.`);
  return value;
};

const dateTime: Reader = (value, at) => {
  if (typeof value !== 'string' || parseStamp(value) === undefined)
    throw invalid(at, `${at} must be a date-time.`);
  return value;
};

const oneOf =
  (values: readonly string[]): Reader =>
  (value, at, { toleratesCasing }) => {
    const found = values.find(
      (each) =>
        each === value ||
        (toleratesCasing &&
          typeof value === 'string' &&
          each.toLowerCase() === value.toLowerCase()),
    );
    if (found === undefined) throw invalid(at, `${String(value)} is not a value of ${at}.`);
    return found;
  };

const salesStage: Reader = (value, at, switches) => {
  const stage = text(value, at, switches);
  switch (switches.salesStages) {
    case 'any':
      return stage;
    case 'percent':
      return oneOf(SALES_STAGE_PERCENTS)(stage, at, switches);
    case 'names':
      return oneOf(SALES_STAGE_NAMES)(stage, at, switches);
    default:
      return switches.salesStages satisfies never;
  }
};

const member: Reader = (value, at, { toleratesCasing }) => {
  const read = recaseItem(value, { kind: 'member', at, toleratesCasing });
  if (typeof read['email'] !== 'string' || read['email'] === '')
    throw invalid(`${at}/email`, 'A member needs an e-mail address.');
  return { ...BLANK_MEMBER, ...read };
};

const solution: Reader = (value, at, { toleratesCasing }) => {
  const read = recaseItem(value, { kind: 'solution', at, toleratesCasing });
  if (typeof read['id'] !== 'string' || read['id'] === '')
    throw invalid(`${at}/id`, 'A solution needs an id.');
  return { ...BLANK_SOLUTION, ...read };
};

const listOf =
  (item: Reader): Reader =>
  (value, at, switches) => {
    if (!Array.isArray(value)) throw invalid(at, `${at} must be a list.`);
    if (value.length > MOST_ENTRIES) throw invalid(at, `${at} holds ${MOST_ENTRIES} at most.`);
    return value.map((each: unknown) => item(each, at, switches));
  };

const registration: Reader = (value, at) => {
  if (!isObject(value)) throw invalid(at, `${at} must be an object.`);
  return value;
};

const orNull =
  (reader: Reader): Reader =>
  (value, at, switches) => {
    if (value !== null) return reader(value, at, switches);
    if (!switches.patchesNull) throw invalid(at, `${at} cannot be null.`);
    return null;
  };

const READERS: Readonly<Record<string, Reader>> = {
  '/name': orNull(text),
  '/favorite': flag,
  '/campaignId': orNull(text),
  '/consent/consentToShareReferralWithMicrosoftSellers': flag,
  '/customerProfile/team': listOf(member),
  '/customerProfile/team/-': member,
  '/details/closingDateTime': orNull(dateTime),
  '/details/currency': orNull(currency),
  '/details/dealValue': orNull(amount),
  '/details/notes': orNull(text),
  '/details/requirements/solutions': listOf(solution),
  '/details/requirements/solutions/-': solution,
  '/externalReferenceId': orNull(text),
  '/referralProgram': orNull(text),
  '/salesStage': orNull(salesStage),
  '/status': oneOf(Object.keys(SUBSTATUS_BY_STATUS)),
  '/substatus': oneOf(Object.values(SUBSTATUS_BY_STATUS).flat()),
  '/statusReason': orNull(text),
  '/team': listOf(member),
  '/team/-': member,
  '/registrations/-': registration,
};

/** Paths without a reader of their own (inside a registration) take any plain value. */
export const readValue = (path: string, value: unknown, switches: Switches): unknown => {
  const at = path.slice(1);
  const reader = READERS[path];
  if (reader !== undefined) return reader(value, at, switches);
  if (typeof value === 'object' && value !== null)
    throw invalid(at, `${at} must be a plain value.`);
  return value;
};
