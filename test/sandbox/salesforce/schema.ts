import { readFileSync } from 'node:fs';
import { z } from 'zod';

const FIELD_TYPES = [
  'id',
  'string',
  'textarea',
  'picklist',
  'combobox',
  'currency',
  'percent',
  'double',
  'int',
  'date',
  'datetime',
  'boolean',
  'reference',
  'email',
  'phone',
  'url',
  'address',
] as const;

const FieldFacts = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  length: z.number().default(0),
  precision: z.number().default(0),
  scale: z.number().default(0),
  createable: z.boolean().default(true),
  updateable: z.boolean().default(true),
  nillable: z.boolean().default(true),
  defaultedOnCreate: z.boolean().default(false),
  defaultValue: z.string().optional(),
  filterable: z.boolean().default(true),
  permissionable: z.boolean().default(true),
  idLookup: z.boolean().default(false),
  externalId: z.boolean().default(false),
  unique: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  restricted: z.boolean().default(false),
  referenceTo: z.array(z.string()).default([]),
  relationshipName: z.string().optional(),
  values: z.array(z.string()).default([]),
  /** Where a label differs from its value. */
  valueLabels: z.record(z.string(), z.string()).default({}),
  inlineHelpText: z.string().optional(),
  custom: z.boolean().default(false),
  /** Everybody may edit it, as when an admin ticks "visible" while making it; else permission sets decide. */
  isOpen: z.boolean().default(false),
});

const ObjectFacts = z.object({
  name: z.string(),
  label: z.string(),
  labelPlural: z.string(),
  keyPrefix: z.string(),
  mergeable: z.boolean().default(false),
  undeletable: z.boolean().default(false),
  createable: z.boolean().default(true),
  updateable: z.boolean().default(true),
  deletable: z.boolean().default(true),
  fields: z.array(FieldFacts),
});

export type FieldDef = z.infer<typeof FieldFacts>;
export type FieldInput = z.input<typeof FieldFacts>;
export const toField = (input: FieldInput): FieldDef => FieldFacts.parse(input);

export interface ChildDef {
  readonly relationshipName: string;
  readonly object: string;
  readonly field: string;
}

export interface ObjectDef extends Omit<z.infer<typeof ObjectFacts>, 'fields'> {
  /** By lower-case name: field names ignore case. */
  readonly fields: Map<string, FieldDef>;
  readonly children: readonly ChildDef[];
  readonly recordTypes: { id: string; name: string; developerName: string }[];
}

const CHILDREN: Readonly<Record<string, readonly ChildDef[]>> = {
  Opportunity: [
    {
      relationshipName: 'OpportunityContactRoles',
      object: 'OpportunityContactRole',
      field: 'OpportunityId',
    },
    { relationshipName: 'Tasks', object: 'Task', field: 'WhatId' },
  ],
  Account: [
    { relationshipName: 'Opportunities', object: 'Opportunity', field: 'AccountId' },
    { relationshipName: 'Contacts', object: 'Contact', field: 'AccountId' },
    { relationshipName: 'Tasks', object: 'Task', field: 'WhatId' },
  ],
  Contact: [
    {
      relationshipName: 'OpportunityContactRoles',
      object: 'OpportunityContactRole',
      field: 'ContactId',
    },
    { relationshipName: 'Tasks', object: 'Task', field: 'WhoId' },
  ],
  PermissionSet: [
    { relationshipName: 'FieldPerms', object: 'FieldPermissions', field: 'ParentId' },
    { relationshipName: 'ObjectPerms', object: 'ObjectPermissions', field: 'ParentId' },
    {
      relationshipName: 'Assignments',
      object: 'PermissionSetAssignment',
      field: 'PermissionSetId',
    },
  ],
};

const DATA_OBJECTS = [
  'Account',
  'Contact',
  'Opportunity',
  'OpportunityContactRole',
  'OpportunityStage',
  'Task',
  'TaskStatus',
  'User',
  'Profile',
  'Organization',
  'RecordType',
  'PermissionSet',
  'FieldPermissions',
  'ObjectPermissions',
  'PermissionSetAssignment',
] as const;
const TOOLING_OBJECTS = ['CustomField', 'EntityDefinition', 'FieldDefinition'] as const;

const readObject = (name: string): ObjectDef => {
  const file = new URL(`../../fixtures/salesforce-sandbox/${name}.json`, import.meta.url);
  const { fields, ...facts } = ObjectFacts.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    ...facts,
    fields: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
    children: CHILDREN[name] ?? [],
    recordTypes: [],
  };
};

/** Objects by lower-case name. */
export type Schema = Map<string, ObjectDef>;

const toSchema = (names: readonly string[]): Schema =>
  new Map(names.map((name) => [name.toLowerCase(), readObject(name)]));

export const addFieldTo = (object: ObjectDef, field: FieldDef): void => {
  object.fields.set(field.name.toLowerCase(), field);
};

/** The org's objects; currency fields and CurrencyType exist only where there are several currencies (SF §5). */
export const readSchema = (currencies: readonly string[]): Schema => {
  const isMulti = currencies.length > 1;
  const schema = toSchema(isMulti ? [...DATA_OBJECTS, 'CurrencyType'] : DATA_OBJECTS);
  if (!isMulti) return schema;
  const currency = {
    label: 'Currency',
    type: 'picklist',
    length: 3,
    defaultedOnCreate: true,
    restricted: true,
    permissionable: false,
  } as const;
  for (const name of ['account', 'contact', 'opportunity', 'task']) {
    const object = schema.get(name);
    if (object === undefined) continue;
    addFieldTo(object, toField({ ...currency, name: 'CurrencyIsoCode', values: [...currencies] }));
  }
  const user = schema.get('user');
  if (user !== undefined) {
    const name = 'DefaultCurrencyIsoCode';
    addFieldTo(user, toField({ ...currency, name, values: [...currencies] }));
  }
  return schema;
};

export const readToolingSchema = (): Schema => toSchema(TOOLING_OBJECTS);
