import { asText } from '#core/lead/as-text.ts';
import type { LeadValue, Money } from '#core/lead/lead.ts';
import { isDecimal, roundAmount, sameAmount } from '#core/lead/money.ts';
import { sameValue } from '#core/lead/same-value.ts';
import type { CrmFieldInfo, CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { CrmFields, CrmValue } from '#core/ports/crm-system.ts';
import type { Note } from '#core/sync/link.ts';
import { ruleKey, type Rule } from './rule.ts';
import { applyTransform, clipText, revertTransform } from './transforms.ts';

export type ToCrm =
  | { readonly kind: 'fields'; readonly fields: CrmFields; readonly isLossy: boolean }
  /** Cannot be said in the CRM: nothing is written, the note says why. */
  | { readonly kind: 'unsayable'; readonly note: Note };

/** One rule, ready to use: reads its atom from a row, translates both ways, compares in either form. */
export interface Codec {
  readonly key: string;
  readonly rule: Rule;
  /** The atom as the row shows it; undefined when any part is unknown. */
  read(fields: CrmFields): CrmFields | undefined;
  toCrm(value: LeadValue | null): ToCrm;
  /** Undefined: cannot be said as a lead value. */
  toLead(fields: CrmFields): LeadValue | null | undefined;
  isEmpty(fields: CrmFields): boolean;
  sameCrm(one: CrmFields, other: CrmFields): boolean;
}

const sameShown = (one: CrmValue, other: CrmValue): boolean =>
  typeof one === 'string' && typeof other === 'string' ? sameValue(one, other) : one === other;

const moneyCodec = (
  rule: Rule,
  place: { readonly amount: string; readonly currency: string },
  metadata: CrmMetadata,
): Codec => {
  const scale = metadata.fields.get(place.amount)?.scale ?? 2;
  const only = metadata.hasCurrencyField ? undefined : metadata.currencies[0];
  const currencyOf = (fields: CrmFields): CrmValue | null | undefined =>
    only ?? fields[place.currency];
  const isEmpty = (fields: CrmFields): boolean => fields[place.amount] === null;
  return {
    key: ruleKey(rule),
    rule,
    isEmpty,
    read: (fields) => {
      const amount = fields[place.amount];
      const currency = currencyOf(fields);
      if (amount === undefined || currency === undefined) return undefined;
      return { [place.amount]: amount, [place.currency]: currency };
    },
    toCrm: (value) => {
      if (value === null)
        return { kind: 'fields', fields: { [place.amount]: null }, isLossy: false };
      const money = value as Money;
      if (!metadata.currencies.includes(money.currency) || !isDecimal(money.amount)) {
        const note = { key: 'action.currency', values: { currency: money.currency } };
        return { kind: 'unsayable', note };
      }
      const amount = roundAmount(money.amount, scale);
      const currency = only === undefined ? { [place.currency]: money.currency } : {};
      return { kind: 'fields', fields: { [place.amount]: amount, ...currency }, isLossy: false };
    },
    toLead: (fields) => {
      const amount = fields[place.amount];
      if (amount === undefined) return undefined;
      if (amount === null) return null;
      const currency = currencyOf(fields);
      if (typeof currency !== 'string') return undefined;
      return { amount: String(amount), currency };
    },
    sameCrm: (one, other) => {
      if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other);
      return (
        sameAmount(String(one[place.amount]), String(other[place.amount])) &&
        (currencyOf(one) ?? null) === (currencyOf(other) ?? null)
      );
    },
  };
};

/** Dataverse shows whole seconds (reference DV §9). */
const toSecond = (instant: string): string => instant.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);

/** Undefined: any value will do. */
const allowedOf = (info: CrmFieldInfo | undefined): ReadonlySet<CrmValue> | undefined =>
  info?.isRestricted === true
    ? new Set((info.values ?? []).map((entry) => entry.value))
    : undefined;

const scalarCodec = (rule: Rule, name: string, metadata: CrmMetadata): Codec => {
  const info = metadata.fields.get(name);
  const allowed = allowedOf(info);
  const isBoolean = info?.type === 'boolean';
  const isNumber = info?.type === 'number' || info?.type === 'money';
  const isInstant = info?.type === 'instant';
  const normal = (value: CrmValue | null): CrmValue | null =>
    isBoolean && value === null ? false : value;
  const same = (one: CrmFields, other: CrmFields): boolean => {
    const [a, b] = [normal(one[name] ?? null), normal(other[name] ?? null)];
    if (a === null || b === null) return a === b;
    if (isNumber) return sameAmount(String(a), String(b));
    return isInstant ? toSecond(String(a)) === toSecond(String(b)) : sameShown(a, b);
  };
  return {
    key: ruleKey(rule),
    rule,
    isEmpty: (fields) => normal(fields[name] ?? null) === null,
    read: (fields) => {
      const value = fields[name];
      return value === undefined ? undefined : { [name]: normal(value) };
    },
    toCrm: (value) => {
      const transformed = applyTransform(rule.transform, value);
      if (transformed.kind === 'noEntry') {
        const values = { field: rule.lead, value: transformed.value };
        return { kind: 'unsayable', note: { key: 'note.pickValue', values } };
      }
      const plain = transformed.value;
      const crm = normal(plain === null || typeof plain === 'boolean' ? plain : asText(plain));
      if (typeof crm === 'string' && allowed?.has(crm) === false) {
        const values = { field: rule.lead, value: crm };
        return { kind: 'unsayable', note: { key: 'note.pickValue', values } };
      }
      const limit = info?.length;
      const isTooLong = typeof crm === 'string' && limit !== undefined && crm.length > limit;
      return {
        kind: 'fields',
        fields: { [name]: isTooLong ? clipText(crm, limit) : crm },
        isLossy: transformed.isLossy || isTooLong,
      };
    },
    toLead: (fields) => {
      const value = fields[name];
      if (value === undefined) return undefined;
      const shown = normal(value);
      return revertTransform(rule.transform, typeof shown === 'number' ? String(shown) : shown);
    },
    sameCrm: same,
  };
};

export const createCodec = (rule: Rule, metadata: CrmMetadata): Codec =>
  typeof rule.crm === 'string'
    ? scalarCodec(rule, rule.crm, metadata)
    : moneyCodec(rule, rule.crm, metadata);
