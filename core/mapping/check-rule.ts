import { KINDS, type LeadPath } from '#core/lead/lead.ts';
import type { CrmFieldInfo, CrmFieldType, CrmMetadata } from '#core/ports/crm-metadata.ts';
import { checkType, checkValues, checkWritable, isProblem, requireField } from './check-field.ts';
import { LEAD_SHAPES, type LeadShape } from './lead-shapes.ts';
import { blocks, warns, type MappingProblem } from './mapping-problem.ts';
import type { Rule } from './rule.ts';

const TAKES: Readonly<Record<LeadShape, readonly CrmFieldType[]>> = {
  text: ['text', 'longText', 'picklist'],
  day: ['date'],
  instant: ['instant'],
  boolean: ['boolean'],
  money: ['money', 'number'],
  texts: ['text', 'longText'],
  people: [],
};
const CURRENCY_TAKES: readonly CrmFieldType[] = ['picklist', 'text', 'reference'];

/** Partner Center publishes no lengths (reference PC §6) but for notes; texts up to here are usual. */
const USUAL_LENGTH = 255;
/** In characters, where more or less than usual is to be expected. */
const EXPECTED_LENGTH: Partial<Readonly<Record<LeadPath, number>>> = {
  kind: 18,
  notes: 10_000,
  salesStage: 3,
  'customer.size': 30,
  'customer.duns': 9,
  'customer.city': 40,
  'customer.state': 80,
  'customer.postalCode': 20,
  'customer.country': 2,
  needs: 1_000,
  engagementId: 36,
  quality: 40,
  source: 80,
  location: 20,
};

const takesOf = (rule: Rule): readonly CrmFieldType[] => {
  const takes = TAKES[LEAD_SHAPES[rule.lead]];
  return rule.lead === 'salesStage' ? [...takes, 'number'] : takes;
};

const checkLength = (rule: Rule, field: CrmFieldInfo, path: string): MappingProblem[] => {
  const { length } = field;
  const isText = field.type === 'text' || field.type === 'longText';
  if (length === undefined || !isText || rule.direction === 'toPartner') return [];
  if (rule.transform?.kind === 'table') {
    const written = [...Object.values(rule.transform.entries), rule.transform.otherwise ?? ''];
    const longest = Math.max(...written.map((text) => text.length));
    const values = { field: field.name, length: String(length), needed: String(longest) };
    return longest > length ? [blocks(path, 'tooShort', 'longerField', values)] : [];
  }
  const isClipped = rule.transform?.kind === 'clip';
  const needed =
    rule.transform?.kind === 'clip'
      ? rule.transform.length
      : (EXPECTED_LENGTH[rule.lead] ?? USUAL_LENGTH);
  const values = { field: field.name, length: String(length), needed: String(needed) };
  return length < needed
    ? [warns(path, 'tooShort', isClipped ? 'clip' : 'clipOrLonger', values)]
    : [];
};

const valuesOf = (rule: Rule): readonly string[] => {
  if (rule.transform?.kind === 'table') {
    const { entries, otherwise } = rule.transform;
    return [...Object.values(entries), ...(otherwise === undefined ? [] : [otherwise])];
  }
  return rule.lead === 'kind' && rule.transform === undefined ? KINDS : [];
};

const checkPlainRule = (
  rule: Rule,
  place: { readonly name: string; readonly path: string },
  metadata: CrmMetadata,
): MappingProblem[] => {
  const { name, path } = place;
  const field = requireField(metadata, name, path);
  if (isProblem(field)) return [field];
  return [
    ...(rule.direction === 'toPartner' ? [] : checkWritable(field, path, rule.when)),
    ...checkType(field, path, takesOf(rule)),
    ...checkLength(rule, field, path),
    ...checkValues(field, path, valuesOf(rule)),
  ];
};

/** Where the CRM knows a single currency it has no field for it, and the mapping may name one all the same. */
const checkCurrency = (
  rule: Rule,
  place: { readonly name: string; readonly path: string },
  metadata: CrmMetadata,
): MappingProblem[] => {
  const { name, path } = place;
  if (metadata.currencies.length === 0)
    return [blocks(path, 'noCurrency', 'addCurrency', { field: name })];
  if (!metadata.hasCurrencyField) return [];
  const field = requireField(metadata, name, path);
  if (isProblem(field)) return [field];
  return [
    ...(rule.direction === 'toPartner' ? [] : checkWritable(field, path, rule.when)),
    ...checkType(field, path, CURRENCY_TAKES),
  ];
};

/** One rule against the fields that the CRM shows us. */
export const checkRule = (rule: Rule, path: string, metadata: CrmMetadata): MappingProblem[] =>
  typeof rule.crm === 'string'
    ? checkPlainRule(rule, { name: rule.crm, path: `${path}.crm` }, metadata)
    : [
        ...checkPlainRule(rule, { name: rule.crm.amount, path: `${path}.crm.amount` }, metadata),
        ...checkCurrency(rule, { name: rule.crm.currency, path: `${path}.crm.currency` }, metadata),
      ];
