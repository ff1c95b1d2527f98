import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import { LABELS_EN } from './labels-en.ts';
import { LABELS_PT_BR } from './labels-pt-br.ts';
import type { PermissionSetName } from './permission-sets.ts';
import type { FieldDefinition, FieldName, PicklistName, PicklistValue } from './schema.ts';

export interface FieldWords {
  /** At most 40 characters. */
  readonly label: string;
  /** At most 510 characters. */
  readonly help: string;
}

export interface SetWords {
  /** At most 80 characters. */
  readonly label: string;
  /** At most 255 characters. */
  readonly description: string;
}

/** Every word of ours that a Salesforce user can read on a field, in one language. */
export interface Labels {
  readonly fields: Readonly<Record<FieldName, FieldWords>>;
  readonly values: {
    readonly [Name in PicklistName]: Readonly<Record<PicklistValue<Name>, string>>;
  };
  readonly sets: Readonly<Record<PermissionSetName, SetWords>>;
}

export const LABELS: Readonly<Record<TenantPolicy['language'], Labels>> = {
  en: LABELS_EN,
  'pt-BR': LABELS_PT_BR,
};

export interface ValueLabel {
  readonly value: string;
  readonly label: string;
}

/** A picklist's values in order, each with its label; empty for every other type. */
export const valueLabels = (field: FieldDefinition, labels: Labels): readonly ValueLabel[] => {
  if (field.shape.type !== 'Picklist') return [];
  const words: Readonly<Record<string, string>> = labels.values[field.name as PicklistName];
  return field.shape.values.map((value) => ({ value, label: words[value] ?? value }));
};
