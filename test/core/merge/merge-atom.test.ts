import { describe, expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import { createCodec } from '#core/mapping/codec.ts';
import type { Direction, Policy } from '#core/mapping/rule.ts';
import { mergeAtom } from '#core/merge/merge-atom.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { atomBase, conflict, crm, noted, toCrm, toPartner } from './atom.ts';

const org = standardOrg();
const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;
const NOTHING = { kind: 'nothing' };
const DIRECTIONS = ['both', 'toCrm', 'toPartner'] as const;
const POLICIES = ['partner', 'crm', 'merge', 'ask'] as const;

const merged = (
  rule: { readonly direction?: Direction; readonly conflict?: Policy },
  partner: LeadValue | null | undefined,
  shown: CrmFields | undefined,
  base = atomBase('a', 'a'),
) => mergeAtom(createCodec(aRule(rule), org), { partner, crm: shown }, base, OPEN);

describe('the table of design §6, for every policy', () => {
  const every = POLICIES.map((policy) => ({ policy }));

  test.each(every)('$policy: same and same ⇒ nothing', ({ policy }) => {
    expect(merged({ conflict: policy }, 'a', crm('a'))).toEqual(NOTHING);
  });

  test.each(every)('$policy: only Partner Center changed ⇒ write to the CRM', ({ policy }) => {
    expect(merged({ conflict: policy }, 'b', crm('a'))).toEqual(toCrm('b', 'b'));
  });

  test.each(every)('$policy: only the CRM changed ⇒ write to Partner Center', ({ policy }) => {
    expect(merged({ conflict: policy }, 'a', crm('b'))).toEqual(toPartner('b', 'b'));
  });

  test.each(every)('$policy: both changed to the same ⇒ both bases advance', ({ policy }) => {
    expect(merged({ conflict: policy }, 'b', crm('b'))).toEqual({
      kind: 'agree',
      base: atomBase('b', 'b'),
    });
  });

  test.each(
    every.flatMap(({ policy }) => [
      { policy, what: 'Partner Center', partner: undefined, shown: crm('b') },
      { policy, what: 'the CRM', partner: 'b', shown: undefined },
      { policy, what: 'either side', partner: undefined, shown: undefined },
    ]),
  )('$policy: $what unknown ⇒ nothing', ({ policy, partner, shown }) => {
    expect(merged({ conflict: policy }, partner, shown)).toEqual(NOTHING);
  });

  test.each([
    { policy: 'partner', is: toCrm('b', 'b') },
    { policy: 'crm', is: toPartner('c', 'c') },
    { policy: 'merge', is: conflict('b', 'c') },
    { policy: 'ask', is: conflict('b', 'c') },
  ] as const)('$policy: both changed, to different values', ({ policy, is }) => {
    expect(merged({ conflict: policy }, 'b', crm('c'))).toEqual(is);
  });
});

describe('an emptied value is a change like any other', () => {
  test.each([
    { case: 'Partner Center emptied', partner: null, shown: 'a', is: toCrm(null, null) },
    { case: 'the CRM emptied', partner: 'a', shown: null, is: toPartner(null, null) },
    {
      case: 'both emptied',
      partner: null,
      shown: null,
      is: { kind: 'agree', base: atomBase(null, null) },
    },
    { case: 'one emptied, one edited', partner: null, shown: 'b', is: conflict(null, 'b') },
  ])('$case', ({ partner, shown, is }) => {
    expect(merged({ conflict: 'ask' }, partner, crm(shown))).toEqual(is);
  });
});

describe('a one-way rule overwrites only what still shows its base', () => {
  test.each<{ direction: Direction; partner: string; shown: string; is: unknown }>([
    { direction: 'toCrm', partner: 'a', shown: 'a', is: NOTHING },
    { direction: 'toCrm', partner: 'b', shown: 'a', is: toCrm('b', 'b') },
    { direction: 'toCrm', partner: 'a', shown: 'b', is: noted('note.oneWay') },
    { direction: 'toCrm', partner: 'b', shown: 'c', is: noted('note.oneWay') },
    { direction: 'toPartner', partner: 'a', shown: 'a', is: NOTHING },
    { direction: 'toPartner', partner: 'a', shown: 'b', is: toPartner('b', 'b') },
    { direction: 'toPartner', partner: 'b', shown: 'a', is: noted('note.oneWay') },
    { direction: 'toPartner', partner: 'b', shown: 'c', is: noted('note.oneWay') },
  ])('$direction, Partner Center a→$partner, CRM a→$shown', ({ direction, partner, shown, is }) => {
    const plans = POLICIES.map((policy) =>
      merged({ direction, conflict: policy }, partner, crm(shown)),
    );
    expect(plans).toEqual(POLICIES.map(() => is));
  });

  test.each(['toCrm', 'toPartner'] as const)(
    '%s: the same edit on both sides agrees',
    (direction) => {
      expect(merged({ direction }, 'b', crm('b'))).toEqual({
        kind: 'agree',
        base: atomBase('b', 'b'),
      });
    },
  );
});

describe('sides that were left apart', () => {
  test.each(DIRECTIONS.map((direction) => ({ direction })))(
    '$direction: say why for as long as they are',
    ({ direction }) => {
      const plan = merged({ direction }, 'a', crm('b'), atomBase('a', 'b'));
      expect(plan).toEqual(direction === 'both' ? NOTHING : noted('note.oneWay'));
    },
  );

  test('by a closed lead say that it is closed', () => {
    const facts = { ...OPEN, partnerRefusal: 'note.closedFinal' as const };
    const codec = createCodec(aRule(), org);
    expect(mergeAtom(codec, { partner: 'a', crm: crm('b') }, atomBase('a', 'b'), facts)).toEqual(
      noted('note.closedFinal'),
    );
  });

  test.each([
    { case: 'not taken', mark: { notTakenBy: 'crm' as const } },
    { case: 'a placeholder', mark: { isPlaceholder: true as const } },
    { case: 'shortened', mark: { isLossy: true as const } },
  ])('by a value $case have their own note', ({ mark }) => {
    const base = { ...atomBase(null, 'b'), ...mark };
    expect(merged({ direction: 'toCrm' }, null, crm('b'), base)).toEqual(NOTHING);
  });
});
