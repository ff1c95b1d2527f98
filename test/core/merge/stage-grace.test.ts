import { describe, expect, test } from '@jest/globals';
import { addMs, MINUTE_MS } from '#core/lead/instant.ts';
import { mergeStage, type StageFacts } from '#core/merge/merge-stage.ts';
import type { WaitingMove } from '#core/sync/link.ts';
import { NOW } from '#test/support/context-of.ts';
import { baseAt, factsOf, inShort, shownAt } from './stage-facts.ts';

const GRACE = 10 * MINUTE_MS;
const minutesAgo = (minutes: number): string => addMs(NOW, -minutes * MINUTE_MS);
const inMinutes = (minutes: number): string => addMs(NOW, minutes * MINUTE_MS);

const declining = (change: Partial<StageFacts> = {}): StageFacts =>
  factsOf({
    crm: shownAt('received', { answer: 'Decline', reason: 'Others' }),
    graceMs: GRACE,
    ...change,
  });

const waitingSince = (since: string, change: Partial<WaitingMove> = {}): WaitingMove => ({
  to: 'declined',
  since,
  shown: { stageValue: 'Prospecting', answer: 'Decline', reason: 'Others' },
  ...change,
});

const ACCEPTED = { stage: 'accepted', reason: null, closedAt: null } as const;

describe('a decline, won or lost waits out the grace', () => {
  test('from the instant we first saw it, and says until when', () => {
    expect(mergeStage(declining())).toEqual({
      move: null,
      waiting: waitingSince(NOW),
      write: null,
      base: baseAt('received'),
      notes: [{ key: 'wait.declined', values: { at: inMinutes(10) } }],
    });
  });

  test.each([
    { case: 'a moment before', since: addMs(NOW, 1 - GRACE), is: 'wait.declined' },
    { case: 'to the millisecond', since: addMs(NOW, -GRACE), is: 'send declined: Others' },
    { case: 'long after', since: minutesAgo(5_000), is: 'send declined: Others' },
  ])('$case: $is', ({ since, is }) => {
    const plan = mergeStage(declining({ waiting: waitingSince(since) }));
    expect({ is: inShort(plan), since: plan.waiting?.since }).toEqual({ is, since });
  });

  test('none at all where none is wanted', () => {
    expect(mergeStage(declining({ graceMs: 0 })).move).toEqual({
      to: 'declined',
      reason: 'Others',
    });
  });

  test('a fraction of a minute counts', () => {
    const plan = mergeStage(declining({ graceMs: 0.5 * MINUTE_MS }));
    expect(plan.notes).toEqual([{ key: 'wait.declined', values: { at: inMinutes(0.5) } }]);
  });

  test.each([
    { case: 'another stage', shown: { stageValue: 'Other', answer: 'Decline', reason: 'Others' } },
    {
      case: 'another answer',
      shown: { stageValue: 'Prospecting', answer: null, reason: 'Others' },
    },
    {
      case: 'another reason',
      shown: { stageValue: 'Prospecting', answer: 'Decline', reason: null },
    },
  ])('$case since then starts it anew', ({ shown }) => {
    const waiting = waitingSince(minutesAgo(60), { shown });
    expect(mergeStage(declining({ waiting })).waiting).toEqual(waitingSince(NOW));
  });

  test('another move starts it anew', () => {
    const shown = { stageValue: 'Closed Lost', answer: null, reason: 'Others' };
    const plan = mergeStage(
      factsOf({
        base: baseAt('accepted'),
        partner: ACCEPTED,
        crm: shownAt('lost', { reason: 'Others' }),
        graceMs: GRACE,
        waiting: { to: 'declined', since: minutesAgo(60), shown },
      }),
    );
    expect(plan.waiting).toEqual({ to: 'lost', since: NOW, shown });
  });

  test('a change back ends it', () => {
    const crm = shownAt('received', { reason: 'Others' });
    const plan = mergeStage(declining({ crm, waiting: waitingSince(minutesAgo(5)) }));
    expect({ is: inShort(plan), waiting: plan.waiting }).toEqual({ is: 'nothing', waiting: null });
  });

  test.each([
    { group: 'won', is: 'wait.won' },
    { group: 'lost', is: 'wait.lost' },
  ] as const)('$group waits like a decline', ({ group, is }) => {
    const plan = mergeStage(
      factsOf({
        base: baseAt('accepted'),
        partner: ACCEPTED,
        crm: shownAt(group),
        graceMs: GRACE,
      }),
    );
    expect(plan.notes).toEqual([{ key: is, values: { at: inMinutes(10) } }]);
  });

  test('an accept does not wait', () => {
    const facts = declining({ crm: shownAt('received', { answer: 'Accept' }) });
    expect(inShort(mergeStage(facts))).toBe('send accepted');
  });
});

describe('a move that a person stopped', () => {
  const stopped = waitingSince(minutesAgo(60), { isStopped: true });

  test('is held, and says so', () => {
    expect(mergeStage(declining({ waiting: stopped }))).toEqual({
      move: null,
      waiting: stopped,
      write: null,
      base: baseAt('received'),
      notes: [{ key: 'wait.stopped', values: { move: 'declined' } }],
    });
  });

  test.each([
    { case: 'another reason does not free it', change: { reason: null }, is: 'wait.stopped' },
    { case: 'another answer frees it', change: { answer: null }, is: 'wait.declined' },
    { case: 'another stage frees it', change: { stageValue: 'Other' }, is: 'wait.declined' },
  ])('$case', ({ change, is }) => {
    const waiting = { ...stopped, shown: { ...stopped.shown, ...change } };
    expect(inShort(mergeStage(declining({ waiting })))).toBe(is);
  });
});

describe('an open conflict on a field that Partner Center can take', () => {
  test.each([
    { group: 'won', is: ['wait.conflictHolds', { move: 'won', field: 'value' }] },
    { group: 'lost', is: ['wait.conflictHolds', { move: 'lost', field: 'value' }] },
  ] as const)('holds $group back, and the time already waited counts', ({ group, is }) => {
    const crm = shownAt(group, { reason: 'Others' });
    const shown = { stageValue: crm.stageValue, answer: crm.answer, reason: crm.reason };
    const waiting = { to: group, since: minutesAgo(60), shown };
    const facts = factsOf({
      base: baseAt('accepted'),
      partner: ACCEPTED,
      crm,
      graceMs: GRACE,
      waiting,
    });
    const held = mergeStage({ ...facts, openConflicts: ['value', 'notes'] });
    expect([held.notes[0]?.key, held.notes[0]?.values, held.move, held.waiting]).toEqual([
      ...is,
      null,
      waiting,
    ]);
    expect(mergeStage(facts).move?.to).toBe(group);
  });

  test.each([
    { answer: 'Accept', is: 'send accepted' },
    { answer: 'Decline', is: 'send declined: Others' },
  ])('holds no $answer', ({ answer, is }) => {
    const crm = shownAt('received', { answer, reason: 'Others' });
    const facts = declining({
      crm,
      openConflicts: ['value'],
      waiting: waitingSince(minutesAgo(60)),
    });
    expect(inShort(mergeStage(facts))).toBe(is);
  });
});
