import { describe, expect, test } from '@jest/globals';
import { canonical } from '#core/merge/plan-atoms.ts';
import type { RefusedAtom } from '#core/sync/link.ts';
import { NOW, SHIPPED, contextOf, keyOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';
import { DATA, nextOnRow } from './planned-row.ts';

const context = contextOf();
const NOTES = keyOf(context, 'notes');
const accepted = viewsOf('accepted', context);
const received = viewsOf('received', context);

const entry = (change: Partial<RefusedAtom> = {}): RefusedAtom => ({
  key: NOTES,
  side: 'crm',
  value: canonical({ PC_Notes__c: 'theirs' }),
  mappingVersion: SHIPPED.version,
  words: 'no',
  at: NOW,
  ...change,
});

describe('a value that the CRM refused', () => {
  const views = edited(accepted, { partner: DATA });

  test.each([
    { case: 'is not written again, stops no other and is told', refused: entry(), isHeld: true },
    {
      case: 'is written again as another value',
      refused: entry({ value: canonical({ PC_Notes__c: 'x' }) }),
      isHeld: false,
    },
    {
      case: 'is written again with another mapping',
      refused: entry({ mappingVersion: 'old' }),
      isHeld: false,
    },
    {
      case: 'on the other side stops nothing here',
      refused: entry({ side: 'partner' }),
      isHeld: false,
    },
  ])('$case', ({ refused, isHeld }) => {
    const is = nextOnRow(linkInStep(accepted, context, { refused: [refused] }), views);
    expect([
      is.fields?.['PC_Notes__c'],
      is.fields?.['PC_Campaign_Id__c'],
      is.refused,
      is.told,
    ]).toEqual([
      isHeld ? undefined : 'theirs',
      'c-1',
      isHeld ? [refused] : [],
      isHeld ? ['action.refused'] : [],
    ]);
  });

  test('as a stage stops no data', () => {
    const stage = entry({ key: 'stage', value: canonical({ StageName: 'Qualification' }) });
    const moved = edited(received, { partner: DATA, partnerView: { stage: 'accepted' } });
    const link = linkInStep(received, context, { refused: [stage] });
    const is = nextOnRow(link, moved);
    expect([is.fields?.['StageName'], is.fields?.['PC_Notes__c'], is.refused]).toEqual([
      undefined,
      'theirs',
      [stage],
    ]);
  });
});
