import { asText } from '#core/lead/as-text.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { Note } from '#core/sync/link.ts';
import type { Show } from '#config/show.ts';

/** A value in the form of either side, as one text for people. */
export const valueText = (
  value: LeadValue | CrmFields | number | null | undefined,
  show: Show,
): string => {
  if (value === undefined) return '(unknown)';
  if (value === null || value === '') return '(empty)';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object') return show(asText(value));
  if (Array.isArray(value)) return asText(value);
  const parts = Object.values(value as CrmFields).filter((part) => part !== null);
  return parts.length === 0 ? '(empty)' : parts.map((part) => show(String(part))).join(' ');
};

/** What a mapping key is called; `crmId` and `stage` are keys too. */
export const fieldWord = (key: string, say: (note: Note) => string): string =>
  say({ key: `field.${leadPathOf(key)}`, values: {} });

/** The key begins with the path of the lead. */
export const leadPathOf = (key: string): string => key.split('|')[0] ?? key;

export const sideWord = (side: 'partner' | 'crm', say: (note: Note) => string): string =>
  say({ key: `side.${side}`, values: {} });
