import { asText } from '#core/lead/as-text.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import type { Transform } from './rule.ts';

/** Cuts to `length` UTF-16 units, as the CRMs count, without splitting a surrogate pair. */
export const clipText = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  const isHighSurrogate = last >= 0xd8_00 && last <= 0xdb_ff;
  return text.slice(0, isHighSurrogate ? length - 1 : length);
};

export type Transformed =
  | { readonly kind: 'value'; readonly value: LeadValue | null; readonly isLossy: boolean }
  /** The table has no entry for it. */
  | { readonly kind: 'noEntry'; readonly value: string };

/** Lead value towards the CRM. */
export const applyTransform = (
  transform: Transform | undefined,
  value: LeadValue | null,
): Transformed => {
  if (transform === undefined || value === null) return { kind: 'value', value, isLossy: false };
  switch (transform.kind) {
    case 'clip': {
      const text = asText(value);
      return {
        kind: 'value',
        value: clipText(text, transform.length),
        isLossy: text.length > transform.length,
      };
    }
    case 'join': {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      const text = list.join(transform.separator);
      return { kind: 'value', value: text === '' ? null : text, isLossy: false };
    }
    case 'table': {
      const entry = asText(value);
      const isListed = Object.hasOwn(transform.entries, entry);
      const found = isListed ? transform.entries[entry] : transform.otherwise;
      return found === undefined
        ? { kind: 'noEntry', value: entry }
        : { kind: 'value', value: found, isLossy: false };
    }
    default:
      return transform satisfies never;
  }
};

/** CRM value towards the lead; undefined where the way back is not defined. */
export const revertTransform = (
  transform: Transform | undefined,
  value: LeadValue | null,
): LeadValue | null | undefined => {
  if (transform === undefined || value === null) return value;
  switch (transform.kind) {
    case 'clip':
      return value;
    case 'join':
      return asText(value).split(transform.separator);
    case 'table': {
      const found = Object.entries(transform.entries).filter(([, crm]) => crm === value);
      return found.length === 1 ? found[0]?.[0] : undefined;
    }
    default:
      return transform satisfies never;
  }
};
