import { describe, expect, test } from '@jest/globals';
import { mergeStage } from '#core/merge/merge-stage.ts';
import { baseAt, factsOf, inShort, shownAt, type Group } from './stage-facts.ts';

const ACCEPTED = { stage: 'accepted', reason: null, closedAt: null } as const;

describe('what acceptance still needs', () => {
  test.each<{ group: Group; answer: string | null }>([
    { group: 'received', answer: 'Accept' },
    { group: 'accepted', answer: null },
    { group: 'won', answer: null },
  ])('is told instead of accepting a row $group with the answer $answer', ({ group, answer }) => {
    const facts = factsOf({ crm: shownAt(group, { answer }), missing: ['value', 'closeDate'] });
    expect(mergeStage(facts)).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: baseAt('received'),
      notes: [{ key: 'wait.acceptNeeds', values: { missing: 'value,closeDate' } }],
    });
  });

  test('is nothing to a decline', () => {
    const crm = shownAt('received', { answer: 'Decline', reason: 'Others' });
    expect(inShort(mergeStage(factsOf({ crm, missing: ['value'] })))).toBe('send declined: Others');
  });
});

describe('reasons', () => {
  test.each([
    { case: 'a decline by answer', crm: shownAt('received', { answer: 'Decline' }) },
    { case: 'a received lead lost', crm: shownAt('lost') },
  ])('$case waits for one and says so', ({ crm }) => {
    expect(mergeStage(factsOf({ crm }))).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: baseAt('received'),
      notes: [{ key: 'wait.reason', values: {} }],
    });
  });

  test.each([
    { closure: 'lost', closedRowsWritable: true, is: 'wait.reason' },
    { closure: 'lost', closedRowsWritable: false, is: 'send declined: Others' },
    { closure: 'open', closedRowsWritable: false, is: 'wait.reason' },
  ] as const)(
    'a decline on a row $closure, closed rows writable $closedRowsWritable: $is',
    ({ closure, closedRowsWritable, is }) => {
      const crm = shownAt(closure === 'open' ? 'received' : closure, { answer: 'Decline' });
      expect(inShort(mergeStage(factsOf({ crm, closedRowsWritable })))).toBe(is);
    },
  );

  test.each([
    { case: 'lost without one sends Others', group: 'lost', reason: null, is: 'send lost: Others' },
    {
      case: 'lost sends the one chosen',
      group: 'lost',
      reason: 'Not a customer',
      is: 'send lost: Not a customer',
    },
    { case: 'won sends none', group: 'won', reason: 'Not a customer', is: 'send won' },
  ] as const)('$case', ({ group, reason, is }) => {
    const facts = factsOf({
      base: baseAt('accepted'),
      partner: ACCEPTED,
      crm: shownAt(group, { reason }),
    });
    expect(inShort(mergeStage(facts))).toBe(is);
  });
});

describe('answer and stage that disagree', () => {
  test.each<{ group: Group; answer: string; stage: string }>([
    { group: 'lost', answer: 'Accept', stage: 'Closed Lost' },
    { group: 'accepted', answer: 'Decline', stage: 'Qualification' },
    { group: 'won', answer: 'Decline', stage: 'Closed Won' },
  ])('move nothing: $answer and $stage', ({ group, answer, stage }) => {
    const crm = shownAt(group, { answer, reason: 'Others' });
    expect(mergeStage(factsOf({ crm }))).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: baseAt('received'),
      notes: [{ key: 'action.answerDisagrees', values: { answer, stage } }],
    });
  });

  test.each([
    { answer: 'Accept', group: 'lost', is: 'send declined: Others' },
    { answer: 'Decline', group: 'accepted', is: 'send accepted' },
  ] as const)('an old $answer does not contradict a new stage', ({ answer, group, is }) => {
    const base = baseAt('received', { answer });
    const facts = factsOf({ base, crm: shownAt(group, { answer, reason: 'Others' }) });
    expect(inShort(mergeStage(facts))).toBe(is);
  });
});

test('an open stage in no group asks what it means', () => {
  expect(mergeStage(factsOf({ crm: shownAt('unknown') })).notes).toEqual([
    { key: 'action.stageUnknown', values: { stage: 'Verbal commit' } },
  ]);
});

describe('a Decline on a lead no longer received', () => {
  test('is told for as long as it stands, and never becomes what was agreed', () => {
    const crm = shownAt('further', { answer: 'Decline' });
    const first = mergeStage(factsOf({ base: baseAt('accepted'), partner: ACCEPTED, crm }));
    const again = mergeStage(factsOf({ base: first.base, partner: ACCEPTED, crm }));
    expect([first, again]).toEqual(
      [0, 1].map(() => ({
        move: null,
        waiting: null,
        write: null,
        base: baseAt('accepted', { stageValue: 'Needs Analysis' }),
        notes: [{ key: 'action.answerTooLate', values: { stage: 'accepted' } }],
      })),
    );
  });

  test('is told with the write that moves the row on, and after it', () => {
    const crm = shownAt('received', { answer: 'Decline' });
    const first = mergeStage(factsOf({ partner: ACCEPTED, crm }));
    expect(first).toEqual({
      move: null,
      waiting: null,
      write: { stageValue: 'Qualification' },
      base: baseAt('accepted'),
      notes: [{ key: 'action.answerTooLate', values: { stage: 'accepted' } }],
    });
    const then = factsOf({
      base: first.base,
      partner: ACCEPTED,
      crm: shownAt('accepted', { answer: 'Decline' }),
    });
    expect(inShort(mergeStage(then))).toBe('action.answerTooLate');
  });
});

describe('moves within the accepted group', () => {
  test('are the seller’s: only the base follows', () => {
    const facts = factsOf({
      base: baseAt('accepted', { answer: 'Accept' }),
      partner: ACCEPTED,
      crm: shownAt('further', { answer: 'Accept', reason: 'Others' }),
    });
    expect(mergeStage(facts)).toEqual({
      move: null,
      waiting: null,
      write: null,
      base: baseAt('accepted', {
        stageValue: 'Needs Analysis',
        answer: 'Accept',
        reason: 'Others',
      }),
      notes: [],
    });
  });

  test('a row closed when it was linked is no ending; closed again it is', () => {
    const base = { ...baseAt('accepted'), closure: 'lost', stageValue: 'Closed Lost' } as const;
    const standing = mergeStage(factsOf({ base, partner: ACCEPTED, crm: shownAt('lost') }));
    const reopened = mergeStage(factsOf({ base, partner: ACCEPTED, crm: shownAt('further') }));
    const closed = mergeStage(
      factsOf({ base: reopened.base, partner: ACCEPTED, crm: shownAt('lost') }),
    );
    expect([standing, reopened, closed].map(inShort)).toEqual([
      'nothing',
      'nothing',
      'send lost: Others',
    ]);
  });
});
