import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import { checkConstant, checkWritable, isProblem, requireField } from './check-field.ts';
import { checkOwnFields } from './check-own.ts';
import { checkRequiredFields } from './check-required.ts';
import { checkRule } from './check-rule.ts';
import { checkStages } from './check-stages.ts';
import type { MappingProblem } from './mapping-problem.ts';
import type { Mapping, StageTable } from './rule.ts';

const checkStageField = (table: StageTable, metadata: CrmMetadata): MappingProblem[] => {
  const path = 'stages.field';
  const field = requireField(metadata, table.field, path);
  if (isProblem(field)) return [field];
  return [...checkWritable(field, path, 'always'), ...checkStages(table, metadata)];
};

const checkWhileReceived = (table: StageTable, metadata: CrmMetadata): MappingProblem[] =>
  Object.entries(table.whileReceived).flatMap(([field, value]) =>
    checkConstant(metadata, { field, value, when: ['received'] }, `stages.whileReceived.${field}`),
  );

/** A mapping against what this CRM really has: every problem, in the order of the mapping file. */
export const checkMapping = (mapping: Mapping, metadata: CrmMetadata): MappingProblem[] => [
  ...checkOwnFields(mapping.own, metadata),
  ...checkStageField(mapping.stages, metadata),
  ...checkWhileReceived(mapping.stages, metadata),
  ...mapping.rules.flatMap((rule, index) => checkRule(rule, `rules[${index}]`, metadata)),
  ...mapping.constants.flatMap(({ crm: field, constant: value, when }, index) =>
    checkConstant(metadata, { field, value, when }, `constants[${index}]`),
  ),
  ...checkRequiredFields(mapping, metadata),
];
