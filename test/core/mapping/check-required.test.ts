import { describe, expect, test } from '@jest/globals';
import type { Rule } from '#core/mapping/rule.ts';
import { standardOrg, withField } from './standard-org.ts';
import { shipped, told } from './told.ts';

const org = standardOrg();

describe('what the CRM refuses a new row without', () => {
  test.each([
    [
      'needs a rule',
      { type: 'text' },
      ['blocks rules: The CRM refuses an opportunity without Region__c, and nothing fills it.'],
    ],
    [
      'may be looked up',
      { type: 'reference' },
      ['warns rules: The CRM refuses an opportunity without Region__c, and nothing fills it.'],
    ],
    ['always holds something if it is a checkbox', { type: 'boolean' }, []],
    ['is its own business if nobody can set it', { type: 'text', isCreateable: false }, []],
  ] as const)('%s', (_case, field, problems) =>
    expect(told(withField(org, 'Region__c', { ...field, isRequired: true }))).toEqual(problems),
  );

  const region = withField(org, 'Region__c', { type: 'text', isRequired: true });

  test('is filled by a constant at creation, not by one at an ending', () => {
    const constant = { constant: 'South', crm: 'Region__c' };
    const at = (when: 'onCreate' | readonly ['lost']) =>
      told(region, { ...shipped, constants: [...shipped.constants, { ...constant, when }] });
    expect([at('onCreate').length, at(['lost']).length]).toEqual([0, 1]);
  });

  test('is not surely filled by a rule without a placeholder', () => {
    const { placeholder: _, ...rule } = shipped.rules[2] as Rule;
    const rules = shipped.rules.map((other) => (other.lead === 'closeDate' ? rule : other));
    expect(told(org, { ...shipped, rules })).toEqual([
      'warns rules[2].placeholder: The CRM refuses an opportunity without CloseDate, and a lead may come without it.',
    ]);
  });
});
