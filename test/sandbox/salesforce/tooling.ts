import { z } from 'zod';
import type { Answer } from '#test/sandbox/server.ts';
import { notFound, refuse } from './refused.ts';
import { requireBody, textOf, type RestRequest } from './request.ts';
import { addFieldTo, toField, type FieldDef, type FieldInput, type ObjectDef } from './schema.ts';
import type { World } from './world.ts';

const Metadata = z.object({
  label: z.string().optional(),
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
      valueSetDefinition: z.object({
        value: z.array(
          z.object({
            fullName: z.string().optional(),
            valueName: z.string().optional(),
            label: z.string().nullish(),
            default: z.boolean().nullish(),
          }),
        ),
      }),
    })
    .nullish(),
});
type Metadata = z.infer<typeof Metadata>;

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

/** Longest label and help text of a field. */
const MAX_LABEL = 40;
const MAX_HELP = 510;

const integrity = (message: string) => refuse('FIELD_INTEGRITY_EXCEPTION', message, { fields: [] });

const checkMetadata = (metadata: Metadata): void => {
  if (TYPES[metadata.type] === undefined) throw integrity(`Invalid field type: ${metadata.type}`);
  for (const name of NEEDS[metadata.type] ?? []) {
    if (metadata[name] === undefined || metadata[name] === null) {
      throw integrity(`Must specify '${name}' for a CustomField of type ${metadata.type}`);
    }
  }
  const tooLong = [
    { label: 'Label', text: metadata.label ?? '', max: MAX_LABEL },
    { label: 'Help Text', text: metadata.inlineHelpText ?? '', max: MAX_HELP },
  ].find(({ text, max }) => text.length > max);
  if (tooLong !== undefined) {
    throw refuse(
      'STRING_TOO_LONG',
      `${tooLong.label}: data value too large: ${tooLong.text} (max length=${tooLong.max})`,
      { fields: [tooLong.label] },
    );
  }
  if (metadata.type === 'Text' && (metadata.length ?? 0) > 255) {
    throw integrity('Text length must be between 1 and 255');
  }
};

const toInput = (name: string, metadata: Metadata): FieldInput => {
  const values = metadata.valueSet?.valueSetDefinition.value ?? [];
  const chosen = values.find((value) => value.default === true);
  const isBox = metadata.type === 'Checkbox';
  const defaultValue = isBox ? String(metadata.defaultValue) : chosen?.fullName;
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
    externalId: metadata.externalId ?? false,
    idLookup: metadata.externalId ?? false,
    unique: metadata.unique ?? false,
    caseSensitive: metadata.caseSensitive ?? false,
    restricted: metadata.valueSet?.restricted ?? false,
    values: values.map((value) => value.fullName ?? value.valueName ?? ''),
    referenceTo: typeof metadata.referenceTo === 'string' ? [metadata.referenceTo] : [],
    ...(typeof metadata.relationshipName === 'string'
      ? { relationshipName: `${metadata.relationshipName}__r` }
      : {}),
    ...(typeof metadata.inlineHelpText === 'string'
      ? { inlineHelpText: metadata.inlineHelpText }
      : {}),
    custom: true,
  };
};

/** Custom fields of tasks are made on Activity (SF §7). */
const ownerOf = (world: World, name: string): ObjectDef | undefined =>
  name.toLowerCase() === 'task'
    ? undefined
    : world.schema.get(name.toLowerCase() === 'activity' ? 'task' : name.toLowerCase());

/** A custom field, listed by the Tooling API under the object that owns it. */
export const addCustomField = (
  world: World,
  owner: { readonly object: ObjectDef; readonly label: string },
  input: FieldInput,
): string => {
  const field = toField(input);
  addFieldTo(owner.object, field);
  const id = world.nextId('00N');
  world.table('CustomField').add({
    id,
    deletedAt: undefined,
    fields: {
      DeveloperName: field.name.replace(/__c$/, ''),
      TableEnumOrId: owner.label,
      ...(field.length === 0 ? {} : { Length: field.length }),
      ...(field.inlineHelpText === undefined ? {} : { InlineHelpText: field.inlineHelpText }),
    },
  });
  world.touchMetadata();
  return id;
};

const createField = (world: World, request: RestRequest): Answer => {
  const body = requireBody(request);
  const fullName = textOf(body['FullName']);
  const [objectName = '', name = ''] = fullName.split('.');
  const object = ownerOf(world, objectName);
  if (object === undefined || !/^[A-Za-z]\w{0,39}__c$/.test(name)) {
    throw refuse('INVALID_CROSS_REFERENCE_KEY', `Invalid fullName: ${fullName}`, { fields: [] });
  }
  const parsed = Metadata.safeParse(body['Metadata']);
  if (!parsed.success)
    throw refuse(
      'JSON_PARSER_ERROR',
      `Metadata: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`,
    );
  checkMetadata(parsed.data);
  if (object.fields.has(name.toLowerCase())) {
    throw refuse(
      'DUPLICATE_DEVELOPER_NAME',
      `There is already a field named ${name.replace(/__c$/, '')} on ${objectName}.`,
      { fields: ['DeveloperName'] },
    );
  }
  const id = addCustomField(world, { object, label: objectName }, toInput(name, parsed.data));
  return { status: 201, body: { id, success: true, errors: [], warnings: [], infos: [] } };
};

/** `/tooling/sobjects/CustomField` */
export const handleTooling = (
  world: World,
  parts: readonly string[],
  request: RestRequest,
): Answer | undefined => {
  const [sobjects, name, id, ...more] = parts;
  if (sobjects !== 'sobjects' || name?.toLowerCase() !== 'customfield' || more.length > 0) {
    throw notFound();
  }
  if (id === undefined) return request.method === 'POST' ? createField(world, request) : undefined;
  const row = world.table('CustomField').rows.get(id);
  if (row === undefined) throw notFound();
  if (request.method !== 'DELETE') return undefined;
  const owner = ownerOf(world, String(row.fields['TableEnumOrId']));
  owner?.fields.delete(`${String(row.fields['DeveloperName'])}__c`.toLowerCase());
  world.table('CustomField').erase(row);
  world.touchMetadata();
  return { status: 204 };
};
