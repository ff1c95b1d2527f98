import { BLANK_MEMBER, BLANK_SOLUTION, blankReferral } from './blank.ts';
import { EACH } from './odata-filter.ts';
import { isObject, type JsonObject } from './referral.ts';
import { invalid } from './refusal.ts';

const blank = blankReferral();
const REFERENCE = [{ id: '' }];

/** The names the service knows, with one member in every list. */
const SHAPE: JsonObject = {
  ...blank,
  tags: [{ tag: '' }],
  target: [{ type: '', id: '' }],
  team: [BLANK_MEMBER],
  customerProfile: {
    ...blank.customerProfile,
    team: [BLANK_MEMBER],
    ids: [{ profileType: '', id: '' }],
  },
  details: {
    ...blank.details,
    requirements: {
      ...blank.details.requirements,
      industries: REFERENCE,
      products: REFERENCE,
      services: REFERENCE,
      offers: REFERENCE,
      salesPlays: REFERENCE,
      solutions: [BLANK_SOLUTION],
      additionalRequirements: {
        ...blank.details.requirements?.additionalRequirements,
        attributes: [{ id: '', type: '' }],
      },
    },
  },
};

/** A path of names; a list is entered through `*` only. */
export const isKnownPath = (path: readonly string[]): boolean => {
  let part: unknown = SHAPE;
  for (const key of path) {
    if (Array.isArray(part)) {
      if (key !== EACH) return false;
      part = part[0];
    } else if (isObject(part) && Object.hasOwn(part, key)) part = part[key];
    else return false;
  }
  return true;
};

export const TOP_LEVEL_NAMES: readonly string[] = [...Object.keys(SHAPE), 'links'];

const nameIn = (shape: JsonObject, key: string, toleratesCasing: boolean): string | undefined => {
  if (Object.hasOwn(shape, key)) return key;
  const lower = key.toLowerCase();
  return toleratesCasing
    ? Object.keys(shape).find((name) => name.toLowerCase() === lower)
    : undefined;
};

interface Recasing {
  readonly value: unknown;
  readonly shape: unknown;
  readonly at: string;
  readonly toleratesCasing: boolean;
}

const recase = ({ value, shape, at, toleratesCasing }: Recasing): unknown => {
  if (value === null) return null;
  if (Array.isArray(shape)) {
    if (isObject(value) && Object.keys(value).length === 0) return [];
    if (!Array.isArray(value)) throw invalid(at, `${at} must be a list.`);
    return value.map((item: unknown) =>
      recase({ value: item, shape: shape[0], at, toleratesCasing }),
    );
  }
  if (!isObject(shape)) {
    if (typeof value === 'object') throw invalid(at, `${at} must be a plain value.`);
    return value;
  }
  if (!isObject(value)) throw invalid(at, `${at} must be an object.`);
  const result: JsonObject = {};
  for (const [key, part] of Object.entries(value)) {
    const name = nameIn(shape, key, toleratesCasing);
    const path = at === '' ? key : `${at}/${key}`;
    if (name === undefined) throw invalid(path, `There is no property ${path}.`);
    result[name] = recase({ value: part, shape: shape[name], at: path, toleratesCasing });
  }
  return result;
};

/** A document with the names spelled right. Unknown names and wrong kinds of value are refused. */
export const recaseDocument = (value: unknown, options: { toleratesCasing: boolean }): JsonObject =>
  recase({ value: value ?? '', shape: SHAPE, at: '', ...options }) as JsonObject;

/** The same for one member of a list. */
export const recaseItem = (
  value: unknown,
  of: { kind: 'member' | 'solution'; at: string; toleratesCasing: boolean },
): JsonObject => {
  if (!isObject(value)) throw invalid(of.at, `${of.at} must hold objects.`);
  const shape = of.kind === 'member' ? BLANK_MEMBER : BLANK_SOLUTION;
  return recase({ value, shape, at: of.at, toleratesCasing: of.toleratesCasing }) as JsonObject;
};
