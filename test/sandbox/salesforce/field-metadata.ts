import { z } from 'zod';
import { refuse } from './refused.ts';
import type { FieldDef, FieldInput } from './schema.ts';

const Value = z.object({
  fullName: z.string().nullish(),
  valueName: z.string().nullish(),
  label: z.string().nullish(),
  default: z.boolean().nullish(),
  isActive: z.boolean().nullish(),
});

const Metadata = z.object({
  label: z.string().nullish(),
  type: z.string(),
  length: z.number().nullish(),
  precision: z.number().nullish(),
  scale: z.number().nullish(),
  visibleLines: z.number().nullish(),
  unique: z.boolean().nullish(),
  caseSensitive: z.boolean().nullish(),
  externalId: z.boolean().nullish(),
  required: z.boolean().nullish(),
  defaultValue: z.union([z.string(), z.boolean()]).nullish(),
  description: z.string().nullish(),
  inlineHelpText: z.string().nullish(),
  referenceTo: z.string().nullish(),
  relationshipName: z.string().nullish(),
  valueSet: z
    .object({
      restricted: z.boolean().nullish(),
      valueSetDefinition: z.object({ value: z.array(Value) }),
    })
    .nullish(),
});
export type Metadata = z.infer<typeof Metadata>;

const TYPES: Readonly<Record<string, FieldDef['type']>> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Checkbox: 'boolean',
  Picklist: 'picklist',
  Lookup: 'reference',
  Email: 'email',
  Url: 'url',
  Phone: 'phone',
};

const FIXED_LENGTHS: Readonly<Record<string, number>> = {
  TextArea: 255,
  Email: 80,
  Url: 255,
  Phone: 40,
  Picklist: 255,
  Lookup: 18,
};

const NEEDS: Readonly<Record<string, readonly (keyof Metadata)[]>> = {
  Text: ['length'],
  LongTextArea: ['length', 'visibleLines'],
  Number: ['precision', 'scale'],
  Currency: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Checkbox: ['defaultValue'],
  Picklist: ['valueSet'],
  Lookup: ['referenceTo', 'relationshipName'],
};

/** Longest text of each kind, in characters. */
const MAX_LENGTHS: Readonly<Record<string, number>> = { Text: 255, LongTextArea: 131_072 };
const MAX_LABEL = 40;
const MAX_HELP = 510;

const integrity = (message: string) => refuse('FIELD_INTEGRITY_EXCEPTION', message, { fields: [] });

const requireShort = (label: string, text: string, max: number): void => {
  if (text.length <= max) return;
  throw refuse('STRING_TOO_LONG', `${label}: data value too large: ${text} (max length=${max})`, {
    fields: [label],
  });
};

/** What a body's Metadata asks for. Throws Refused where the org would. */
export const readMetadata = (value: unknown): Metadata => {
  const parsed = Metadata.safeParse(value);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw refuse('JSON_PARSER_ERROR', `Metadata: cannot read ${paths}`);
  }
  const metadata = parsed.data;
  if (TYPES[metadata.type] === undefined) throw integrity(`Invalid field type: ${metadata.type}`);
  for (const name of NEEDS[metadata.type] ?? []) {
    if (metadata[name] === undefined || metadata[name] === null) {
      throw integrity(`Must specify '${name}' for a CustomField of type ${metadata.type}`);
    }
  }
  requireShort('Label', metadata.label ?? '', MAX_LABEL);
  requireShort('Help Text', metadata.inlineHelpText ?? '', MAX_HELP);
  const max = MAX_LENGTHS[metadata.type] ?? Infinity;
  if ((metadata.length ?? 0) > max) throw integrity(`Length must be between 1 and ${max}`);
  return metadata;
};

const nameOf = (value: z.infer<typeof Value>): string => value.fullName ?? value.valueName ?? '';

export const toFieldInput = (name: string, metadata: Metadata): FieldInput => {
  const values = metadata.valueSet?.valueSetDefinition.value ?? [];
  const active = values.filter((value) => value.isActive !== false);
  const chosen = values.find((value) => value.default === true);
  const isBox = metadata.type === 'Checkbox';
  const defaultValue = isBox ? String(metadata.defaultValue) : chosen && nameOf(chosen);
  const isKey = metadata.externalId ?? false;
  return {
    name,
    label: metadata.label ?? name.replace(/__c$/, ''),
    type: TYPES[metadata.type] ?? 'string',
    length: metadata.length ?? FIXED_LENGTHS[metadata.type] ?? 0,
    precision: metadata.precision ?? 0,
    scale: metadata.scale ?? 0,
    nillable: !isBox && metadata.required !== true,
    defaultedOnCreate: isBox,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    filterable: metadata.type !== 'LongTextArea',
    permissionable: metadata.required !== true,
    externalId: isKey,
    idLookup: isKey,
    unique: metadata.unique ?? false,
    caseSensitive: metadata.caseSensitive ?? false,
    restricted: metadata.valueSet?.restricted ?? false,
    values: active.map(nameOf),
    valueLabels: Object.fromEntries(
      active.map((value) => [nameOf(value), value.label ?? nameOf(value)]),
    ),
    ...(metadata.referenceTo ? { referenceTo: [metadata.referenceTo] } : {}),
    ...(metadata.relationshipName ? { relationshipName: `${metadata.relationshipName}__r` } : {}),
    ...(metadata.inlineHelpText ? { inlineHelpText: metadata.inlineHelpText } : {}),
    custom: true,
  };
};

const typeName = (field: FieldDef): string => {
  if (field.type === 'textarea') return field.length > 255 ? 'LongTextArea' : 'TextArea';
  return Object.entries(TYPES).find(([, type]) => type === field.type)?.[0] ?? 'Text';
};

const valueSetOf = (field: FieldDef) =>
  field.type !== 'picklist'
    ? null
    : {
        controllingField: null,
        restricted: field.restricted,
        valueSetDefinition: {
          sorted: false,
          value: field.values.map((value) => ({
            color: null,
            default: value === field.defaultValue,
            description: null,
            isActive: null,
            label: field.valueLabels[value] ?? value,
            urls: null,
            valueName: value,
          })),
        },
        valueSetName: null,
        valueSettings: [],
      };

/** The Metadata of a field as a read gives it: nulls where nothing is set. */
export const toMetadata = (field: FieldDef): Record<string, unknown> => {
  const type = typeName(field);
  const hasLength = type === 'Text' || type === 'LongTextArea';
  const isNumber = ['Number', 'Currency', 'Percent'].includes(type);
  return {
    caseSensitive: type === 'Text' && field.unique ? field.caseSensitive : null,
    defaultValue: type === 'Checkbox' ? (field.defaultValue ?? 'false') : null,
    description: null,
    externalId: field.externalId,
    inlineHelpText: field.inlineHelpText ?? null,
    label: field.label,
    length: hasLength ? field.length : null,
    precision: isNumber ? field.precision : null,
    referenceTo: field.referenceTo[0] ?? null,
    relationshipName: field.relationshipName?.replace(/__r$/, '') ?? null,
    required: !field.nillable && type !== 'Checkbox',
    scale: isNumber ? field.scale : null,
    type,
    unique: field.unique,
    valueSet: valueSetOf(field),
    visibleLines: type === 'LongTextArea' ? 3 : null,
  };
};
