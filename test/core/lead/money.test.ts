import { describe, expect, test } from '@jest/globals';
import { isDecimal, roundAmount, sameAmount, sameMoney } from '#core/lead/money.ts';

test.each([
  ['0', true],
  ['-12.50', true],
  ['12000', true],
  ['999999999999999999999999999999.99', true],
  ['1e3', false],
  ['1,200', false],
  ['.5', false],
  ['12.', false],
  ['', false],
  ['NaN', false],
  [' 12', false],
  ['9'.repeat(31), false],
])('%j is a plain decimal: %j', (text, is) => {
  expect(isDecimal(text)).toBe(is);
});

test.each([
  ['1200', '1200.00', true],
  ['0', '-0', true],
  ['0.10', '0.1', true],
  ['0.1', '0.10000000000000001', false],
  ['1200', '1201', false],
  ['n/a', 'n/a', true],
  ['n/a', '0', false],
])('%s and %s are one amount: %j', (one, other, is) => {
  expect(sameAmount(one, other)).toBe(is);
});

describe('money', () => {
  test.each([
    ['one unit', 'USD', true],
    ['another unit', 'EUR', false],
  ])('is compared in its currency: %s', (_case, currency, is) => {
    const usd = { amount: '5', currency: 'USD' };
    expect(sameMoney(usd, { amount: '5.0', currency })).toBe(is);
  });
});

test.each([
  ['10.005', 2, '10.01'],
  ['10.004', 2, '10'],
  ['-10.005', 2, '-10.01'],
  ['0.1', 2, '0.1'],
  ['12000', 0, '12000'],
  ['123456789012345678.995', 2, '123456789012345679'],
])('%s to %d digits is %s', (amount, scale, is) => {
  expect(roundAmount(amount, scale)).toBe(is);
});
