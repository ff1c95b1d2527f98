import { describe, expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import { createCodec, type ToCrm } from '#core/mapping/codec.ts';
import type { CrmFields, CrmValue } from '#core/ports/crm-system.ts';
import { aRule, fields } from './a-rule.ts';
import { standardOrg, withField } from './standard-org.ts';

const org = standardOrg();
const TABLE = { received: 'Hot', accepted: 'Warm' };
const text = createCodec(aRule({}), withField(org, 'PC_Notes__c', { length: 10 }));
const clipped = createCodec(aRule({ transform: { kind: 'clip', length: 5 } }), org);
const flag = createCodec(aRule({ lead: 'favorite', crm: 'PC_Favorite__c' }), org);
const list = createCodec(
  aRule({ lead: 'needs', crm: 'PC_Needs__c', transform: { kind: 'join', separator: '; ' } }),
  org,
);
const table = createCodec(
  aRule({ lead: 'quality', transform: { kind: 'table', entries: TABLE } }),
  org,
);
const openTable = createCodec(
  aRule({ lead: 'quality', transform: { kind: 'table', entries: TABLE, otherwise: 'Cold' } }),
  org,
);
const pick = createCodec(aRule({ lead: 'kind', crm: 'PC_Referral_Kind__c' }), org);
const loosePick = createCodec(aRule({ lead: 'source', crm: 'LeadSource' }), org);
const number = createCodec(
  aRule({ lead: 'customer.size', crm: 'Size__c' }),
  withField(org, 'Size__c', { type: 'number', scale: 0 }),
);
const notes = (value: CrmValue | null): CrmFields => ({ PC_Notes__c: value });
const favorite = (value: CrmValue | null): CrmFields => ({ PC_Favorite__c: value });
const size = (value: CrmValue | null): CrmFields => ({ Size__c: value });
const notInList = (field: string, value: string): ToCrm => ({
  kind: 'unsayable',
  note: { key: 'note.pickValue', values: { field, value } },
});

describe('one field', () => {
  test.each<[string, typeof text, LeadValue | null, ToCrm]>([
    ['a text that fits', text, 'short', fields(notes('short'))],
    ['a text that fits exactly', text, '0123456789', fields(notes('0123456789'))],
    [
      'a text too long for the field: marked lossy',
      text,
      '0123456789A',
      fields(notes('0123456789'), true),
    ],
    [
      'an emoji on the edge is not split',
      text,
      '012345678\u{1F600}',
      fields(notes('012345678'), true),
    ],
    ['a text clipped by rule: marked lossy', clipped, 'too long', fields(notes('too l'), true)],
    ['a text that needs no clip', clipped, 'short', fields(notes('short'))],
    ['nothing', text, null, fields(notes(null))],
    ['a checkbox', flag, true, fields({ PC_Favorite__c: true })],
    ['a checkbox cannot be empty', flag, null, fields({ PC_Favorite__c: false })],
    ['a list joined', list, ['a', 'b'], fields({ PC_Needs__c: 'a; b' })],
    ['a list of nothing', list, [], fields({ PC_Needs__c: null })],
    ['a table entry', table, 'received', fields(notes('Hot'))],
    ['what a table lacks', table, 'won', notInList('quality', 'won')],
    [
      'what a table has only by inheritance',
      table,
      'constructor',
      notInList('quality', 'constructor'),
    ],
    ['what an open table lacks', openTable, 'won', fields(notes('Cold'))],
    ['a value of the list', pick, 'coSell', fields({ PC_Referral_Kind__c: 'coSell' })],
    ['a value that a strict list lacks', pick, 'other', notInList('kind', 'other')],
    ['a value that a loose list lacks', loosePick, 'Fair', fields({ LeadSource: 'Fair' })],
    ['a number as text', number, '250', fields({ Size__c: '250' })],
  ])('%s goes to the CRM', (_case, codec, value, is) => {
    expect(codec.toCrm(value)).toEqual(is);
  });

  test.each<[string, typeof text, CrmFields, LeadValue | null | undefined]>([
    ['a text', text, notes('a'), 'a'],
    ['nothing', text, notes(null), null],
    ['a hidden field', text, {}, undefined],
    ['a checkbox', flag, { PC_Favorite__c: true }, true],
    ['an empty checkbox', flag, { PC_Favorite__c: null }, false],
    ['a list', list, { PC_Needs__c: 'a; b' }, ['a', 'b']],
    ['a table entry', table, notes('Hot'), 'received'],
    ['what no entry leads to', table, notes('Cold'), undefined],
    ['a clipped text', clipped, notes('short'), 'short'],
    ['a number', number, { Size__c: 250 }, '250'],
  ])('%s goes to the lead', (_case, codec, shown, is) => {
    expect(codec.toLead(shown)).toEqual(is);
  });

  test('two entries with one CRM value have no way back', () => {
    const twice = aRule({ transform: { kind: 'table', entries: { won: 'Over', lost: 'Over' } } });
    expect(createCodec(twice, org).toLead(notes('Over'))).toBeUndefined();
  });

  test.each<{ case: string; of: typeof text; one: CrmFields; other: CrmFields; is: boolean }>([
    { case: 'line ends', of: text, one: notes('a\nb'), other: notes('a\r\nb'), is: true },
    { case: 'outer blanks', of: text, one: notes('a '), other: notes('a'), is: true },
    { case: 'another text', of: text, one: notes('a'), other: notes('b'), is: false },
    { case: 'empty and a text', of: text, one: notes(null), other: notes('a'), is: false },
    { case: 'an unset checkbox', of: flag, one: favorite(null), other: favorite(false), is: true },
    { case: 'a number and its text', of: number, one: size(250), other: size('250.0'), is: true },
    { case: 'another number', of: number, one: size(250), other: size(251), is: false },
    { case: 'a number and none', of: number, one: size(0), other: size(null), is: false },
  ])('compares what the row shows: $case', ({ of, one, other, is }) => {
    expect([of.sameCrm(one, other), of.sameCrm(other, one)]).toEqual([is, is]);
  });

  test('a hidden field is no atom, an empty one is', () => {
    expect([text.read({}), text.read(notes(null)), flag.read({ PC_Favorite__c: null })]).toEqual([
      undefined,
      notes(null),
      { PC_Favorite__c: false },
    ]);
  });

  test('a checkbox is never empty', () => {
    expect([flag.isEmpty({ PC_Favorite__c: null }), text.isEmpty(notes(null))]).toEqual([
      false,
      true,
    ]);
  });
});
