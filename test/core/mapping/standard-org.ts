import { valueLabels, LABELS } from '#connectors/salesforce/labels.ts';
import { FIELDS, type FieldDefinition } from '#connectors/salesforce/schema.ts';
import type { CrmFieldInfo, CrmFieldType, CrmMetadata } from '#core/ports/crm-metadata.ts';

const field = (
  name: string,
  type: CrmFieldType,
  rest: Partial<CrmFieldInfo> = {},
): CrmFieldInfo => ({
  name,
  label: name,
  type,
  isCreateable: true,
  isUpdateable: true,
  isRequired: false,
  isUnique: false,
  ...rest,
});

const picks = (...values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** Salesforce: lengths and rights of a recorded org, reference SF §5. */
const STANDARD: readonly CrmFieldInfo[] = [
  field('Name', 'text', { length: 120, isRequired: true }),
  field('StageName', 'picklist', { length: 255, isRequired: true, isRestricted: false }),
  field('CloseDate', 'date', { isRequired: true }),
  field('Amount', 'money', { scale: 2 }),
  field('CurrencyIsoCode', 'picklist', {
    length: 3,
    values: picks('BRL', 'USD'),
    isRestricted: true,
  }),
  field('ForecastCategoryName', 'picklist', {
    values: picks('Omitted', 'Pipeline'),
    isRestricted: true,
  }),
  field('LeadSource', 'picklist', {
    values: picks('Web', 'Partner Referral'),
    isRestricted: false,
  }),
  field('IsClosed', 'boolean', { isRequired: true, isCreateable: false, isUpdateable: false }),
];

const TYPES: Readonly<Record<FieldDefinition['shape']['type'], CrmFieldType>> = {
  Text: 'text',
  LongTextArea: 'longText',
  Picklist: 'picklist',
  Url: 'text',
  DateTime: 'instant',
  Checkbox: 'boolean',
};

const provisioned = (definition: FieldDefinition): CrmFieldInfo => {
  const { name, shape } = definition;
  return field(name, TYPES[shape.type], {
    ...('length' in shape ? { length: shape.length } : {}),
    isUnique: shape.type === 'Text' && shape.isKey,
    ...(shape.type === 'Picklist'
      ? { values: valueLabels(definition, LABELS.en), isRestricted: true }
      : {}),
  });
};

const open = (value: string, percent: number) =>
  ({ value, label: value, isActive: true, closure: 'open', percent }) as const;

/** An org as Salesforce sells it, several currencies on, after provision. */
export const standardOrg = (): CrmMetadata => ({
  fields: new Map(
    [...STANDARD, ...FIELDS.filter((own) => own.object === 'Opportunity').map(provisioned)].map(
      (info) => [info.name, info],
    ),
  ),
  stages: [
    open('Prospecting', 10),
    open('Qualification', 10),
    open('Needs Analysis', 20),
    open('Value Proposition', 50),
    open('Id. Decision Makers', 60),
    open('Perception Analysis', 70),
    open('Proposal/Price Quote', 75),
    open('Negotiation/Review', 90),
    { value: 'Closed Won', label: 'Closed Won', isActive: true, closure: 'won', percent: 100 },
    { value: 'Closed Lost', label: 'Closed Lost', isActive: true, closure: 'lost', percent: 0 },
  ],
  currencies: ['BRL', 'USD'],
  hasCurrencyField: true,
});

/** The org with one field changed, or added. */
export const withField = (
  org: CrmMetadata,
  name: string,
  change: Partial<CrmFieldInfo>,
): CrmMetadata => {
  const before = org.fields.get(name) ?? field(name, 'text');
  return { ...org, fields: new Map([...org.fields, [name, { ...before, ...change }]]) };
};

export const withoutField = (org: CrmMetadata, name: string): CrmMetadata => ({
  ...org,
  fields: new Map([...org.fields].filter(([other]) => other !== name)),
});
