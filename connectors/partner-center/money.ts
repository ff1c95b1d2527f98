import Big from 'big.js';
import type { Money } from '#core/lead/lead.ts';

/** Up to a thousand billion and ten decimals: beyond it is a typing error, not a deal. */
const PLAIN = /^-?\d{1,15}(\.\d{1,10})?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** Decimal text without exponent, blanks or useless zeros; undefined when it is no amount. */
export const parseAmount = (text: string): string | undefined => {
  if (!/^[+-]?\d*\.?\d*(e[+-]?\d{1,3})?$/i.test(text) || !/\d/.test(text)) return undefined;
  const number = new Big(text.replace(/^\+/, ''));
  const amount = number.eq(0) ? '0' : number.toFixed();
  return PLAIN.test(amount) ? amount : undefined;
};

/**
 * An amount needs its currency: one without the other stays unknown, so that nothing is written from it.
 * A zero without a currency is no value at all.
 */
export const toMoney = (
  dealValue: string | null | undefined,
  currency: string | null | undefined,
): Money | null | undefined => {
  if (dealValue === undefined || currency === undefined) return undefined;
  if (dealValue === null) return null;
  const amount = parseAmount(dealValue);
  if (amount === undefined) return undefined;
  if (currency === null) return amount === '0' ? null : undefined;
  const code = currency.toUpperCase();
  return CURRENCY.test(code) ? { amount, currency: code } : undefined;
};
