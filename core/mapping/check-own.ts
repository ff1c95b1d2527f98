import { REASONS } from '#core/lead/stage.ts';
import type { CrmFieldType, CrmMetadata } from '#core/ports/crm-metadata.ts';
import { blocks, warns, type MappingProblem } from './mapping-problem.ts';
import type { OwnFields } from './rule.ts';

interface Need {
  readonly takes: readonly CrmFieldType[];
  readonly values?: readonly string[];
  /** In characters. */
  readonly length?: number;
  readonly isKey?: true;
}

const choice = (...values: readonly string[]): Need => ({ takes: ['picklist'], values });
const text = (length: number): Need => ({ takes: ['text', 'longText'], length });

/** Our own fields as design §11 fixes them; a longer text field will do. */
const NEEDS: Readonly<Record<keyof OwnFields, Need>> = {
  referralId: { takes: ['text'], length: 36, isKey: true },
  referralLink: text(200),
  referralStage: choice('Received', 'Accepted', 'Won', 'Lost', 'Declined', 'Expired'),
  answer: choice('Accept', 'Decline'),
  reason: choice(...REASONS),
  settle: choice('Keep mine', "Take Partner Center's"),
  syncStatus: choice('Synced', 'Waiting', 'Action needed', 'Error'),
  syncMessage: text(255),
};

const checkOwnField = (
  metadata: CrmMetadata,
  own: { readonly key: keyof OwnFields; readonly name: string },
): MappingProblem[] => {
  const path = `own.${own.key}`;
  const field = metadata.fields.get(own.name);
  if (field === undefined) return [blocks(path, 'fieldUnknown', 'provision', { field: own.name })];
  const need = NEEDS[own.key];
  const values = { field: own.name, type: field.type, takes: need.takes.join(', ') };
  if (!need.takes.includes(field.type)) return [blocks(path, 'wrongType', 'provision', values)];
  const problems: MappingProblem[] = [];
  if (!field.isUpdateable || (need.isKey === true && !field.isCreateable))
    problems.push(blocks(path, 'readOnly', 'provision', { field: own.name }));
  if (need.isKey === true && !field.isUnique)
    problems.push(blocks(path, 'notUnique', 'makeUnique', { field: own.name }));
  const known = new Set(field.values?.map((entry) => entry.value));
  for (const value of need.values ?? [])
    if (!known.has(value))
      problems.push(blocks(path, 'valueMissing', 'provision', { field: own.name, value }));
  if (need.length !== undefined && (field.length ?? need.length) < need.length) {
    const found = need.isKey === true ? blocks : warns;
    const lengths = { length: String(field.length), needed: String(need.length) };
    problems.push(found(path, 'tooShort', 'longerField', { field: own.name, ...lengths }));
  }
  return problems;
};

/** The fields that the seller and the sync talk through. */
export const checkOwnFields = (own: OwnFields, metadata: CrmMetadata): MappingProblem[] =>
  (Object.keys(NEEDS) as (keyof OwnFields)[]).flatMap((key) =>
    checkOwnField(metadata, { key, name: own[key] }),
  );
