import { describe, expect, test } from '@jest/globals';
import type { Stage } from '#core/lead/stage.ts';
import { mergeStage, type StageFacts } from '#core/merge/merge-stage.ts';
import { baseAt, factsOf, inShort, shownAt } from './stage-facts.ts';

const AT = '2026-11-24T00:00:00.000Z';
const ended = (stage: Stage, change: Partial<StageFacts> = {}): StageFacts =>
  factsOf({ partner: { stage, reason: 'Customer did not respond', closedAt: AT }, ...change });

describe.each(['expired', 'declined'] as const)('%s, not by us', (stage) => {
  test.each<{ case: string; change: Partial<StageFacts>; is: string }>([
    { case: 'an untouched row', change: {}, is: 'write Closed Lost: Customer did not respond' },
    {
      case: 'a row that nobody touched since it was accepted',
      change: {
        base: baseAt('accepted', { answer: 'Accept' }),
        crm: shownAt('accepted', { answer: 'Accept' }),
        start: { ...factsOf().start, answer: 'Accept' },
      },
      is: 'write Closed Lost: Customer did not respond',
    },
    {
      case: 'a row of another owner',
      change: { crm: shownAt('received', { ownerId: '005B' }) },
      is: 'action.endingOpen',
    },
    {
      case: 'an accepted row',
      change: { crm: shownAt('received', { answer: 'Accept' }) },
      is: 'action.endingOpen',
    },
    { case: 'a row moved on', change: { crm: shownAt('accepted') }, is: 'action.endingOpen' },
    {
      case: 'a row moved on while the lead was accepted',
      change: {
        base: baseAt('accepted', { stageValue: 'Needs Analysis' }),
        crm: shownAt('further'),
      },
      is: 'action.endingOpen',
    },
    {
      case: 'a touched row with the answer Decline',
      change: { crm: shownAt('accepted', { answer: 'Decline', ownerId: '005B' }) },
      is: 'write Closed Lost: Customer did not respond',
    },
  ])('$case: $is', ({ change, is }) => {
    expect(inShort(mergeStage(ended(stage, change)))).toBe(is);
  });

  test('a row that a person accepted stays open, with the instant and the answer', () => {
    const crm = shownAt('received', { answer: 'Accept' });
    expect(mergeStage(ended(stage, { crm }))).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: baseAt('received', { partner: stage }),
      notes: [{ key: 'action.endingOpen', values: { ending: stage, at: AT, yours: 'Accept' } }],
    });
  });

  test('a row that stayed open once is never closed by undoing the touch', () => {
    const kept = mergeStage(ended(stage, { crm: shownAt('received', { answer: 'Accept' }) }));
    const untouched = ended(stage, { base: kept.base, crm: shownAt('received') });
    expect(inShort(mergeStage(untouched))).toBe('action.closedOtherwise');
  });

  test('a row that stayed open is closed by a Decline, and once only', () => {
    const kept = mergeStage(ended(stage, { crm: shownAt('received', { answer: 'Accept' }) }));
    const crm = shownAt('received', { answer: 'Decline' });
    const declined = mergeStage(ended(stage, { base: kept.base, crm }));
    const reopened = mergeStage(ended(stage, { base: declined.base, crm }));
    expect([inShort(declined), reopened.write]).toEqual([
      'write Closed Lost: Customer did not respond',
      null,
    ]);
  });
});

describe('an ending', () => {
  test.each<{ stage: Stage; is: string }>([
    { stage: 'won', is: 'write Closed Won' },
    { stage: 'lost', is: 'write Closed Lost: Customer did not respond' },
  ])('$stage closes an open row whoever touched it', ({ stage, is }) => {
    const crm = shownAt('further', { answer: 'Accept', ownerId: '005B' });
    expect(inShort(mergeStage(ended(stage, { base: baseAt('accepted'), crm })))).toBe(is);
  });

  test('is agreed on as the row shows it once the row says the same', () => {
    const crm = shownAt('lost', { answer: 'Decline', reason: 'Others' });
    expect(mergeStage(ended('declined', { crm }))).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: {
        partner: 'declined',
        closure: 'lost',
        stageValue: 'Closed Lost',
        answer: 'Decline',
        reason: 'Others',
      },
      notes: [],
    });
  });

  test('is written with its reason, and agreed on as written', () => {
    const crm = shownAt('received', { answer: 'Decline', reason: 'Others' });
    expect(mergeStage(ended('declined', { crm }))).toEqual({
      move: null,
      waiting: null,
      write: { stageValue: 'Closed Lost', reason: 'Customer did not respond' },
      base: {
        partner: 'declined',
        closure: 'lost',
        stageValue: 'Closed Lost',
        answer: 'Decline',
        reason: 'Customer did not respond',
      },
      notes: [],
    });
  });

  test.each([
    {
      case: 'a reason that is none of the portal’s is not written',
      stage: 'lost',
      reason: 'Whatever',
    },
    { case: 'no reason is none', stage: 'expired', reason: null },
    { case: 'won has no reason', stage: 'won', reason: 'Others' },
  ] as const)('$case', ({ stage, reason }) => {
    const plan = mergeStage(factsOf({ partner: { stage, reason, closedAt: AT } }));
    expect(plan.write).toEqual({ stageValue: stage === 'won' ? 'Closed Won' : 'Closed Lost' });
  });

  test('that the row contradicts is told both ways, and the row is never reopened', () => {
    const plan = mergeStage(ended('lost', { base: baseAt('accepted'), crm: shownAt('won') }));
    expect(plan).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: baseAt('accepted', { partner: 'lost' }),
      notes: [{ key: 'action.closedOtherwise', values: { crm: 'won', partner: 'lost' } }],
    });
  });

  test.each<Stage>(['won', 'lost', 'declined', 'expired'])(
    '%s: a row reopened after it is told, and closed no second time',
    (stage) => {
      const crm = shownAt('further');
      const plan = mergeStage(
        ended(stage, {
          base: baseAt(stage),
          crm,
          start: { ...factsOf().start, stageValue: 'Needs Analysis' },
        }),
      );
      expect({ write: plan.write, notes: plan.notes.length }).toEqual({ write: null, notes: 1 });
    },
  );

  test('no move is ever asked of a lead that ended', () => {
    const plans = (['won', 'lost', 'declined', 'expired'] as const).flatMap((stage) =>
      (['received', 'accepted', 'unknown', 'won', 'lost'] as const).flatMap((group) =>
        [null, 'Accept', 'Decline'].map((answer) =>
          mergeStage(ended(stage, { crm: shownAt(group, { answer, reason: 'Others' }) })),
        ),
      ),
    );
    expect(plans.filter((plan) => plan.move !== null || plan.waiting !== null)).toEqual([]);
  });
});
