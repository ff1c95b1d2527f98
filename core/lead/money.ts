import Big from 'big.js';
import type { Money } from './lead.ts';

/** Absurd exponents are refused before they become megabytes of zeros. */
const PLAIN_DECIMAL = /^-?\d{1,30}(?:\.\d{1,20})?$/;

export const isDecimal = (text: string): boolean => PLAIN_DECIMAL.test(text);

export const sameAmount = (one: string, other: string): boolean =>
  one === other || (isDecimal(one) && isDecimal(other) && new Big(one).eq(other));

export const sameMoney = (one: Money, other: Money): boolean =>
  one.currency === other.currency && sameAmount(one.amount, other.amount);

/** Half up, as both CRMs show it; without trailing zeros. */
export const roundAmount = (amount: string, scale: number): string =>
  new Big(amount).round(scale, Big.roundHalfUp).toFixed();
