import { describe, expect, test } from '@jest/globals';
import { isIn, quote, soqlInstant } from '#connectors/salesforce/soql.ts';

describe('a text literal', () => {
  test.each([
    { text: 'Contoso', is: "'Contoso'" },
    { text: "O'Brien", is: String.raw`'O\'Brien'` },
    { text: 'back\\slash', is: String.raw`'back\\slash'` },
    { text: "\\' OR Id != null --", is: String.raw`'\\\' OR Id != null --'` },
    { text: 'a\nb\rc\td\be\ff', is: String.raw`'a\nb\rc\td\be\ff'` },
    { text: '50% _x "y" São', is: `'50% _x "y" São'` },
  ])('$text', ({ text, is }) => expect(quote(text)).toBe(is));
});

describe('a list of values', () => {
  test('is spelled out', () => expect(isIn('Id', ['a', "b'"])).toBe(String.raw`Id IN ('a','b\'')`));
  test('that is empty matches no row instead of every row', () =>
    expect(isIn('Email', [])).toBe("Id = '000000000000000AAA'"));
});

test('a date-time is unquoted, in whole seconds', () =>
  expect(soqlInstant('2026-11-24T09:10:11.987Z')).toBe('2026-11-24T09:10:11Z'));
