import { describe, expect, test } from '@jest/globals';
import { KINDS } from '#core/lead/lead.ts';
import { REASONS } from '#core/lead/stage.ts';
import { fieldMetadata } from '#connectors/salesforce/field-metadata.ts';
import { LABELS, valueLabels } from '#connectors/salesforce/labels.ts';
import { fieldGrants, PERMISSION_SETS } from '#connectors/salesforce/permission-sets.ts';
import { FIELDS, fullName, PICKLISTS, type FieldName } from '#connectors/salesforce/schema.ts';

const field = (name: FieldName) => {
  const found = FIELDS.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const LANGUAGES = ['en', 'pt-BR'] as const;

describe('the fields of the design', () => {
  test('are these, each with its type and writer', () => {
    const rows = FIELDS.map((entry) => `${fullName(entry)} ${entry.shape.type} ${entry.writtenBy}`);
    expect(rows).toEqual([
      'Opportunity.PC_Referral_Id__c Text sync',
      'Opportunity.PC_Referral_Link__c Url sync',
      'Opportunity.PC_Referral_Kind__c Picklist sync',
      'Opportunity.PC_Referral_Stage__c Picklist sync',
      'Opportunity.PC_Decision__c Picklist seller',
      'Opportunity.PC_Reason__c Picklist seller',
      'Opportunity.PC_Notes__c LongTextArea both',
      'Opportunity.PC_Campaign_Id__c Text both',
      'Opportunity.PC_Settle__c Picklist seller',
      'Opportunity.PC_Respond_By__c DateTime sync',
      'Opportunity.PC_Contact_By__c DateTime sync',
      'Opportunity.PC_Contact_Requested__c Checkbox sync',
      'Opportunity.PC_Favorite__c Checkbox sync',
      'Opportunity.PC_Needs__c LongTextArea sync',
      'Opportunity.PC_Engagement_Id__c Text sync',
      'Opportunity.PC_MSX_Id__c Text sync',
      'Opportunity.PC_Sync_Status__c Picklist sync',
      'Opportunity.PC_Sync_Message__c LongTextArea sync',
      'Account.PC_Customer_Key__c Text sync',
      'Contact.PC_Key__c Text sync',
      'Activity.PC_Key__c Text sync',
    ]);
  });

  test('that keep a row from being made twice are unique external ids, case ignored', () => {
    const keys = FIELDS.filter((entry) => entry.shape.type === 'Text' && entry.shape.isKey);
    expect(keys.map(fullName)).toEqual([
      'Opportunity.PC_Referral_Id__c',
      'Account.PC_Customer_Key__c',
      'Contact.PC_Key__c',
      'Activity.PC_Key__c',
    ]);
    expect(fieldMetadata(field('PC_Referral_Id__c'), LABELS.en)).toEqual({
      label: 'Referral Id',
      inlineHelpText: 'The id of this lead in Microsoft Partner Center. Set by the sync.',
      type: 'Text',
      length: 36,
      unique: true,
      caseSensitive: false,
      externalId: true,
      required: false,
    });
  });

  test('share the words of the core where they travel to Partner Center', () => {
    expect(PICKLISTS.PC_Reason__c).toBe(REASONS);
    expect(PICKLISTS.PC_Referral_Kind__c).toBe(KINDS);
  });
});

describe.each(LANGUAGES)('the words in %s', (language) => {
  const labels = LABELS[language];

  test('fit where Salesforce shows them', () => {
    for (const [name, words] of Object.entries(labels.fields)) {
      expect({ name, length: words.label.length <= 40 }).toEqual({ name, length: true });
      expect({ name, help: words.help.length <= 510 }).toEqual({ name, help: true });
    }
    for (const words of Object.values(labels.sets)) {
      expect(words.label.length).toBeLessThanOrEqual(80);
      expect(words.description.length).toBeLessThanOrEqual(255);
    }
  });

  test('tell the values of one picklist apart', () => {
    for (const entry of FIELDS) {
      const shown = valueLabels(entry, labels).map(({ label }) => label);
      expect(new Set(shown).size).toBe(shown.length);
    }
  });
});

test('values stay English under labels in Portuguese', () => {
  expect(valueLabels(field('PC_Decision__c'), LABELS['pt-BR'])).toEqual([
    { value: 'Accept', label: 'Aceitar' },
    { value: 'Decline', label: 'Recusar' },
  ]);
});

const edits = (name: string): readonly string[] =>
  PERMISSION_SETS.filter((set) => set.name === name)
    .flatMap((set) => fieldGrants(set))
    .filter((grant) => grant.canEdit)
    .map((grant) => grant.field);

describe('the permission sets', () => {
  test('let sellers edit what is theirs and nothing the sync writes', () => {
    expect(edits('PC_Lead_Seller')).toEqual([
      'Opportunity.PC_Decision__c',
      'Opportunity.PC_Reason__c',
      'Opportunity.PC_Notes__c',
      'Opportunity.PC_Campaign_Id__c',
      'Opportunity.PC_Settle__c',
    ]);
  });

  test('let the sync edit every field, that of Activity on Task', () => {
    expect(edits('PC_Lead_Sync')).toEqual([
      ...FIELDS.filter((entry) => entry.object !== 'Activity').map(fullName),
      'Task.PC_Key__c',
    ]);
  });
});
