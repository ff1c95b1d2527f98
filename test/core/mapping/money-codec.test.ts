import { describe, expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import { createCodec, type ToCrm } from '#core/mapping/codec.ts';
import type { CrmFields, CrmValue } from '#core/ports/crm-system.ts';
import { aRule, fields } from './a-rule.ts';
import { standardOrg } from './standard-org.ts';

const org = standardOrg();
const oneCurrency = { ...org, currencies: ['BRL'], hasCurrencyField: false };
const money = aRule({ lead: 'value', crm: { amount: 'Amount', currency: 'CurrencyIsoCode' } });
const MONEY = createCodec(money, org);
const MONEY_OF_ONE = createCodec(money, oneCurrency);

const usd = (amount: string) => ({ amount, currency: 'USD' });
const row = (Amount: CrmValue | null, CurrencyIsoCode: CrmValue | null = 'USD'): CrmFields => ({
  Amount,
  CurrencyIsoCode,
});
const noCurrency = (currency: string): ToCrm => ({
  kind: 'unsayable',
  note: { key: 'action.currency', values: { currency } },
});

describe('money and its currency', () => {
  test.each<[string, typeof MONEY, LeadValue | null, ToCrm]>([
    ['goes with its currency', MONEY, usd('12000'), fields(row('12000'))],
    ['is rounded as the field shows it', MONEY, usd('1.005'), fields(row('1.01'))],
    ['is emptied without touching the currency', MONEY, null, fields({ Amount: null })],
    [
      'in a currency the org lacks is not written',
      MONEY,
      { amount: '1', currency: 'JPY' },
      noCurrency('JPY'),
    ],
    ['that is no number is not written', MONEY, usd('1e9'), noCurrency('USD')],
    [
      'goes bare where the org has that one currency',
      MONEY_OF_ONE,
      { amount: '7', currency: 'BRL' },
      fields({ Amount: '7' }),
    ],
    ['never goes bare into another unit', MONEY_OF_ONE, usd('7'), noCurrency('USD')],
  ])('%s', (_case, codec, value, is) => {
    expect(codec.toCrm(value)).toEqual(is);
  });

  test.each<[string, typeof MONEY, CrmFields, LeadValue | null | undefined]>([
    ['an amount', MONEY, row('12000.00'), usd('12000.00')],
    ['an amount as a number', MONEY, row(12_000.5), usd('12000.5')],
    ['no amount', MONEY, row(null), null],
    ['no amount in no currency', MONEY, row(null, null), null],
    ['an amount in no currency', MONEY, row('5', null), undefined],
    ['a hidden amount', MONEY, { CurrencyIsoCode: 'USD' }, undefined],
    ['a hidden currency', MONEY, { Amount: '5' }, undefined],
    [
      'an amount in the only currency',
      MONEY_OF_ONE,
      { Amount: '5' },
      { amount: '5', currency: 'BRL' },
    ],
  ])('%s reads back', (_case, codec, shown, is) => {
    expect(codec.toLead(shown)).toEqual(is);
  });

  test.each<[string, typeof MONEY, CrmFields, CrmFields | undefined]>([
    ['both fields', MONEY, { ...row('5'), Name: 'x' }, row('5')],
    ['the only currency as its own', MONEY_OF_ONE, { Amount: '5' }, row('5', 'BRL')],
    ['nothing of a hidden half', MONEY, { Amount: '5' }, undefined],
    ['nothing of the other hidden half', MONEY, { CurrencyIsoCode: 'USD' }, undefined],
  ])('the atom is read as a whole: %s', (_case, codec, shown, is) => {
    expect(codec.read(shown)).toEqual(is);
  });

  test.each<[string, CrmFields, CrmFields, boolean]>([
    ['trailing zeros', row('5'), row('5.00'), true],
    ['a number and its text', row(5), row('5'), true],
    ['another amount', row('5'), row('5.01'), false],
    ['another currency', row('5'), row('5', 'BRL'), false],
    ['no amount, whatever the currency', row(null), row(null, 'BRL'), true],
    ['an amount and none', row('0'), row(null), false],
  ])('compares what the row shows: %s', (_case, one, other, is) => {
    expect([MONEY.sameCrm(one, other), MONEY.sameCrm(other, one)]).toEqual([is, is]);
  });

  test('is empty without an amount, whatever the currency', () => {
    expect([row(null), row('0'), row(null, null)].map((shown) => MONEY.isEmpty(shown))).toEqual([
      true,
      false,
      true,
    ]);
  });
});
