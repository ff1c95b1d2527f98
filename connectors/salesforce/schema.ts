import { KINDS } from '#core/lead/lead.ts';
import { REASONS } from '#core/lead/stage.ts';

/** API values of our picklists: English in every language, since some of them are sent to Partner Center. */
export const PICKLISTS = {
  PC_Referral_Kind__c: KINDS,
  PC_Referral_Stage__c: ['Received', 'Accepted', 'Won', 'Lost', 'Declined', 'Expired'],
  PC_Decision__c: ['Accept', 'Decline'],
  PC_Reason__c: REASONS,
  PC_Settle__c: ['Keep mine', "Take Partner Center's"],
  PC_Sync_Status__c: ['Synced', 'Waiting', 'Action needed', 'Error'],
} as const;
export type PicklistName = keyof typeof PICKLISTS;
export type PicklistValue<Name extends PicklistName> = (typeof PICKLISTS)[Name][number];

export type FieldName =
  | PicklistName
  | 'PC_Referral_Id__c'
  | 'PC_Referral_Link__c'
  | 'PC_Notes__c'
  | 'PC_Campaign_Id__c'
  | 'PC_Respond_By__c'
  | 'PC_Contact_By__c'
  | 'PC_Contact_Requested__c'
  | 'PC_Favorite__c'
  | 'PC_Needs__c'
  | 'PC_Engagement_Id__c'
  | 'PC_MSX_Id__c'
  | 'PC_Sync_Message__c'
  | 'PC_Customer_Key__c'
  | 'PC_Key__c';

/** Custom fields of tasks are created on Activity, reference SF §7. */
export type OwnObject = 'Opportunity' | 'Account' | 'Contact' | 'Activity';

/** Salesforce's own names of types, reference SF §15. */
export type FieldShape =
  /** A key is unique, case ignored, and an external id. */
  | { readonly type: 'Text'; readonly length: number; readonly isKey: boolean }
  /** `minLength`: an admin's own shorter field will do down to this. */
  | {
      readonly type: 'LongTextArea';
      readonly length: number;
      readonly minLength: number;
      readonly visibleLines: number;
    }
  | { readonly type: 'Picklist'; readonly values: readonly string[] }
  | { readonly type: 'Url' | 'DateTime' | 'Checkbox' };

export interface FieldDefinition {
  readonly object: OwnObject;
  readonly name: FieldName;
  readonly shape: FieldShape;
  /** Everything the sync alone writes is read-only to people. */
  readonly writtenBy: 'sync' | 'seller' | 'both';
}

const text = (length: number): FieldShape => ({ type: 'Text', length, isKey: false });
const key = (length: number): FieldShape => ({ type: 'Text', length, isKey: true });
/** Partner Center's notes take 10,000 characters (reference PC §11.1). */
const longText = (visibleLines: number): FieldShape => ({
  type: 'LongTextArea',
  length: 32_000,
  minLength: 10_000,
  visibleLines,
});
const picklist = (name: PicklistName): FieldShape => ({
  type: 'Picklist',
  values: PICKLISTS[name],
});

type Row = readonly [FieldName, FieldShape, FieldDefinition['writtenBy']];

const OPPORTUNITY: readonly Row[] = [
  ['PC_Referral_Id__c', key(36), 'sync'],
  ['PC_Referral_Link__c', { type: 'Url' }, 'sync'],
  ['PC_Referral_Kind__c', picklist('PC_Referral_Kind__c'), 'sync'],
  ['PC_Referral_Stage__c', picklist('PC_Referral_Stage__c'), 'sync'],
  ['PC_Decision__c', picklist('PC_Decision__c'), 'seller'],
  ['PC_Reason__c', picklist('PC_Reason__c'), 'seller'],
  ['PC_Notes__c', longText(6), 'both'],
  ['PC_Campaign_Id__c', text(255), 'both'],
  ['PC_Settle__c', picklist('PC_Settle__c'), 'seller'],
  ['PC_Respond_By__c', { type: 'DateTime' }, 'sync'],
  ['PC_Contact_By__c', { type: 'DateTime' }, 'sync'],
  ['PC_Contact_Requested__c', { type: 'Checkbox' }, 'sync'],
  ['PC_Favorite__c', { type: 'Checkbox' }, 'sync'],
  ['PC_Needs__c', longText(4), 'sync'],
  ['PC_Engagement_Id__c', text(64), 'sync'],
  ['PC_MSX_Id__c', text(255), 'sync'],
  ['PC_Sync_Status__c', picklist('PC_Sync_Status__c'), 'sync'],
  ['PC_Sync_Message__c', longText(4), 'sync'],
];

const define = (object: OwnObject, rows: readonly Row[]): readonly FieldDefinition[] =>
  rows.map(([name, shape, writtenBy]) => ({ object, name, shape, writtenBy }));

export const FIELDS: readonly FieldDefinition[] = [
  ...define('Opportunity', OPPORTUNITY),
  ...define('Account', [['PC_Customer_Key__c', key(255), 'sync']]),
  ...define('Contact', [['PC_Key__c', key(255), 'sync']]),
  ...define('Activity', [['PC_Key__c', key(255), 'sync']]),
];

export const fullName = (field: FieldDefinition): string => `${field.object}.${field.name}`;
