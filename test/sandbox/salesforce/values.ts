import { formatStamp } from './stamp.ts';
import { findStage, forecastTwin } from './stages.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { Fields, Row, Scalar } from './tables.ts';
import type { RowValues, World } from './world.ts';

type Derive = (world: World, row: Row) => Scalar | undefined;

const personName: Derive = (_world, { fields }) =>
  [fields['FirstName'], fields['LastName']].filter((part) => part !== undefined).join(' ');

const stageOf = (world: World, row: Row) => findStage(world, String(row.fields['StageName'] ?? ''));

const quarterOf = (row: Row): number =>
  Math.ceil(Number(String(row.fields['CloseDate'] ?? '').slice(5, 7)) / 3);
const yearOf = (row: Row): number => Number(String(row.fields['CloseDate'] ?? '').slice(0, 4));

/** Read-only fields that follow others. */
const DERIVED: Readonly<Record<string, Derive>> = {
  'Opportunity.IsClosed': (world, row) => stageOf(world, row)?.isClosed ?? false,
  'Opportunity.IsWon': (world, row) => stageOf(world, row)?.isWon ?? false,
  'Opportunity.ForecastCategory': (_world, { fields }) =>
    forecastTwin(String(fields['ForecastCategoryName'] ?? 'Pipeline')),
  'Opportunity.ExpectedRevenue': (_world, { fields }) =>
    fields['Amount'] === undefined
      ? undefined
      : Math.round(Number(fields['Amount']) * Number(fields['Probability'] ?? 0)) / 100,
  'Opportunity.FiscalQuarter': (_world, row) => quarterOf(row),
  'Opportunity.FiscalYear': (_world, row) => yearOf(row),
  'Opportunity.Fiscal': (_world, row) => `${yearOf(row)} ${quarterOf(row)}`,
  'Opportunity.ContactId': (world, row) =>
    world
      .table('OpportunityContactRole')
      .find('OpportunityId', row.id)
      .find((role) => role.fields['IsPrimary'] === true)?.fields['ContactId'],
  'Opportunity.HasOpenActivity': (world, row) =>
    world
      .table('Task')
      .find('WhatId', row.id)
      .some((task) => task.deletedAt === undefined && task.fields['Status'] !== 'Completed'),
  'Contact.Name': personName,
  'User.Name': personName,
  'Task.IsClosed': (_world, { fields }) => fields['Status'] === 'Completed',
  'Task.IsHighPriority': (_world, { fields }) => fields['Priority'] === 'High',
};

/** What a row holds in a field; a box never ticked is false, all else never set is undefined. */
export const readValue = (
  world: World,
  object: ObjectDef,
  field: FieldDef,
): ((row: Row) => Scalar | undefined) => {
  if (field.name === 'Id') return (row) => row.id;
  if (field.name === 'IsDeleted') return (row) => row.deletedAt !== undefined;
  const derive = DERIVED[`${object.name}.${field.name}`];
  if (derive !== undefined) return (row) => derive(world, row);
  if (field.type === 'boolean') return (row) => row.fields[field.name] ?? false;
  return (row) => row.fields[field.name];
};

const ADDRESS_PARTS = ['city', 'country', 'postalCode', 'state', 'street'] as const;

const toAddress = (field: FieldDef, fields: Fields): Record<string, Scalar | null> | null => {
  const prefix = field.name.replace(/Address$/, '');
  const entries = ADDRESS_PARTS.map((part): [string, Scalar | null] => [
    part,
    fields[prefix + part.charAt(0).toUpperCase() + part.slice(1)] ?? null,
  ]);
  return entries.every(([, value]) => value === null)
    ? null
    : { ...Object.fromEntries(entries), geocodeAccuracy: null, latitude: null, longitude: null };
};

/** The value as the API writes it. */
export const renderValue = (
  world: World,
  object: ObjectDef,
  field: FieldDef,
): ((row: Row) => unknown) => {
  if (field.type === 'address') return (row) => toAddress(field, row.fields);
  const read = readValue(world, object, field);
  if (field.type !== 'datetime') return (row) => read(row) ?? null;
  return (row) => {
    const value = read(row);
    return typeof value === 'number' ? formatStamp(value) : null;
  };
};

type Renderers = readonly (readonly [name: string, render: (row: Row) => unknown])[];
const renderers = new WeakMap<ObjectDef, { readonly version: number; readonly all: Renderers }>();

const renderersOf = (world: World, object: ObjectDef): Renderers => {
  const known = renderers.get(object);
  if (known?.version === world.metadataVersion) return known.all;
  const all = [...object.fields.values()].map(
    (field) => [field.name, renderValue(world, object, field)] as const,
  );
  renderers.set(object, { version: world.metadataVersion, all });
  return all;
};

/** Every field, whoever may see it. */
export const renderRow = (world: World, object: ObjectDef, row: Row): RowValues =>
  Object.fromEntries(renderersOf(world, object).map(([name, render]) => [name, render(row)]));
