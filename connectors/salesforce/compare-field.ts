import { z } from 'zod';
import { type Labels, valueLabels, type ValueLabel } from './labels.ts';
import { fullName, type FieldDefinition } from './schema.ts';

/** A picklist value as the Tooling API reads it; `fullName` in source files and older replies. */
const ExistingValue = z
  .looseObject({
    valueName: z.string().nullish(),
    fullName: z.string().nullish(),
    label: z.string().nullish(),
    isActive: z.boolean().nullish(),
  })
  .transform((entry) => ({ ...entry, name: entry.valueName ?? entry.fullName ?? '' }));

/** What we need of a CustomField's metadata; the rest is kept for a write that must repeat it. */
export const ExistingField = z.looseObject({
  label: z.string().nullish(),
  type: z.string(),
  length: z.number().nullish(),
  required: z.boolean().nullish(),
  unique: z.boolean().nullish(),
  caseSensitive: z.boolean().nullish(),
  externalId: z.boolean().nullish(),
  valueSet: z
    .looseObject({
      restricted: z.boolean().nullish(),
      valueSetName: z.string().nullish(),
      valueSetDefinition: z.looseObject({ value: z.array(ExistingValue).nullish() }).nullish(),
    })
    .nullish(),
});
export type ExistingField = z.infer<typeof ExistingField>;

export interface FieldComparison {
  /** What a person must settle: we alter no field that somebody else made. */
  readonly problems: readonly string[];
  readonly hints: readonly string[];
  readonly missingValues: readonly ValueLabel[];
}

const textProblems = (field: FieldDefinition, existing: ExistingField): readonly string[] => {
  const { shape } = field;
  if (shape.type !== 'Text' && shape.type !== 'LongTextArea') return [];
  const least = shape.type === 'Text' ? shape.length : shape.minLength;
  const length = existing.length ?? 0;
  const problems: string[] = [];
  if (length < least)
    problems.push(`holds ${length} characters and ${least} are needed: lengthen it in Setup`);
  if (shape.type === 'Text' && shape.isKey) {
    if (existing.unique !== true)
      problems.push('is not unique, so duplicates would not be refused: tick Unique in Setup');
    else if (existing.caseSensitive === true)
      problems.push('tells capitals from small letters: choose case insensitive in Setup');
    if (existing.externalId !== true)
      problems.push('is not an external id: tick External ID in Setup');
  }
  return problems;
};

const comparePicklist = (
  field: FieldDefinition,
  existing: ExistingField,
  labels: Labels,
): FieldComparison => {
  const wanted = valueLabels(field, labels);
  const { valueSet } = existing;
  if (typeof valueSet?.valueSetName === 'string' && valueSet.valueSetName !== '') {
    const values = wanted.map((entry) => entry.value).join(', ');
    const problem = `takes its values from the global set ${valueSet.valueSetName}: see that it holds ${values}`;
    return { problems: [problem], hints: [], missingValues: [] };
  }
  const found = new Map(
    (valueSet?.valueSetDefinition?.value ?? []).map((entry) => [entry.name, entry]),
  );
  const switchedOff = wanted.filter(({ value }) => found.get(value)?.isActive === false);
  const renamed = wanted.flatMap(({ value, label }) => {
    const shown = found.get(value)?.label ?? label;
    return shown === label ? [] : [`the value ${value} is labelled “${shown}”, not “${label}”`];
  });
  return {
    problems: switchedOff.map(({ value }) => `has the value ${value} switched off: activate it`),
    hints: [
      ...(valueSet?.restricted === true ? [] : ['takes values outside its list: restrict it']),
      ...renamed,
    ],
    missingValues: wanted.filter(({ value }) => !found.has(value)),
  };
};

/** What an org's own field lacks of ours. */
export const compareField = (
  field: FieldDefinition,
  existing: ExistingField,
  labels: Labels,
): FieldComparison => {
  const name = fullName(field);
  if (existing.type !== field.shape.type) {
    const problem = `${name} is of type ${existing.type}, not ${field.shape.type}: delete or rename it, then provision again`;
    return { problems: [problem], hints: [], missingValues: [] };
  }
  const picklist: FieldComparison =
    field.shape.type === 'Picklist'
      ? comparePicklist(field, existing, labels)
      : { problems: [], hints: [], missingValues: [] };
  const required =
    existing.required === true ? ['is required, so rows without a lead could not be saved'] : [];
  const { label } = labels.fields[field.name];
  const shown = existing.label ?? label;
  const relabelled = shown === label ? [] : [`is labelled “${shown}”, not “${label}”`];
  return {
    problems: [...textProblems(field, existing), ...required, ...picklist.problems].map(
      (words) => `${name} ${words}`,
    ),
    hints: [...relabelled, ...picklist.hints].map((words) => `${name}: ${words}`),
    missingValues: picklist.missingValues,
  };
};
