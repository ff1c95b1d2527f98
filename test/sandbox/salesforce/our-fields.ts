import type { FieldInput } from './schema.ts';

const REASONS = [
  'Project budget is not adequate',
  'Customer did not respond',
  'Customer chose another vendor',
  'Customer requirement not met',
  'Not a customer',
  'Proposed timeline was too short',
  'Report as abuse, spam or phishing',
  'Others',
];

const custom = (input: FieldInput): FieldInput => ({ ...input, custom: true });

const key = (name: string, label: string, length: number): FieldInput =>
  custom({
    name,
    label,
    type: 'string',
    length,
    unique: true,
    externalId: true,
    idLookup: true,
  });

const text = (name: string, label: string, length: number): FieldInput =>
  custom({ name, label, type: 'string', length });

const longText = (name: string, label: string): FieldInput =>
  custom({ name, label, type: 'textarea', length: 32_000, filterable: false });

const pick = (
  name: string,
  label: string,
  values: string[],
  valueLabels: Record<string, string> = {},
): FieldInput =>
  custom({ name, label, type: 'picklist', length: 255, restricted: true, values, valueLabels });

const KINDS = {
  customerInquiry: 'Customer inquiry',
  marketingQualified: 'Marketing qualified',
  salesQualified: 'Sales qualified',
  coSell: 'Co-sell',
  partnerDeal: 'Partner deal',
};

const box = (name: string, label: string): FieldInput =>
  custom({
    name,
    label,
    type: 'boolean',
    nillable: false,
    defaultedOnCreate: true,
    defaultValue: 'false',
  });

const moment = (name: string, label: string): FieldInput =>
  custom({ name, label, type: 'datetime' });

/** What the product keeps in the org, as an admin would have deployed it. */
export const OUR_FIELDS: Readonly<Record<string, readonly FieldInput[]>> = {
  Opportunity: [
    key('PC_Referral_Id__c', 'Referral Id', 36),
    custom({ name: 'PC_Referral_Link__c', label: 'Referral Link', type: 'url', length: 255 }),
    pick('PC_Referral_Kind__c', 'Referral Kind', Object.keys(KINDS), KINDS),
    pick('PC_Referral_Stage__c', 'Referral Stage', [
      'Received',
      'Accepted',
      'Won',
      'Lost',
      'Declined',
      'Expired',
    ]),
    pick('PC_Decision__c', 'Answer to Microsoft', ['Accept', 'Decline']),
    pick('PC_Reason__c', 'Reason (declined, lost)', REASONS),
    longText('PC_Notes__c', 'Notes shared with Microsoft'),
    text('PC_Campaign_Id__c', 'Campaign Id', 255),
    pick('PC_Settle__c', 'Settle', ['Keep mine', "Take Partner Center's"]),
    moment('PC_Respond_By__c', 'Respond By'),
    moment('PC_Contact_By__c', 'Contact By'),
    box('PC_Contact_Requested__c', 'Customer Asked For Contact'),
    box('PC_Favorite__c', 'Favorite in Partner Center'),
    longText('PC_Needs__c', 'Customer Needs'),
    text('PC_Engagement_Id__c', 'Engagement Id', 64),
    text('PC_MSX_Id__c', 'MSX Id', 255),
    pick('PC_Sync_Status__c', 'Sync Status', ['Synced', 'Waiting', 'Action needed', 'Error']),
    longText('PC_Sync_Message__c', 'Sync Message'),
  ],
  Account: [key('PC_Customer_Key__c', 'Customer Key', 255)],
  Contact: [key('PC_Key__c', 'Key', 255)],
  Activity: [key('PC_Key__c', 'Key', 255)],
};

/** What sellers answer in; the rest is read-only to people. */
export const SELLER_FIELDS: ReadonlySet<string> = new Set([
  'PC_Decision__c',
  'PC_Reason__c',
  'PC_Notes__c',
  'PC_Campaign_Id__c',
  'PC_Settle__c',
]);
