import { describe, expect, test } from '@jest/globals';
import type { Stage } from '#core/lead/stage.ts';
import { mergeStage } from '#core/merge/merge-stage.ts';
import type { StageBase } from '#core/sync/link.ts';
import { ANSWERS, baseAt, factsOf, inShort, shownAt, type Group } from './stage-facts.ts';

const REASON = 'Not a customer';

interface Situation {
  readonly partner: Stage;
  readonly base: StageBase;
  /** By how the row stands: what follows without an answer, from Accept, from Decline. */
  readonly is: Readonly<Record<Group, readonly [string, string, string]>>;
}

const always = (what: string): readonly [string, string, string] => [what, what, what];
const DISAGREES = 'action.answerDisagrees';
const TOO_LATE = 'action.answerTooLate';
const APART = 'action.closedOtherwise';
const KEPT = 'action.endingOpen';
const ACCEPT = 'send accepted';
const DECLINE = `send declined: ${REASON}`;
const LOST = `send lost: ${REASON}`;
const CLOSE = `write Closed Lost: ${REASON}`;

/** Design §6: once the partner's answer is known, its own ending decides over the row's. */
const SITUATIONS: Readonly<Record<string, Situation>> = {
  'a received lead': {
    partner: 'received',
    base: baseAt('received'),
    is: {
      received: ['nothing', ACCEPT, DECLINE],
      accepted: [ACCEPT, ACCEPT, DISAGREES],
      further: [ACCEPT, ACCEPT, DISAGREES],
      unknown: ['action.stageUnknown', ACCEPT, DECLINE],
      won: [ACCEPT, ACCEPT, DISAGREES],
      lost: [DECLINE, DISAGREES, DECLINE],
    },
  },
  'a lead that has just been accepted': {
    partner: 'accepted',
    base: baseAt('received'),
    is: {
      received: ['write Qualification', 'write Qualification', `write Qualification, ${TOO_LATE}`],
      accepted: ['nothing', 'nothing', TOO_LATE],
      further: ['nothing', 'nothing', TOO_LATE],
      unknown: ['nothing', 'nothing', TOO_LATE],
      won: ['send won', 'send won', DISAGREES],
      lost: always(LOST),
    },
  },
  'an accepted lead': {
    partner: 'accepted',
    base: baseAt('accepted'),
    is: {
      received: ['nothing', 'nothing', TOO_LATE],
      accepted: ['nothing', 'nothing', TOO_LATE],
      further: ['nothing', 'nothing', TOO_LATE],
      unknown: ['nothing', 'nothing', TOO_LATE],
      won: ['send won', 'send won', DISAGREES],
      lost: always(LOST),
    },
  },
  'a lead won in Partner Center': {
    partner: 'won',
    base: baseAt('accepted'),
    is: {
      received: always('write Closed Won'),
      accepted: always('write Closed Won'),
      further: always('write Closed Won'),
      unknown: always('write Closed Won'),
      won: always('nothing'),
      lost: always(APART),
    },
  },
  'a lead lost in Partner Center': {
    partner: 'lost',
    base: baseAt('accepted'),
    is: {
      received: always(CLOSE),
      accepted: always(CLOSE),
      further: always(CLOSE),
      unknown: always(CLOSE),
      won: always(APART),
      lost: always('nothing'),
    },
  },
  'a lead declined in Partner Center': {
    partner: 'declined',
    base: baseAt('received'),
    is: {
      received: [CLOSE, KEPT, CLOSE],
      accepted: [KEPT, KEPT, CLOSE],
      further: [KEPT, KEPT, CLOSE],
      unknown: [KEPT, KEPT, CLOSE],
      won: always(APART),
      lost: always('nothing'),
    },
  },
  'an expired lead': {
    partner: 'expired',
    base: baseAt('received'),
    is: {
      received: [CLOSE, KEPT, CLOSE],
      accepted: [KEPT, KEPT, CLOSE],
      further: [KEPT, KEPT, CLOSE],
      unknown: [KEPT, KEPT, CLOSE],
      won: always(APART),
      lost: always('nothing'),
    },
  },
};

describe.each(Object.entries(SITUATIONS))('%s', (_name, { partner, base, is }) => {
  test.each(
    (Object.keys(is) as Group[]).flatMap((group) =>
      ANSWERS.map((answer, index) => ({ group, answer, what: is[group][index] })),
    ),
  )('with a row $group and the answer $answer: $what', ({ group, answer, what }) => {
    const plan = mergeStage(
      factsOf({
        base,
        partner: { stage: partner, reason: REASON, closedAt: '2026-11-24T00:00:00.000Z' },
        crm: shownAt(group, { answer, reason: REASON }),
      }),
    );
    expect(inShort(plan)).toBe(what);
  });
});

describe('what stood at creation or linking is the base, never an edit', () => {
  const rows = (['received', 'accepted', 'unknown', 'won', 'lost'] as const).flatMap((group) =>
    ANSWERS.map((answer) => ({ group, answer })),
  );

  test.each(rows)(
    'a received lead with a row $group and the answer $answer',
    ({ group, answer }) => {
      const crm = shownAt(group, { answer, reason: REASON });
      const { closure, stageValue, reason } = crm;
      const base: StageBase = { partner: 'received', closure, stageValue, answer, reason };
      expect(mergeStage(factsOf({ base, crm }))).toEqual({
        move: null,
        waiting: null,
        write: null,
        base,
        notes: [],
      });
    },
  );

  test.each([
    { case: 'an Accept taken back and given anew', base: null, answer: 'Accept', is: ACCEPT },
    { case: 'a Decline after an Accept', base: 'Accept', answer: 'Decline', is: DECLINE },
    { case: 'an Accept after a Decline', base: 'Decline', answer: 'Accept', is: ACCEPT },
    { case: 'an Accept taken back', base: 'Accept', answer: null, is: 'nothing' },
  ])('$case: $is', ({ base, answer, is }) => {
    const facts = factsOf({
      base: baseAt('received', { answer: base }),
      crm: shownAt('received', { answer, reason: REASON }),
    });
    expect(inShort(mergeStage(facts))).toBe(is);
  });

  test('a row that stood ahead accepts by its next step', () => {
    const base = baseAt('received', { stageValue: 'Qualification' });
    const plans = (['accepted', 'further', 'received'] as const).map((group) =>
      inShort(mergeStage(factsOf({ base, crm: shownAt(group) }))),
    );
    expect(plans).toEqual(['nothing', ACCEPT, 'nothing']);
  });
});

describe('won on a received lead', () => {
  test('is accepted, then won: two moves', () => {
    const crm = shownAt('won');
    const first = mergeStage(factsOf({ crm }));
    const then = mergeStage(
      factsOf({
        base: first.base,
        crm,
        partner: { stage: 'accepted', reason: null, closedAt: null },
      }),
    );
    expect([inShort(first), inShort(then)]).toEqual([ACCEPT, 'send won']);
  });
});
