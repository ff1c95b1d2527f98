import type { LeadValue } from './lead.ts';

/** A value as one plain text, for tables, messages and text fields. Money reads `18500 GBP`. */
export const asText = (value: LeadValue | null): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if ('amount' in value) return `${value.amount} ${value.currency}`;
  return value
    .map((entry) =>
      typeof entry === 'string'
        ? entry
        : [entry.firstName, entry.lastName, entry.email].filter((part) => part !== null).join(' '),
    )
    .join('; ');
};
