import { describe, expect, test } from '@jest/globals';
import type { PlanContext } from '#core/merge/plan-context.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited } from '#test/support/views-of.ts';
import { context, received, accepted, next, ACCEPT, WON } from './planned.ts';

const held = (kind: string, subject: string): PlanContext => ({
  ...context,
  isHeld: (one, what) => one === kind && what === subject,
});

describe('brakes', () => {
  test('an emptied field is counted, and held by itself', () => {
    const views = edited(accepted, { crm: { PC_Notes__c: null, CloseDate: '2027-02-01' } });
    const link = linkInStep(accepted, context);
    const is = [next(link, views), next(link, views, held('clears', 'partner:notes'))];
    expect(is.map(({ change, told, uses }) => ({ change, told, uses }))).toEqual([
      {
        change: { fields: { notes: null, closeDate: '2027-02-01' } },
        told: [],
        uses: [{ kind: 'clears', subject: 'partner:notes' }],
      },
      {
        change: { fields: { closeDate: '2027-02-01' } },
        told: ['wait.brake'],
        uses: [{ kind: 'clears', subject: 'partner:notes' }],
      },
    ]);
  });

  test('an ending is counted, and held; an accept is neither', () => {
    const link = linkInStep(accepted, context);
    const open = linkInStep(received, context);
    const stop = held('endings', '');
    const is = [
      next(link, edited(accepted, WON)),
      next(link, edited(accepted, WON), stop),
      next(open, edited(received, { crm: ACCEPT }), stop),
    ];
    expect(is.map(({ change, told, uses }) => [change?.stage?.to ?? null, told, uses])).toEqual([
      ['won', [], [{ kind: 'endings', subject: '' }]],
      [null, ['wait.brake'], [{ kind: 'endings', subject: '' }]],
      ['accepted', [], []],
    ]);
  });
});
