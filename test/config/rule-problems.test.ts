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

describe('a file of the wrong form', () => {
  test.each([
    ['no own fields', mappingFile({ file: { own: undefined } }), 'own: is missing'],
    ['an unknown own field', mappingFile({ own: { color: 'C' } }), 'own.color: is not known here'],
    ['an empty group of stages', mappingFile({ stages: { lost: [] } }), 'stages.lost: is empty'],
    [
      'another CRM',
      mappingFile({ file: { crmKind: 'x' } }),
      'crmKind: must be one of "salesforce", "dynamics"',
    ],
    [
      'a place of another form',
      rules({ lead: 'name', crm: ['Name'] }),
      'rules[0].crm: must be a field name, or { "amount": …, "currency": … }',
    ],
    [
      'an unknown transform',
      rules({ lead: 'name', crm: 'Name', transform: { kind: 'upper' } }),
      'rules[0].transform.kind: must be one of "table", "clip", "join"',
    ],
    [
      'a moment of another form',
      rules({ lead: 'name', crm: 'Name', when: 'later' }),
      'rules[0].when: must be "always", "onCreate" or a list of stages (received, accepted, won, lost, declined, expired)',
    ],
    [
      'a constant that is a list',
      mappingFile({ constants: [{ constant: [], crm: 'X' }] }),
      'constants[0].constant: must be a text, a number, true or false',
    ],
  ])('%s', (_case, file, problem) => expect(problemsOf(file)).toEqual([problem]));

  test('an unknown lead path', () => {
    expect(problemsOf(rules({ lead: 'amount', crm: 'X' }))).toEqual([
      expect.stringMatching(/^rules\[0\]\.lead: must be one of "kind", "name", "value"/),
    ]);
  });
});

describe('a rule that cannot work', () => {
  test.each([
    [
      'an amount without its currency',
      { lead: 'value', crm: 'Amount' },
      'crm: an amount never moves without its currency',
    ],
    [
      'a currency for what is no amount',
      { lead: 'closeDate', crm: MONEY },
      'crm: only "value" has an amount and a currency',
    ],
    [
      'people',
      { lead: 'contacts', crm: 'Contact' },
      'lead: people do not move by a rule: they become contacts, and the team the owner',
    ],
    ['the CRM id', { lead: 'crmId', crm: 'Id' }, 'lead: the CRM id is kept by the sync itself'],
    [
      'what Partner Center does not take',
      { lead: 'customer.name', crm: 'X', direction: 'both' },
      'direction: Partner Center takes no change of customer.name',
    ],
    [
      'a sales stage that comes in',
      { lead: 'salesStage', crm: 'X', direction: 'toCrm' },
      'direction: the sales stage is only reported to Partner Center',
    ],
    [
      'a list without a join',
      { lead: 'needs', crm: 'X' },
      'transform: needs is a list, and a field takes one text',
    ],
    [
      'a join of no list',
      { lead: 'notes', crm: 'X', transform: { kind: 'join', separator: ';' } },
      'transform: notes is not a list: there is nothing to join',
    ],
    [
      'a clipped day',
      { lead: 'closeDate', crm: 'X', transform: { kind: 'clip', length: 4 } },
      'transform: "clip" is for texts, which closeDate is not',
    ],
    [
      'a table that cannot be read back',
      { lead: 'campaignId', crm: 'X', transform: { kind: 'table', entries: { a: 'Z', b: 'Z' } } },
      'transform: the way back is not clear: several lead values become the same CRM value',
    ],
    [
      'a rest that cannot be read back',
      {
        lead: 'campaignId',
        crm: 'X',
        transform: { kind: 'table', entries: { a: 'A' }, otherwise: 'Z' },
      },
      'transform: the way back is not clear: several lead values become the same CRM value',
    ],
    [
      'a merge of days',
      { lead: 'closeDate', crm: 'X', conflict: 'merge' },
      'conflict: only texts can be merged',
    ],
    [
      'a placeholder for Partner Center',
      {
        lead: 'notes',
        crm: 'X',
        direction: 'toPartner',
        placeholder: { kind: 'template', text: '-' },
      },
      'placeholder: a placeholder is for the CRM and never sent to Partner Center',
    ],
    [
      'a day for a text',
      { lead: 'notes', crm: 'X', placeholder: { kind: 'daysAfterCreation', days: 1 } },
      'placeholder: "daysAfterCreation" does not make what notes holds',
    ],
  ])('%s', (_case, rule, problem) =>
    expect(problemsOf(rules(rule))).toEqual([`rules[0].${problem}`]),
  );

  test.each([
    [
      'a table one way, several to one',
      {
        lead: 'kind',
        crm: 'X',
        transform: { kind: 'table', entries: { coSell: 'A', partnerDeal: 'A' }, otherwise: 'B' },
      },
    ],
    [
      'a table both ways, one to one',
      { lead: 'campaignId', crm: 'X', transform: { kind: 'table', entries: { a: 'A', b: 'B' } } },
    ],
  ])('but %s can', (_case, rule) => expect(problemsOf(rules(rule))).toEqual([]));
});
