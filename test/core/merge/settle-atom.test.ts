import { describe, expect, test } from '@jest/globals';
import { createCodec } from '#core/mapping/codec.ts';
import type { Direction } from '#core/mapping/rule.ts';
import type { AtomPlan } from '#core/merge/atom-plan.ts';
import { settleAtom } from '#core/merge/settle-atom.ts';
import type { Choice } from '#core/sync/link.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { apart, atomBase, conflict, crm, toCrm, toPartner } from './atom.ts';

const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;

interface Row {
  readonly direction: Direction;
  readonly choice: Choice | undefined;
  readonly is: AtomPlan;
}

describe('an open conflict', () => {
  test.each<Row>([
    { direction: 'both', choice: undefined, is: conflict('a', 'b') },
    { direction: 'both', choice: 'partner', is: toCrm('a', 'a') },
    { direction: 'both', choice: 'crm', is: toPartner('b', 'b') },
    { direction: 'toCrm', choice: undefined, is: conflict('a', 'b') },
    { direction: 'toCrm', choice: 'partner', is: toCrm('a', 'a') },
    { direction: 'toCrm', choice: 'crm', is: apart('a', 'b', 'note.oneWay') },
    { direction: 'toPartner', choice: 'partner', is: apart('a', 'b', 'note.oneWay') },
    { direction: 'toPartner', choice: 'crm', is: toPartner('b', 'b') },
  ])('$direction, settled for $choice', ({ direction, choice, is }) => {
    const codec = createCodec(aRule({ direction }), standardOrg());
    expect(settleAtom(codec, { partner: 'a', crm: crm('b') }, choice, OPEN)).toEqual(is);
  });

  test.each([undefined, 'partner', 'crm'] as const)(
    'is closed by equal sides, settled for %s or not',
    (choice) => {
      const codec = createCodec(aRule(), standardOrg());
      expect(settleAtom(codec, { partner: 'a', crm: crm('a\n') }, choice, OPEN)).toEqual({
        kind: 'agree',
        base: atomBase('a', 'a\n'),
      });
    },
  );

  test.each(['note.closedFinal', 'note.notWritable'] as const)(
    'kept mine where Partner Center takes no change is settled apart: %s',
    (partnerRefusal) => {
      const codec = createCodec(aRule(), standardOrg());
      const facts = { ...OPEN, partnerRefusal };
      const shown = { partner: 'a', crm: crm('b') };
      expect([
        settleAtom(codec, shown, 'crm', facts),
        settleAtom(codec, shown, 'partner', facts),
      ]).toEqual([apart('a', 'b', partnerRefusal), toCrm('a', 'a')]);
    },
  );
});
