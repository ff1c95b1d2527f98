import type { Closure } from './crm-system.ts';

export type CrmFieldType =
  | 'text'
  | 'longText'
  | 'picklist'
  | 'money'
  | 'number'
  | 'date'
  | 'instant'
  | 'boolean'
  | 'reference'
  | 'other';

export interface CrmFieldInfo {
  readonly name: string;
  readonly label: string;
  readonly type: CrmFieldType;
  /** Longest text, in characters. */
  readonly length?: number;
  /** Digits after the point of a number or amount. */
  readonly scale?: number;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  /** The CRM refuses a new row without it. */
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  /** Active values of a picklist. */
  readonly values?: readonly { readonly value: string; readonly label: string }[];
  /** A value outside the list is refused. */
  readonly isRestricted?: boolean;
}

export interface CrmStageInfo {
  readonly value: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly closure: Closure;
  readonly percent: number | null;
}

/** What the connector learned of the CRM's opportunity; a field we may not see is absent. */
export interface CrmMetadata {
  readonly fields: ReadonlyMap<string, CrmFieldInfo>;
  readonly stages: readonly CrmStageInfo[];
  /** ISO codes an amount can be in; exactly one where the CRM knows a single currency. */
  readonly currencies: readonly string[];
  readonly hasCurrencyField: boolean;
}
