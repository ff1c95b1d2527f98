import type { LeadPath } from '#core/lead/lead.ts';
import type { CrmFieldInfo, CrmMetadata } from '#core/ports/crm-metadata.ts';
import { LEAD_SHAPES } from './lead-shapes.ts';
import { blocks, warns, type MappingProblem } from './mapping-problem.ts';
import { placeFields, type Mapping, type Rule, type When } from './rule.ts';

/** Every referral has them. */
const ALWAYS_FILLED: readonly LeadPath[] = ['kind', 'engagementId', 'createdAt'];

const fillsAtCreation = (when: When): boolean =>
  typeof when === 'string' || when.includes('received');

const isSureToFill = (rule: Rule): boolean =>
  rule.placeholder !== undefined ||
  ALWAYS_FILLED.includes(rule.lead) ||
  LEAD_SHAPES[rule.lead] === 'boolean';

/** Fields that a create fills by itself, whatever the lead holds. */
const sureFields = (mapping: Mapping): ReadonlySet<string> => {
  const { own, stages, constants } = mapping;
  return new Set([
    own.referralId,
    own.referralLink,
    own.referralStage,
    own.syncStatus,
    own.syncMessage,
    stages.field,
    ...Object.keys(stages.whileReceived),
    ...constants.filter((rule) => fillsAtCreation(rule.when)).map((rule) => rule.crm),
  ]);
};

const checkRequired = (field: CrmFieldInfo, mapping: Mapping): MappingProblem[] => {
  const values = { field: field.name };
  const index = mapping.rules.findIndex(
    (rule) =>
      rule.direction !== 'toPartner' &&
      fillsAtCreation(rule.when) &&
      placeFields(rule.crm).includes(field.name),
  );
  const rule = mapping.rules[index];
  if (rule === undefined) {
    // Account, contact and owner are looked up, not mapped: a reference may well be filled.
    const found = field.type === 'reference' ? warns : blocks;
    return [found('rules', 'required', 'fillRequired', values)];
  }
  return isSureToFill(rule)
    ? []
    : [warns(`rules[${index}].placeholder`, 'mayBeEmpty', 'addPlaceholder', values)];
};

/** Fields without which the CRM refuses a new row. A checkbox always has a value. */
export const checkRequiredFields = (mapping: Mapping, metadata: CrmMetadata): MappingProblem[] => {
  const sure = sureFields(mapping);
  return [...metadata.fields.values()]
    .filter((field) => field.isRequired && field.isCreateable && field.type !== 'boolean')
    .filter((field) => !sure.has(field.name))
    .flatMap((field) => checkRequired(field, mapping));
};
