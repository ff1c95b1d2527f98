import { expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import { sameValue } from '#core/lead/same-value.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const ana = { firstName: 'Ana', lastName: null, email: 'ana@contoso.example', phone: null };

test.each<{ case: string; one: LeadValue | null; other: LeadValue | null; is: boolean }>([
  { case: 'two empty values', one: null, other: null, is: true },
  { case: 'a value and none', one: 'a', other: null, is: false },
  { case: 'no value and one', one: null, other: false, is: false },
  { case: 'the same text', one: 'a b', other: 'a b', is: true },
  { case: 'Windows and Unix line ends', one: 'a\r\nb', other: 'a\nb', is: true },
  { case: 'blanks at the outer ends', one: ' a\n', other: 'a', is: true },
  { case: 'blanks within', one: 'a  b', other: 'a b', is: false },
  { case: 'letters in another case', one: 'A', other: 'a', is: false },
  { case: 'true and false', one: true, other: false, is: false },
  { case: 'a boolean and its word', one: true, other: 'true', is: false },
  { case: 'an amount with trailing zeros', one: usd('5'), other: usd('5.00'), is: true },
  { case: 'another amount', one: usd('5'), other: usd('5.01'), is: false },
  { case: 'money and text', one: usd('5'), other: '5 USD', is: false },
  { case: 'the same list', one: ['a', 'b'], other: ['a', 'b'], is: true },
  { case: 'a longer list', one: ['a'], other: ['a', 'b'], is: false },
  { case: 'the same person', one: [ana], other: [{ ...ana }], is: true },
  { case: 'a person with a telephone', one: [ana], other: [{ ...ana, phone: '1' }], is: false },
])('$case: $is, both ways', ({ one, other, is }) => {
  expect([sameValue(one, other), sameValue(other, one)]).toEqual([is, is]);
});
