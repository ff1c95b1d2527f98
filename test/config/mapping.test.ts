import { describe, expect, test } from '@jest/globals';
import { loadMapping, parseMapping, parseMappingText } from '#config/mapping.ts';
import { FIELDS } from '#connectors/salesforce/schema.ts';
import { mappedFields } from '#core/mapping/rule.ts';
import { mappingFile } from './mapping-text.ts';

const rulesOf = (...rules: readonly object[]) => {
  const parsed = parseMapping(mappingFile({ rules }), 'test');
  return parsed.kind === 'mapping' ? parsed.mapping.rules : parsed.problems;
};

const versionOf = (value: unknown): string => {
  const parsed = parseMapping(value, 'test');
  return parsed.kind === 'mapping' ? parsed.mapping.version : JSON.stringify(parsed.problems);
};

const noFile = (path: string): string => {
  throw new Error(`no file ${path}`);
};

test('the least a file can say', () => {
  expect(parseMapping(mappingFile(), 'mine.json')).toEqual({
    kind: 'mapping',
    mapping: {
      name: 'mine.json',
      version: expect.stringMatching(/^[\da-f]{12}$/),
      crmKind: 'salesforce',
      own: {
        referralId: 'Id__c',
        referralLink: 'Link__c',
        referralStage: 'RefStage__c',
        answer: 'Answer__c',
        reason: 'Reason__c',
        settle: 'Settle__c',
        syncStatus: 'Status__c',
        syncMessage: 'Message__c',
      },
      stages: {
        field: 'Stage',
        received: ['New'],
        accepted: ['Working', 'Offer'],
        won: ['Won'],
        lost: ['Lost'],
        whileReceived: {},
      },
      rules: [],
      constants: [],
    },
  });
});

describe('what a rule leaves out', () => {
  test.each([
    {
      case: 'what the deal is worth is the seller’s',
      rule: { lead: 'value', crm: { amount: 'Amount', currency: 'Currency' } },
      is: { direction: 'both', when: 'always', conflict: 'crm', onLink: 'crm' },
    },
    {
      case: 'notes are merged, and asked about at first link',
      rule: { lead: 'notes', crm: 'Notes__c' },
      is: { direction: 'both', when: 'always', conflict: 'merge', onLink: 'ask' },
    },
    {
      case: 'what the customer is comes from Partner Center, which takes no change of it',
      rule: { lead: 'customer.duns', crm: 'Duns__c' },
      is: { direction: 'toCrm', when: 'always', conflict: 'partner', onLink: 'partner' },
    },
    {
      case: 'the sales stage is only reported',
      rule: { lead: 'salesStage', crm: 'Probability' },
      is: { direction: 'toPartner', when: 'always', conflict: 'crm', onLink: 'crm' },
    },
    {
      case: 'onLink follows conflict',
      rule: { lead: 'closeDate', crm: 'CloseDate', conflict: 'ask' },
      is: { direction: 'both', when: 'always', conflict: 'ask', onLink: 'ask' },
    },
    {
      case: 'what is said stays',
      rule: {
        lead: 'name',
        crm: 'Name',
        transform: { kind: 'clip', length: 120 },
        direction: 'toCrm',
        when: ['received', 'accepted'],
        conflict: 'merge',
        onLink: 'partner',
        placeholder: { kind: 'template', text: '{customer}' },
      },
      is: {},
    },
  ])('$case', ({ rule, is }) => expect(rulesOf(rule)).toEqual([{ ...rule, ...is }]));
});

describe('the version', () => {
  const rule = { lead: 'closeDate', crm: 'CloseDate' };
  const version = versionOf(mappingFile({ rules: [rule] }));
  test.each([
    {
      case: 'stays when keys stand in another order',
      other: mappingFile({ rules: [{ crm: 'CloseDate', lead: 'closeDate' }] }),
      isSame: true,
    },
    {
      case: 'stays when a default is spelled out',
      other: mappingFile({ rules: [{ ...rule, direction: 'both' }], constants: [] }),
      isSame: true,
    },
    {
      case: 'stays when the file names its schema',
      other: mappingFile({ rules: [rule], file: { $schema: './x.json' } }),
      isSame: true,
    },
    {
      case: 'changes with a rule',
      other: mappingFile({ rules: [{ ...rule, onLink: 'ask' }] }),
      isSame: false,
    },
    {
      case: 'changes with the order of stages: the first is what we set',
      other: mappingFile({ rules: [rule], stages: { accepted: ['Offer', 'Working'] } }),
      isSame: false,
    },
  ])('$case', ({ other, isSame }) => expect(versionOf(other) === version).toBe(isSame));
});

describe('the shipped mapping for Salesforce', () => {
  const loaded = loadMapping('salesforce', noFile);
  const mapping = loaded.kind === 'mapping' ? loaded.mapping : undefined;

  test('parses without a problem', () => {
    expect(loaded).toEqual({
      kind: 'mapping',
      mapping: expect.objectContaining({ crmKind: 'salesforce' }),
    });
  });

  test('uses every field of ours on the opportunity, by the name it is created with', () => {
    const used = mapping === undefined ? [] : mappedFields(mapping);
    const ours = FIELDS.filter((field) => field.object === 'Opportunity').map(
      (field) => field.name,
    );
    expect(used.filter((name) => name.startsWith('PC_')).toSorted()).toEqual(ours.toSorted());
  });

  test('keeps internal text in the house and lets sellers rename', () => {
    expect(mapping?.rules.map((rule) => rule.crm)).not.toContain('Description');
    expect(mapping?.rules.find((rule) => rule.lead === 'name')).toEqual({
      lead: 'name',
      crm: 'Name',
      transform: { kind: 'clip', length: 120 },
      direction: 'toCrm',
      when: 'onCreate',
      conflict: 'partner',
      onLink: 'partner',
      placeholder: { kind: 'template', text: '{customer} – {kind}' },
    });
  });
});

test('a file is read by the name that the settings give, comments and all', () => {
  const text = `// ours\n${JSON.stringify(mappingFile())}`;
  const read = loadMapping('./mine.json', (path) => (path === './mine.json' ? text : ''));
  expect(read).toEqual(parseMapping(mappingFile(), './mine.json'));
});

test('a file that cannot be read, or is no JSON, is a problem in words', () => {
  expect(loadMapping('constructor', noFile)).toEqual({
    kind: 'problems',
    problems: [
      {
        path: '(file)',
        problem: 'the mapping file constructor cannot be read',
        remedy: 'Name a shipped mapping (salesforce) or a file that this user may read.',
      },
    ],
  });
  expect(parseMappingText('{"rules": [,]}', 'x')).toEqual({
    kind: 'problems',
    problems: [{ path: 'line 1, column 12', problem: 'a value or "]" is expected here' }],
  });
});
