import type { CrmFieldInfo, CrmFieldType, CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { CrmValue } from '#core/ports/crm-system.ts';
import { blocks, warns, type MappingProblem } from './mapping-problem.ts';
import type { When } from './rule.ts';

/** The field, or why the mapping cannot use it. An unknown field and a hidden one look the same to us. */
export const requireField = (
  metadata: CrmMetadata,
  name: string,
  path: string,
): CrmFieldInfo | MappingProblem =>
  metadata.fields.get(name) ?? blocks(path, 'fieldUnknown', 'fieldVisible', { field: name });

export const isProblem = (found: CrmFieldInfo | MappingProblem): found is MappingProblem =>
  'severity' in found;

const isWrittenAtCreation = (when: When): boolean =>
  typeof when === 'string' || when.includes('received') || when.includes('accepted');

export const checkWritable = (field: CrmFieldInfo, path: string, when: When): MappingProblem[] => {
  const isRefused =
    (when !== 'onCreate' && !field.isUpdateable) ||
    (isWrittenAtCreation(when) && !field.isCreateable);
  return isRefused ? [blocks(path, 'readOnly', 'fieldEditable', { field: field.name })] : [];
};

export const checkType = (
  field: CrmFieldInfo,
  path: string,
  takes: readonly CrmFieldType[],
): MappingProblem[] =>
  takes.includes(field.type)
    ? []
    : [
        blocks(path, 'wrongType', 'otherField', {
          field: field.name,
          type: field.type,
          takes: takes.join(', '),
        }),
      ];

/** Values that the mapping writes and the picklist lacks; a list that is not restricted stores them all the same. */
export const checkValues = (
  field: CrmFieldInfo,
  path: string,
  values: readonly string[],
): MappingProblem[] => {
  if (field.type !== 'picklist') return [];
  const known = new Set(field.values?.map((entry) => entry.value));
  const found = field.isRestricted === true ? blocks : warns;
  return [...new Set(values)]
    .filter((value) => !known.has(value))
    .map((value) => found(path, 'valueMissing', 'addValue', { field: field.name, value }));
};

const TAKES: Readonly<Record<'string' | 'number' | 'boolean', readonly CrmFieldType[]>> = {
  string: ['text', 'longText', 'picklist', 'date', 'instant', 'reference'],
  number: ['number', 'money'],
  boolean: ['boolean'],
};

const kindOf = (value: CrmValue): keyof typeof TAKES => {
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'boolean';
};

/** A value that the mapping itself sets: constants, and what belongs to a received lead. */
export const checkConstant = (
  metadata: CrmMetadata,
  rule: { readonly field: string; readonly value: CrmValue; readonly when: When },
  path: string,
): MappingProblem[] => {
  const field = requireField(metadata, rule.field, path);
  if (isProblem(field)) return [field];
  return [
    ...checkWritable(field, path, rule.when),
    ...checkType(field, path, TAKES[kindOf(rule.value)]),
    ...(typeof rule.value === 'string' ? checkValues(field, path, [rule.value]) : []),
  ];
};
