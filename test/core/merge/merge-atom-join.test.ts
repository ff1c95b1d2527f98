import { describe, expect, test } from '@jest/globals';
import type { LeadValue } from '#core/lead/lead.ts';
import { createCodec } from '#core/mapping/codec.ts';
import type { Direction, Policy } from '#core/mapping/rule.ts';
import { mergeAtom } from '#core/merge/merge-atom.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { atomBase, conflict, crm, toCrm, toPartner } from './atom.ts';

const org = standardOrg();
const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;
const merged = (
  rule: { readonly direction?: Direction; readonly conflict?: Policy },
  partner: LeadValue | null | undefined,
  shown: CrmFields | undefined,
  base = atomBase('a', 'a'),
) => mergeAtom(createCodec(aRule(rule), org), { partner, crm: shown }, base, OPEN);

const merge = (partner: string, shown: string | null, base = atomBase('1\n2\n3', '1\n2\n3')) =>
  merged({ conflict: 'merge' }, partner, crm(shown), base);

describe('two edits of one text, to be merged', () => {
  test.each([
    {
      case: 'that do not overlap join, Partner Center first',
      is: merge('one\n2\n3', '1\n2\nthree'),
      to: { ...toPartner('one\n2\nthree', '1\n2\nthree'), isJoin: true },
    },
    {
      case: 'of which the CRM’s holds the other',
      is: merge('1\n2\n3\n4', 'one\n2\n3\n4'),
      to: toPartner('one\n2\n3\n4', 'one\n2\n3\n4'),
    },
    {
      case: 'of which Partner Center’s holds the other',
      is: merge('one\n2\n3\n4', '1\n2\n3\n4'),
      to: toCrm('one\n2\n3\n4', 'one\n2\n3\n4'),
    },
    {
      case: 'that overlap are a conflict',
      is: merge('1\n2\n4', '1\n2\n5'),
      to: conflict('1\n2\n4', '1\n2\n5'),
    },
    {
      case: 'of which one empties is a conflict',
      is: merge('1\n2\n4', null),
      to: conflict('1\n2\n4', null),
    },
    {
      case: 'of a text that was empty are a conflict',
      is: merge('b', 'c', atomBase(null, null)),
      to: conflict('b', 'c'),
    },
  ])('$case', ({ is, to }) => {
    expect(is).toEqual(to);
  });

  test('a lead that takes no change asks instead of joining', () => {
    const facts = { ...OPEN, partnerRefusal: 'note.closedFinal' as const };
    const codec = createCodec(aRule({ conflict: 'merge' }), org);
    const shown = { partner: 'one\n2\n3', crm: crm('1\n2\nthree') };
    expect(mergeAtom(codec, shown, atomBase('1\n2\n3', '1\n2\n3'), facts)).toEqual(
      conflict('one\n2\n3', '1\n2\nthree'),
    );
  });
});
