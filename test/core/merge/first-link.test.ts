import { describe, expect, test } from '@jest/globals';
import { createCodec } from '#core/mapping/codec.ts';
import type { Direction, LinkPolicy } from '#core/mapping/rule.ts';
import type { AtomPlan } from '#core/merge/atom-plan.ts';
import { mergeAtom } from '#core/merge/merge-atom.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg, withField } from '#test/core/mapping/standard-org.ts';
import { apart, atomBase, conflict, crm, noted, toCrm, toPartner } from './atom.ts';

const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;
const DIRECTIONS = ['both', 'toCrm', 'toPartner'] as const;
const POLICIES = ['partner', 'crm', 'ask'] as const;

const linked = (
  rule: { readonly direction: Direction; readonly onLink: LinkPolicy },
  partner: string | null,
  shown: string | null,
): AtomPlan =>
  mergeAtom(createCodec(aRule(rule), standardOrg()), { partner, crm: crm(shown) }, undefined, OPEN);

const ONE_WAY = 'note.oneWay';
const EVERY = DIRECTIONS.flatMap((direction) => POLICIES.map((onLink) => ({ direction, onLink })));

describe('without a base', () => {
  test.each(EVERY)('$direction, onLink $onLink: equal sides agree', (rule) => {
    expect([linked(rule, 'a', 'a'), linked(rule, null, null)]).toEqual([
      { kind: 'agree', base: atomBase('a', 'a') },
      { kind: 'agree', base: atomBase(null, null) },
    ]);
  });

  test.each(EVERY)('$direction, onLink $onLink: an empty CRM is filled', (rule) => {
    expect(linked(rule, 'a', null)).toEqual(
      rule.direction === 'toPartner' ? apart('a', null, ONE_WAY) : toCrm('a', 'a'),
    );
  });

  test.each(EVERY)('$direction, onLink $onLink: an empty referral is filled', (rule) => {
    expect(linked(rule, null, 'a')).toEqual(
      rule.direction === 'toCrm' ? apart(null, 'a', ONE_WAY) : toPartner('a', 'a'),
    );
  });

  test.each([
    { direction: 'both', onLink: 'partner', is: toCrm('a', 'a') },
    { direction: 'both', onLink: 'crm', is: toPartner('b', 'b') },
    { direction: 'both', onLink: 'ask', is: conflict('a', 'b') },
    { direction: 'toCrm', onLink: 'partner', is: toCrm('a', 'a') },
    { direction: 'toCrm', onLink: 'crm', is: apart('a', 'b', ONE_WAY) },
    { direction: 'toCrm', onLink: 'ask', is: conflict('a', 'b') },
    { direction: 'toPartner', onLink: 'partner', is: apart('a', 'b', ONE_WAY) },
    { direction: 'toPartner', onLink: 'crm', is: toPartner('b', 'b') },
    { direction: 'toPartner', onLink: 'ask', is: conflict('a', 'b') },
  ] as const)('$direction, onLink $onLink: both filled and different', ({ is, ...rule }) => {
    expect(linked(rule, 'a', 'b')).toEqual(is);
  });

  test('an unknown side is left alone', () => {
    const codec = createCodec(aRule(), standardOrg());
    const shown = [
      { partner: undefined, crm: crm('a') },
      { partner: 'a', crm: undefined },
    ];
    expect(shown.map((one) => mergeAtom(codec, one, undefined, OPEN))).toEqual([
      { kind: 'nothing' },
      { kind: 'nothing' },
    ]);
  });

  test('a short copy that is the beginning of the full text agrees, marked lossy', () => {
    const codec = createCodec(aRule(), withField(standardOrg(), 'PC_Notes__c', { length: 3 }));
    expect(mergeAtom(codec, { partner: 'abcdef', crm: crm('abc') }, undefined, OPEN)).toEqual({
      kind: 'agree',
      base: { ...atomBase('abcdef', 'abc'), isLossy: true },
    });
  });

  test('a lead that takes no change keeps the CRM’s value there, and says so', () => {
    const codec = createCodec(aRule({ onLink: 'crm' }), standardOrg());
    const facts = { ...OPEN, partnerRefusal: 'note.closedFinal' as const };
    const plans = ['a', null].map((partner) =>
      mergeAtom(codec, { partner, crm: crm('b') }, undefined, facts),
    );
    expect(plans).toEqual([noted('note.closedFinal'), noted('note.closedFinal')]);
  });
});
