import { describe, expect, test } from '@jest/globals';
import { createCodec } from '#core/mapping/codec.ts';
import type { Policy } from '#core/mapping/rule.ts';
import { mergeAtom } from '#core/merge/merge-atom.ts';
import { aRule } from '#test/core/mapping/a-rule.ts';
import { standardOrg, withField } from '#test/core/mapping/standard-org.ts';
import { atomBase, conflict, crm, toCrm, toPartner } from './atom.ts';

const org = standardOrg();
const OPEN = { partnerRefusal: undefined, confirmsPlaceholder: false } as const;
const NOTHING = { kind: 'nothing' };
describe('a shortened copy', () => {
  const short = withField(org, 'PC_Notes__c', { length: 16 });
  const full = 'one two three four five';
  const copy = 'one two three fo';
  const base = { ...atomBase(full, copy), isLossy: true as const };
  const lossy = { isLossy: true as const };

  test.each<{ case: string; partner: string; shown: string | null; policy: Policy; is: unknown }>([
    { case: 'in step', partner: full, shown: copy, policy: 'ask', is: NOTHING },
    {
      case: 'an edit of the full text is shortened anew',
      partner: 'ONE two three four five',
      shown: copy,
      policy: 'ask',
      is: { ...toCrm('ONE two three fo', 'ONE two three four five'), ...lossy },
    },
    {
      case: 'an edit behind the cut changes nothing in the copy',
      partner: 'one two three four six',
      shown: copy,
      policy: 'ask',
      is: { kind: 'agree', base: { ...atomBase('one two three four six', copy), ...lossy } },
    },
    {
      case: 'a full text that now fits is no longer shortened',
      partner: 'one two',
      shown: copy,
      policy: 'ask',
      is: toCrm('one two', 'one two'),
    },
    {
      case: 'an edit of the copy is carried over to the full text',
      partner: full,
      shown: 'ONE two three fo',
      policy: 'ask',
      is: { ...toPartner('ONE two three four five', 'ONE two three fo'), ...lossy },
    },
    {
      case: 'an edit of the copy that touches the cut is a conflict',
      partner: full,
      shown: 'one two three fox',
      policy: 'crm',
      is: conflict(full, 'one two three fox'),
    },
    {
      case: 'an emptied copy is a conflict',
      partner: full,
      shown: null,
      policy: 'crm',
      is: conflict(full, null),
    },
    {
      case: 'both edited, the CRM wins: its edit is carried over to the new full text',
      partner: 'one two three four six',
      shown: 'ONE two three fo',
      policy: 'crm',
      is: { ...toPartner('ONE two three four six', 'ONE two three fo'), ...lossy },
    },
    {
      case: 'both edited, to be merged: a person decides',
      partner: 'one two three four six',
      shown: 'ONE two three fo',
      policy: 'merge',
      is: conflict('one two three four six', 'ONE two three fo'),
    },
  ])('$case', ({ partner, shown, policy, is }) => {
    const codec = createCodec(aRule({ conflict: policy }), short);
    expect(mergeAtom(codec, { partner, crm: crm(shown) }, base, OPEN)).toEqual(is);
  });
});
