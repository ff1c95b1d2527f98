import { expect, test } from '@jest/globals';
import { asText } from '#core/lead/as-text.ts';
import type { LeadValue } from '#core/lead/lead.ts';

const ana = { firstName: 'Ana', lastName: 'Sá', email: 'ana@contoso.example', phone: '1' };

test.each<[string, LeadValue | null, string]>([
  ['nothing', null, ''],
  ['text', 'a\nb', 'a\nb'],
  ['a boolean', false, 'false'],
  ['money', { amount: '18500', currency: 'GBP' }, '18500 GBP'],
  ['a list', ['Azure', 'Migration'], 'Azure; Migration'],
  ['no entries', [], ''],
  ['people, without their telephones', [ana], 'Ana Sá ana@contoso.example'],
  [
    'a person of whom only the e-mail is known',
    [{ ...ana, firstName: null, lastName: null }],
    'ana@contoso.example',
  ],
])('%s reads as text', (_case, value, text) => {
  expect(asText(value)).toBe(text);
});
