import type { ToCrm } from '#core/mapping/codec.ts';
import type { Rule } from '#core/mapping/rule.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';

/** A two-way rule for the notes, changed as a test needs it. */
export const aRule = (change: Partial<Rule> = {}): Rule => ({
  lead: 'notes',
  crm: 'PC_Notes__c',
  direction: 'both',
  when: 'always',
  conflict: 'ask',
  onLink: 'ask',
  ...change,
});

/** What a codec says to the CRM. */
export const fields = (said: CrmFields, isLossy = false): ToCrm => ({
  kind: 'fields',
  fields: said,
  isLossy,
});
