import type { DeepPartial, Details, Referral } from './referral.ts';

/** What the page shows in its fields, by field name. */
export const formValues = (document: Referral): Readonly<Record<string, string>> => ({
  name: document.name ?? '',
  dealValue: String(document.details.dealValue ?? ''),
  currency: document.details.currency ?? '',
  closingDateTime: (document.details.closingDateTime ?? '').slice(0, 10),
  externalReferenceId: document.externalReferenceId ?? '',
  campaignId: document.campaignId ?? '',
  notes: document.details.notes ?? '',
});

const TOP_FIELDS = ['name', 'externalReferenceId', 'campaignId'] as const;

const amountOf = (text: string): number | null | undefined => {
  if (text === '') return null;
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
};

const dateOf = (text: string): string | null | undefined => {
  if (text === '') return null;
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : undefined;
};

const plain = (text: string | undefined): string | undefined =>
  text?.replaceAll('\r\n', '\n').trim();

/** Only what differs from what the page showed, so that a sync in between is not undone; an amount or day that cannot be read is left as it was. */
export const changeOfForm = (
  form: Readonly<Record<string, string>>,
  document: Referral,
): DeepPartial<Referral> => {
  const held = formValues(document);
  const typed = (name: string): string | undefined => {
    const text = plain(form[name]);
    return text === plain(form[`was:${name}`] ?? held[name]) ? undefined : text;
  };
  const change: DeepPartial<Referral> = {};
  for (const name of TOP_FIELDS) {
    const text = typed(name);
    if (text !== undefined) change[name] = text === '' ? null : text;
  }
  const details: Details = {};
  const notes = typed('notes');
  if (notes !== undefined) details.notes = notes === '' ? null : notes;
  const currency = typed('currency');
  if (currency !== undefined) details.currency = currency === '' ? null : currency.toUpperCase();
  const value = amountOf(typed('dealValue') ?? 'unchanged');
  if (value !== undefined) details.dealValue = value;
  const date = dateOf(typed('closingDateTime') ?? 'unchanged');
  if (date !== undefined) details.closingDateTime = date;
  return Object.keys(details).length === 0 ? change : { ...change, details };
};
