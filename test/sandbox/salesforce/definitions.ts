import type { FieldDef, ObjectDef } from './schema.ts';
import type { Fields, Row } from './tables.ts';
import type { World } from './world.ts';

const DATA_TYPES: Readonly<Record<FieldDef['type'], string>> = {
  id: 'Lookup',
  string: 'Text',
  textarea: 'Long Text Area',
  picklist: 'Picklist',
  combobox: 'Picklist',
  currency: 'Currency',
  percent: 'Percent',
  double: 'Number',
  int: 'Number',
  date: 'Date',
  datetime: 'Date/Time',
  boolean: 'Checkbox',
  reference: 'Lookup',
  email: 'Email',
  phone: 'Phone',
  url: 'URL',
  address: 'Address',
};

const dataType = (field: FieldDef): string => {
  const name = DATA_TYPES[field.type];
  if (field.type === 'reference') return `${name}(${field.referenceTo.join(', ')})`;
  if (field.type === 'string' || field.type === 'textarea') return `${name}(${field.length})`;
  return field.precision === 0 ? name : `${name}(${field.precision - field.scale}, ${field.scale})`;
};

const entityFields = (object: ObjectDef): Fields => ({
  DurableId: object.name,
  QualifiedApiName: object.name,
  DeveloperName: object.name,
  Label: object.label,
  PluralLabel: object.labelPlural,
  KeyPrefix: object.keyPrefix,
  IsQueryable: true,
});

const fieldFields = (object: ObjectDef, field: FieldDef): Fields => ({
  DurableId: `${object.name}.${field.name}`,
  QualifiedApiName: field.name,
  DeveloperName: field.name.replace(/__c$/, ''),
  EntityDefinitionId: object.name,
  Label: field.label,
  DataType: dataType(field),
  Length: field.length,
  IsNillable: field.nillable,
  IsIndexed: field.unique || field.externalId || field.idLookup,
});

const toRow = (id: string, values: Fields): Row => ({ id, fields: values, deletedAt: undefined });

const readAt = new WeakMap<World, number>();

/** Objects and fields as rows; they follow the metadata, whoever may see the fields. */
export const refreshDefinitions = (world: World): void => {
  if (readAt.get(world) === world.metadataVersion) return;
  readAt.set(world, world.metadataVersion);
  const entities = world.table('EntityDefinition');
  const fields = world.table('FieldDefinition');
  for (const table of [entities, fields]) for (const row of table.rows.values()) table.erase(row);
  for (const object of world.schema.values()) {
    entities.add(toRow(object.name, entityFields(object)));
    for (const field of object.fields.values()) {
      fields.add(toRow(`${object.name}.${field.name}`, fieldFields(object, field)));
    }
  }
};
