import { describe, expect, test } from '@jest/globals';
import { createProvisionedOrg, provision } from './provision-run.ts';

describe('a field that an admin made differently is told and never altered', () => {
  const KEY = { type: 'Text', label: 'Referral Id', length: 36, unique: true, externalId: true };
  const REASON = { type: 'Picklist', label: 'Reason (declined, lost)' };
  const NOTES = { type: 'LongTextArea', label: 'Notes shared with Microsoft' };
  const cases: [string, string, Record<string, unknown>, string[]][] = [
    [
      'another type',
      'Opportunity.PC_Referral_Id__c',
      { type: 'Number', label: 'Referral Id' },
      [
        'Opportunity.PC_Referral_Id__c is of type Number, not Text: delete or rename it, then provision again',
      ],
    ],
    [
      'too short, not a key',
      'Opportunity.PC_Referral_Id__c',
      { ...KEY, length: 20, unique: false, externalId: false },
      [
        'Opportunity.PC_Referral_Id__c holds 20 characters and 36 are needed: lengthen it in Setup',
        'Opportunity.PC_Referral_Id__c is not unique, so duplicates would not be refused: tick Unique in Setup',
        'Opportunity.PC_Referral_Id__c is not an external id: tick External ID in Setup',
      ],
    ],
    [
      'case sensitive',
      'Opportunity.PC_Referral_Id__c',
      { ...KEY, caseSensitive: true },
      [
        'Opportunity.PC_Referral_Id__c tells capitals from small letters: choose case insensitive in Setup',
      ],
    ],
    [
      'required',
      'Opportunity.PC_Referral_Id__c',
      { ...KEY, required: true },
      ['Opportunity.PC_Referral_Id__c is required, so rows without a lead could not be saved'],
    ],
    ['longer', 'Opportunity.PC_Referral_Id__c', { ...KEY, length: 80 }, []],
    ['shorter but long enough', 'Opportunity.PC_Notes__c', { ...NOTES, length: 10_000 }, []],
    [
      'shorter than the notes of Partner Center',
      'Opportunity.PC_Notes__c',
      { ...NOTES, length: 9_999 },
      ['Opportunity.PC_Notes__c holds 9999 characters and 10000 are needed: lengthen it in Setup'],
    ],
    [
      'values from a global set',
      'Opportunity.PC_Decision__c',
      { type: 'Picklist', label: 'Answer to Microsoft', valueSet: { valueSetName: 'Answers' } },
      [
        'Opportunity.PC_Decision__c takes its values from the global set Answers: see that it holds Accept, Decline',
      ],
    ],
  ];

  test.each(cases)('%s', async (_, name, Metadata, problems) => {
    const org = await createProvisionedOrg();
    const field = org.fields.get(name) ?? {};
    const get = async (path: string) =>
      path.endsWith(String(field['Id'])) ? { Id: field['Id'], Metadata } : org.api.get(path);
    const report = await provision({ api: { ...org.api, get } });
    expect({ problems: report.problems, hints: report.hints, writes: org.writes }).toEqual({
      problems,
      hints: [],
      writes: [],
    });
  });

  test('a value switched off, a list left open', async () => {
    const org = await createProvisionedOrg();
    const field = org.fields.get('Opportunity.PC_Decision__c') ?? {};
    field['Metadata'] = {
      ...REASON,
      label: 'Answer to Microsoft',
      valueSet: {
        restricted: false,
        valueSetDefinition: {
          sorted: false,
          value: [
            { fullName: 'Accept', label: 'Accept', default: false, isActive: true },
            { fullName: 'Decline', label: 'Decline', default: false, isActive: false },
          ],
        },
      },
    };
    const report = await provision(org);
    expect({ problems: report.problems, hints: report.hints }).toEqual({
      problems: ['Opportunity.PC_Decision__c has the value Decline switched off: activate it'],
      hints: ['Opportunity.PC_Decision__c: takes values outside its list: restrict it'],
    });
  });
});
