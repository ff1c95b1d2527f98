import { accessTo } from './access.ts';
import type { Answer } from '#test/sandbox/server.ts';
import { isRestricted, listValues } from './coerce.ts';
import type { RestRequest } from './request.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { World } from './world.ts';

const SOAP_TYPES: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  currency: 'xsd:double',
  percent: 'xsd:double',
  double: 'xsd:double',
  int: 'xsd:int',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  boolean: 'xsd:boolean',
  address: 'urn:address',
};

const pickLabels = (
  world: World,
  object: ObjectDef,
  field: FieldDef,
): ReadonlyMap<string, string> =>
  object.name === 'Opportunity' && field.name === 'StageName'
    ? new Map(
        [...world.table('OpportunityStage').rows.values()].map(({ fields }) => [
          String(fields['ApiName']),
          String(fields['MasterLabel']),
        ]),
      )
    : new Map();

const describeValues = (world: World, object: ObjectDef, field: FieldDef): readonly unknown[] => {
  if (field.type !== 'picklist' && field.type !== 'combobox') return [];
  const labels = pickLabels(world, object, field);
  return listValues(world, object, field).map((value) => ({
    active: true,
    defaultValue: value === field.defaultValue,
    label: labels.get(value) ?? field.valueLabels[value] ?? value,
    validFor: null,
    value,
  }));
};

/** The keys of a recorded describe (SF §16). */
const describeField = (
  world: World,
  object: ObjectDef,
  field: FieldDef,
  canEdit: boolean,
): Record<string, unknown> => {
  const isLong = field.type === 'textarea';
  const isDefaulted = field.defaultedOnCreate || field.type === 'boolean';
  return {
    aggregatable: !isLong,
    aiPredictionField: false,
    autoNumber: false,
    byteLength: field.length * 3,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: field.caseSensitive,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable && canEdit,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? field.defaultValue === 'true' : null,
    defaultValueFormula: null,
    defaultedOnCreate: isDefaulted,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: isLong ? 'plaintextarea' : null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: !isLong && field.type !== 'currency' && field.type !== 'datetime',
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup || field.externalId,
    inlineHelpText: field.inlineHelpText ?? null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.name === 'Name',
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: field.permissionable,
    picklistValues: describeValues(world, object, field),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: isRestricted(world, object, field),
    scale: field.scale,
    searchPrefilterable: field.type === 'reference',
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: !isLong,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && canEdit,
    writeRequiresMasterRead: false,
  };
};

const MASTER = { id: '012000000000000AAA', name: 'Master', developerName: 'Master' };

const recordTypeInfos = (object: ObjectDef, version: string): readonly unknown[] => {
  const [first] = object.recordTypes;
  return [...object.recordTypes, MASTER].map((type) => ({
    active: true,
    available: true,
    defaultRecordTypeMapping: type.id === (first ?? MASTER).id,
    developerName: type.developerName,
    master: type === MASTER,
    name: type.name,
    recordTypeId: type.id,
    urls: {
      layout: `/services/data/v${version}/sobjects/${object.name}/describe/layouts/${type.id}`,
    },
  }));
};

const summarize = (object: ObjectDef, version: string): Record<string, unknown> => {
  const path = `/services/data/v${version}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: object.createable,
    custom: false,
    customSetting: false,
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.undeletable,
    mergeable: object.mergeable,
    mruEnabled: object.undeletable,
    name: object.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: object.undeletable,
    triggerable: true,
    undeletable: object.undeletable,
    updateable: object.updateable,
    urls: { sobject: path, describe: `${path}/describe`, rowTemplate: `${path}/{ID}` },
  };
};

/** `/sobjects` */
export const describeGlobal = (world: World, request: RestRequest): Answer => ({
  status: 200,
  body: {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: [...world.schema.values()]
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
      .map((object) => summarize(object, request.version)),
  },
});

/** `/sobjects/X/describe`: what the caller may see, no more. */
export const describeObject = (world: World, object: ObjectDef, request: RestRequest): Answer => {
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  if (!Number.isNaN(since) && world.metadataChangedAt <= since) return { status: 304 };
  const fields = [...object.fields.values()].flatMap((field) => {
    const access = accessTo(world, request.userId, object, field);
    return access === 'none' ? [] : [describeField(world, object, field, access === 'edit')];
  });
  return {
    status: 200,
    headers: { 'last-modified': new Date(world.metadataChangedAt).toUTCString() },
    body: {
      ...summarize(object, request.version),
      actionOverrides: [],
      childRelationships: object.children.map((child) => ({
        cascadeDelete: false,
        childSObject: child.object,
        deprecatedAndHidden: false,
        field: child.field,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: child.relationshipName,
        restrictedDelete: false,
      })),
      compactLayoutable: object.undeletable,
      fields,
      listviewable: null,
      lookupLayoutable: null,
      namedLayoutInfos: [],
      networkScopeFieldName: null,
      recordTypeInfos: recordTypeInfos(object, request.version),
      searchLayoutable: object.undeletable,
      supportedScopes: [],
    },
  };
};
