import { LABELS } from '#connectors/salesforce/labels.ts';
import type { FieldName } from '#connectors/salesforce/schema.ts';
import type { BoxCell } from './box.ts';
import type { SeenOpportunity } from './sight.ts';
import { money } from './verdict.ts';

type Own = Extract<keyof SeenOpportunity, `PC_${string}`>;

const STANDARD = {
  StageName: ['Stage', (row) => row.StageName],
  Amount: ['Amount', (row) => money(row.Amount, row.CurrencyIsoCode)],
  CloseDate: ['Close Date', (row) => row.CloseDate],
} as const satisfies Record<string, readonly [string, (row: SeenOpportunity) => string]>;

const isStandard = (name: string): name is keyof typeof STANDARD => Object.hasOwn(STANDARD, name);

/** Fields of a record under the labels that the org shows. */
export const seenFields = (
  row: SeenOpportunity,
  ...names: readonly (Own | keyof typeof STANDARD)[]
): BoxCell[] =>
  names.map((name) => {
    if (isStandard(name)) {
      const [label, read] = STANDARD[name];
      return { label, value: read(row) };
    }
    const { label } = LABELS.en.fields[name satisfies FieldName];
    return { label, value: row[name] === '' ? '(empty)' : row[name] };
  });
