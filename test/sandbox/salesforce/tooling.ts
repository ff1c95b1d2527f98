import type { Answer } from '#test/sandbox/server.ts';
import { readMetadata, toFieldInput, toMetadata } from './field-metadata.ts';
import { notFound, refuse } from './refused.ts';
import { requireBody, textOf, type RestRequest } from './request.ts';
import { addFieldTo, toField, type FieldInput, type ObjectDef } from './schema.ts';
import type { Row } from './tables.ts';
import type { World } from './world.ts';

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
  const metadata = readMetadata(body['Metadata']);
  if (object.fields.has(name.toLowerCase())) {
    throw refuse(
      'DUPLICATE_DEVELOPER_NAME',
      `There is already a field named ${name.replace(/__c$/, '')} on ${objectName}.`,
      { fields: ['DeveloperName'] },
    );
  }
  const id = addCustomField(world, { object, label: objectName }, toFieldInput(name, metadata));
  return { status: 201, body: { id, success: true, errors: [], warnings: [], infos: [] } };
};

const handleField = (world: World, row: Row, request: RestRequest): Answer | undefined => {
  const label = textOf(row.fields['TableEnumOrId']);
  const name = `${textOf(row.fields['DeveloperName'])}__c`;
  const object = ownerOf(world, label);
  const field = object?.fields.get(name.toLowerCase());
  if (object === undefined || field === undefined) throw notFound();
  switch (request.method) {
    case 'GET':
      return {
        status: 200,
        body: {
          attributes: {
            type: 'CustomField',
            url: `/services/data/v${request.version}/tooling/sobjects/CustomField/${row.id}`,
          },
          Id: row.id,
          DeveloperName: row.fields['DeveloperName'],
          TableEnumOrId: label,
          NamespacePrefix: null,
          FullName: `${label}.${name}`,
          Metadata: toMetadata(field),
        },
      };
    case 'PATCH':
      addFieldTo(object, {
        ...toField(toFieldInput(name, readMetadata(requireBody(request)['Metadata']))),
        isOpen: field.isOpen,
      });
      world.touchMetadata();
      return { status: 204 };
    case 'DELETE':
      object.fields.delete(name.toLowerCase());
      world.table('CustomField').erase(row);
      world.touchMetadata();
      return { status: 204 };
    default:
      return undefined;
  }
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
  return handleField(world, row, request);
};
