import { describe, expect, test } from '@jest/globals';
import { toMoney } from '#connectors/partner-center/money.ts';

describe('toMoney', () => {
  test.each([
    {
      case: 'cents',
      value: '19999.99',
      currency: 'USD',
      is: { amount: '19999.99', currency: 'USD' },
    },
    {
      case: 'a currency without cents',
      value: '1500000',
      currency: 'JPY',
      is: { amount: '1500000', currency: 'JPY' },
    },
    {
      case: 'three decimals',
      value: '1.234',
      currency: 'KWD',
      is: { amount: '1.234', currency: 'KWD' },
    },
    {
      case: 'useless zeros',
      value: '0100.500',
      currency: 'EUR',
      is: { amount: '100.5', currency: 'EUR' },
    },
    {
      case: 'an exponent',
      value: '1.5e3',
      currency: 'EUR',
      is: { amount: '1500', currency: 'EUR' },
    },
    { case: 'minus zero', value: '-0', currency: 'EUR', is: { amount: '0', currency: 'EUR' } },
    {
      case: 'a negative amount',
      value: '-12.5',
      currency: 'EUR',
      is: { amount: '-12.5', currency: 'EUR' },
    },
    {
      case: 'a currency in small letters',
      value: '5',
      currency: 'eur',
      is: { amount: '5', currency: 'EUR' },
    },
    { case: 'absurd', value: '1e21', currency: 'EUR', is: undefined },
    { case: 'absurdly small', value: '1e-200', currency: 'EUR', is: undefined },
    {
      case: 'an exponent that would fill the memory',
      value: '1e999999999',
      currency: 'EUR',
      is: undefined,
    },
    { case: 'grouped thousands', value: '19,999.99', currency: 'EUR', is: undefined },
    { case: 'no number', value: 'NaN', currency: 'EUR', is: undefined },
    { case: 'a dot alone', value: '.', currency: 'EUR', is: undefined },
    { case: 'no currency', value: '5', currency: null, is: undefined },
    { case: 'no such currency', value: '5', currency: 'EURO', is: undefined },
    { case: 'an unreadable currency', value: '5', currency: undefined, is: undefined },
    { case: 'an unreadable value', value: undefined, currency: 'EUR', is: undefined },
    { case: 'nothing', value: null, currency: null, is: null },
    { case: 'a currency alone', value: null, currency: 'EUR', is: null },
    { case: 'zero of nothing', value: '0', currency: null, is: null },
  ])('$case: $value $currency', ({ value, currency, is }) => {
    expect(toMoney(value, currency)).toEqual(is);
  });
});
