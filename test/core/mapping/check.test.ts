import { expect, test } from '@jest/globals';
import en from '#config/messages/en.json' with { type: 'json' };
import { createMessages } from '#config/messages.ts';
import { checkMapping } from '#core/mapping/check.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import { standardOrg, withField, withoutField } from './standard-org.ts';
import { shipped, withRule } from './told.ts';

const org = standardOrg();

test('the shipped mapping fits an org as it is sold, with our fields', () => {
  expect(checkMapping(shipped, org)).toEqual([]);
});

test('a single currency needs no field for it', () => {
  const single = { ...withoutField(org, 'CurrencyIsoCode'), hasCurrencyField: false };
  expect(checkMapping(shipped, { ...single, currencies: ['BRL'] })).toEqual([]);
});

test('a problem names its path, says whether it blocks, and what to do', () => {
  expect(checkMapping(shipped, withoutField(org, 'PC_Notes__c'))).toEqual([
    {
      path: 'rules[3].crm',
      severity: 'blocks',
      problem: { key: 'check.fieldUnknown', values: { field: 'PC_Notes__c' } },
      remedy: { key: 'remedy.fieldVisible', values: { field: 'PC_Notes__c' } },
    },
  ]);
});

/** Orgs that, between them, do everything wrong. */
const faulty = (): readonly CrmMetadata[] => {
  const table = withField(org, 'PC_Referral_Kind__c', { type: 'text', length: 2 });
  const stages = org.stages.map((stage) => ({
    ...stage,
    value: stage.value === 'Needs Analysis' ? 'Verbal commit' : stage.value,
    isActive: stage.value !== 'Prospecting',
    closure: stage.value === 'Closed Lost' ? ('open' as const) : stage.closure,
  }));
  return [
    { fields: new Map(), stages: [], currencies: [], hasCurrencyField: true },
    { ...table, stages },
    withField(org, 'PC_Referral_Id__c', { isUnique: false, isUpdateable: false, length: 18 }),
    withField(org, 'Name', { length: 80, isCreateable: false }),
    withField(org, 'PC_Notes__c', { length: 255, isRequired: true }),
    withField(org, 'CloseDate', { type: 'text' }),
    withField(org, 'LeadSource', { values: [] }),
    withField(org, 'Region__c', { isRequired: true }),
  ];
};

test('every problem and remedy that has words is told of some org, without a gap in the words', () => {
  const { say } = createMessages('en');
  const entries = { coSell: 'Partner' };
  const tabled = withRule('kind', { transform: { kind: 'table', entries } });
  const found = faulty().flatMap((metadata) => [
    ...checkMapping(shipped, metadata),
    ...checkMapping(tabled, metadata),
  ]);
  const notes = found.flatMap(({ problem, remedy }) => [problem, remedy]);
  const worded = Object.keys(en).filter((key) => /^(?:check|remedy)\./.test(key));
  expect([...new Set(notes.map((note) => note.key))].toSorted()).toEqual(worded.toSorted());
  expect(notes.map(say).filter((text) => text.includes('…'))).toEqual([]);
});
