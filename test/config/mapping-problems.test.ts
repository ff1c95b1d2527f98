import { describe, expect, test } from '@jest/globals';
import { parseMapping } from '#config/mapping.ts';
import { mappingFile } from './mapping-text.ts';

const problemsOf = (file: unknown): readonly string[] => {
  const parsed = parseMapping(file, 'test');
  return parsed.kind === 'problems'
    ? parsed.problems.map(({ path, problem }) => `${path}: ${problem}`)
    : [];
};

const MONEY = { amount: 'Amount', currency: 'Currency' };
const rules = (...list: readonly object[]) => mappingFile({ rules: list });

const NOTES = { lead: 'notes', crm: 'A' };

describe('two rules at one end', () => {
  test.each([
    [
      'both two-way on a lead path',
      [NOTES, { lead: 'notes', crm: 'B' }],
      ['rules[1].lead: notes has a two-way rule already: rules[0]'],
    ],
    [
      'both two-way on a CRM field',
      [NOTES, { lead: 'campaignId', crm: 'A' }],
      ['rules[1].crm: A has a two-way rule already: rules[0]'],
    ],
    [
      'both two-way, at different stages',
      [
        { ...NOTES, when: ['received'] },
        { lead: 'notes', crm: 'B', when: ['accepted'] },
      ],
      ['rules[1].lead: notes has a two-way rule already: rules[0]'],
    ],
    [
      'both write the CRM field',
      [NOTES, { lead: 'source', crm: 'A' }],
      ['rules[1].crm: A is written by rules[0] already'],
    ],
    [
      'both write Partner Center',
      [NOTES, { lead: 'notes', crm: 'B', direction: 'toPartner' }],
      ['rules[1].lead: notes is written by rules[0] already'],
    ],
    [
      'a share of an amount',
      [
        { lead: 'value', crm: MONEY },
        { lead: 'source', crm: 'Currency' },
      ],
      ['rules[1].crm: Currency is written by rules[0] already'],
    ],
    [
      'creation and a received lead',
      [
        { lead: 'source', crm: 'A', when: 'onCreate' },
        { lead: 'quality', crm: 'A', when: ['received'] },
      ],
      ['rules[1].crm: A is written by rules[0] already'],
    ],
    ['one lead path into two fields', [NOTES, { lead: 'notes', crm: 'B', direction: 'toCrm' }], []],
    [
      'one field read by two',
      [NOTES, { lead: 'campaignId', crm: 'A', direction: 'toPartner' }],
      [],
    ],
    [
      'one field at different stages',
      [
        { lead: 'source', crm: 'A', when: ['received'] },
        { lead: 'quality', crm: 'A', when: ['won'] },
      ],
      [],
    ],
    [
      'one field at creation and at the end',
      [
        { lead: 'source', crm: 'A', when: 'onCreate' },
        { lead: 'quality', crm: 'A', when: ['lost'] },
      ],
      [],
    ],
  ])('%s', (_case, list, problems) => expect(problemsOf(rules(...list))).toEqual(problems));

  test('a constant is a writer too', () => {
    const file = mappingFile({
      rules: [NOTES],
      constants: [
        { constant: 1, crm: 'A', when: ['lost'] },
        { constant: 1, crm: 'B', when: ['lost'] },
        { constant: 2, crm: 'B', when: ['won'] },
      ],
    });
    expect(problemsOf(file)).toEqual(['constants[0].crm: A is written by rules[0] already']);
  });
});

describe('what the sync keeps by itself', () => {
  test.each([
    [
      'a rule on the stage',
      rules({ lead: 'source', crm: 'Stage' }),
      'rules[0].crm: Stage is kept by the sync itself (stages.field)',
    ],
    [
      'a constant on an own field',
      mappingFile({ constants: [{ constant: 'x', crm: 'Answer__c' }] }),
      'constants[0].crm: Answer__c is kept by the sync itself (own.answer)',
    ],
    [
      'a received lead on an own field',
      mappingFile({ stages: { whileReceived: { Settle__c: 'x' } } }),
      'stages.whileReceived.Settle__c: Settle__c is kept by the sync itself (own.settle)',
    ],
    [
      'one field for two purposes',
      mappingFile({ own: { settle: 'Reason__c' } }),
      'own.settle: Reason__c is used for reason already',
    ],
    [
      'the stage as an own field',
      mappingFile({ own: { answer: 'Stage' } }),
      'stages.field: Stage is used for answer already',
    ],
    [
      'a stage in two groups',
      mappingFile({ stages: { accepted: ['Working', 'New'] } }),
      'stages.accepted[1]: is listed under received already',
    ],
    [
      'a stage twice in one',
      mappingFile({ stages: { won: ['Won', 'Won'] } }),
      'stages.won[1]: is listed under won already',
    ],
  ])('%s', (_case, file, problem) => expect(problemsOf(file)).toEqual([problem]));
});

test('every problem is told at once', () => {
  const file = mappingFile({
    own: { settle: 'Reason__c' },
    stages: { lost: ['Won'] },
    rules: [{ lead: 'value', crm: 'Amount' }, NOTES, { lead: 'needs', crm: 'A' }],
  });
  expect(problemsOf(file)).toEqual([
    'rules[0].crm: an amount never moves without its currency',
    'rules[2].transform: needs is a list, and a field takes one text',
    'rules[2].crm: A is written by rules[1] already',
    'own.settle: Reason__c is used for reason already',
    'stages.lost[0]: is listed under won already',
  ]);
});
