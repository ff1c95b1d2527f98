import { describe, expect, test } from '@jest/globals';
import { createCodec } from '#core/mapping/codec.ts';
import { mergeAtom } from '#core/merge/merge-atom.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { atomBase, crm, toCrm, toPartner } from './atom.ts';

const org = standardOrg();
const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;
const NOTHING = { kind: 'nothing' };

describe('a placeholder', () => {
  const base = { ...atomBase(null, 'a'), isPlaceholder: true as const };
  const codec = createCodec(aRule(), org);
  const confirms = { ...OPEN, confirmsPlaceholder: true };

  test.each([
    { case: 'is never sent', partner: null, shown: 'a', facts: OPEN, is: NOTHING },
    {
      case: 'is sent once confirmed',
      partner: null,
      shown: 'a',
      facts: confirms,
      is: toPartner('a', 'a'),
    },
    {
      case: 'that a person changed is sent',
      partner: null,
      shown: 'b',
      facts: OPEN,
      is: toPartner('b', 'b'),
    },
    {
      case: 'gives way to the real value',
      partner: 'b',
      shown: 'a',
      facts: OPEN,
      is: toCrm('b', 'b'),
    },
    {
      case: 'confirmed while a real value came: the real value wins by being the only edit',
      partner: 'b',
      shown: 'a',
      facts: confirms,
      is: toCrm('b', 'b'),
    },
  ])('$case', ({ partner, shown, facts, is }) => {
    expect(mergeAtom(codec, { partner, crm: crm(shown) }, base, facts)).toEqual(is);
  });

  test('a confirmation concerns placeholders alone', () => {
    expect(
      mergeAtom(codec, { partner: null, crm: crm('a') }, atomBase(null, 'a'), confirms),
    ).toEqual(NOTHING);
  });
});
