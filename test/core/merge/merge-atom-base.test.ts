import { describe, expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import { createCodec } from '#core/mapping/codec.ts';
import type { Direction, Policy } from '#core/mapping/rule.ts';
import { mergeAtom } from '#core/merge/merge-atom.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { atomBase, crm, noted, toCrm, toPartner } from './atom.ts';

const org = standardOrg();
const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;
const NOTHING = { kind: 'nothing' };
const merged = (
  rule: { readonly direction?: Direction; readonly conflict?: Policy },
  partner: LeadValue | null | undefined,
  shown: CrmFields | undefined,
  base = atomBase('a', 'a'),
) => mergeAtom(createCodec(aRule(rule), org), { partner, crm: shown }, base, OPEN);

const contactBy = (second: string): CrmFields => ({
  PC_Contact_By__c: `2026-11-27T08:00:0${second}Z`,
});

describe('each side is compared with its own base, so that nothing echoes', () => {
  test.each([
    { case: 'what the CRM trimmed', partner: 'a ', shown: 'a', base: atomBase('a ', 'a') },
    { case: 'what the CRM rewrote', partner: 'a', shown: 'A!', base: atomBase('a', 'A!') },
    { case: 'what Partner Center rewrote', partner: 'A!', shown: 'a', base: atomBase('A!', 'a') },
    {
      case: 'line ends that a side prefers',
      partner: 'a\nb',
      shown: 'a\r\nb',
      base: atomBase('a\nb', 'a\nb'),
    },
    { case: 'blanks that come and go', partner: 'a', shown: ' a\n', base: atomBase('a', 'a') },
  ])('$case is no change', ({ partner, shown, base }) => {
    expect(merged({ direction: 'both' }, partner, crm(shown), base)).toEqual(NOTHING);
  });

  test('an amount that the CRM rounds is no change', () => {
    const rule = aRule({ lead: 'value', crm: { amount: 'Amount', currency: 'CurrencyIsoCode' } });
    const shown = {
      partner: { amount: '10.005', currency: 'USD' },
      crm: { Amount: '10.01', CurrencyIsoCode: 'USD' },
    };
    const base = { partner: { amount: '10.005', currency: 'USD' }, crm: shown.crm };
    expect(mergeAtom(createCodec(rule, org), shown, base, OPEN)).toEqual(NOTHING);
  });

  test('an instant that the CRM keeps to the second is no change', () => {
    const rule = aRule({ lead: 'contactBy', crm: 'PC_Contact_By__c', direction: 'toCrm' });
    const partner = '2026-11-27T08:00:00.123Z';
    const base = { partner, crm: contactBy('0.123') };
    const plans = ['0', '0.000', '1.000'].map((second) =>
      mergeAtom(createCodec(rule, org), { partner, crm: contactBy(second) }, base, OPEN),
    );
    expect(plans).toEqual([NOTHING, NOTHING, noted('note.oneWay', 'contactBy')]);
  });

  test('a value that comes to the same after rounding advances both bases without a write', () => {
    const rule = aRule({ lead: 'value', crm: { amount: 'Amount', currency: 'CurrencyIsoCode' } });
    const partner = { amount: '10.0051', currency: 'USD' };
    const row = { Amount: '10.01', CurrencyIsoCode: 'USD' };
    const base = { partner: { amount: '10.005', currency: 'USD' }, crm: row };
    expect(mergeAtom(createCodec(rule, org), { partner, crm: row }, base, OPEN)).toEqual({
      kind: 'agree',
      base: { partner, crm: row },
    });
  });
});

describe('what one side cannot say', () => {
  test('a currency the org lacks is told and nothing is written', () => {
    const rule = aRule({ lead: 'value', crm: { amount: 'Amount', currency: 'CurrencyIsoCode' } });
    const row = { Amount: '10', CurrencyIsoCode: 'USD' };
    const base = { partner: { amount: '10', currency: 'USD' }, crm: row };
    const partner = { amount: '9', currency: 'JPY' };
    expect(mergeAtom(createCodec(rule, org), { partner, crm: row }, base, OPEN)).toEqual({
      kind: 'note',
      note: { key: 'action.currency', values: { currency: 'JPY' } },
    });
  });

  test('a CRM value that no table entry leads to is told and nothing is written', () => {
    const entries = { a: 'A', b: 'B' };
    const rule = aRule({ transform: { kind: 'table', entries } });
    const base = atomBase('a', 'A');
    const codec = createCodec(rule, org);
    const plans = ['B', 'C'].map((shown) =>
      mergeAtom(codec, { partner: 'a', crm: crm(shown) }, base, OPEN),
    );
    const values = { field: 'notes', value: 'C' };
    expect(plans).toEqual([
      toPartner('b', 'B'),
      { kind: 'note', note: { key: 'note.pickValue', values } },
    ]);
  });
});

describe('what Partner Center does not take', () => {
  test.each(['note.notWritable', 'note.closedFinal'] as const)(
    '%s: an edit in the CRM stays there and is told, the other direction goes on',
    (partnerRefusal) => {
      const codec = createCodec(aRule({ conflict: 'crm' }), org);
      const facts = { ...OPEN, partnerRefusal };
      const plans = (
        [
          ['a', 'b'],
          ['b', 'a'],
          ['b', 'c'],
          ['b', 'b'],
          ['a', 'a'],
        ] as const
      ).map(([partner, shown]) =>
        mergeAtom(codec, { partner, crm: crm(shown) }, atomBase('a', 'a'), facts),
      );
      expect(plans).toEqual([
        noted(partnerRefusal),
        toCrm('b', 'b'),
        noted(partnerRefusal),
        { kind: 'agree', base: atomBase('b', 'b') },
        NOTHING,
      ]);
    },
  );
});
