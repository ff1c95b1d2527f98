import { readdirSync, readFileSync } from 'node:fs';
import { fromMs } from '#core/lead/instant.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import { parseReferral, type ParsedReferral } from '#connectors/partner-center/to-view.ts';
import { parseWire } from '#connectors/partner-center/wire-value.ts';

const FOLDER = new URL('../../fixtures/partner-center/', import.meta.url);

export const READ_AT = '2026-11-24T09:00:00.000Z';

export const fixtureText = (name: string): string =>
  readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');

export const fixture = (name: string): Record<string, unknown> =>
  parseWire(fixtureText(name)) as Record<string, unknown>;

export const referralNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.startsWith('referral-'))
    .map((file) => file.replace('.json', ''))
    .toSorted();

/** A document with one value replaced at a dotted path; `undefined` takes the key away. */
export const withValue = (document: unknown, path: string, value: unknown): unknown => {
  const copy = structuredClone(document) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
};

export const parse = (raw: unknown, timeZone = 'UTC'): ParsedReferral =>
  parseReferral(raw, { timeZone, readAt: READ_AT });

export const viewOf = (raw: unknown, timeZone?: string): PartnerView => {
  const parsed = parse(raw, timeZone);
  if (parsed.kind === 'view') return parsed.view;
  throw new Error(parsed.row.path);
};

/** A small readable row for lists. */
export const row = (number: number, updatedDateTime: string): Record<string, unknown> => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  engagementId: `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  organizationId: 'contoso',
  eTag: `"${number}"`,
  type: 'Independent',
  qualification: 'SalesQualified',
  status: 'New',
  substatus: 'Pending',
  updatedDateTime,
  createdDateTime: fromMs(0),
});
