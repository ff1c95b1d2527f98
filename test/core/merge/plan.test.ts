import { describe, expect, test } from '@jest/globals';
import { addMs } from '#core/lead/instant.ts';
import { STAGES } from '#core/lead/stage.ts';
import { plan } from '#core/merge/plan.ts';
import { NOW, contextOf, keyOf, withRules } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { OPPORTUNITY, edited, viewsOf } from '#test/support/views-of.ts';

const context = contextOf();
const NOTES = keyOf(context, 'notes');
const VALUE = keyOf(context, 'value');

describe('sides in step', () => {
  test.each(STAGES.map((stage) => ({ stage })))('$stage: the plan is quiet', ({ stage }) => {
    const views = viewsOf(stage, context);
    const link = linkInStep(views, context);
    expect(plan(link, views, context)).toEqual({
      operation: null,
      operations: [],
      link: { ...link, updatedAt: NOW },
      planned: { creates: false, move: null, closesCrm: false, partner: [], crm: [] },
      uses: [],
    });
  });

  test.each(STAGES.map((stage) => ({ stage })))(
    '$stage: a row that shows itself moved and nothing else is quiet too',
    ({ stage }) => {
      const views = viewsOf(stage, context);
      const link = linkInStep(views, context);
      const moved = edited(views, { crmView: { modifiedByUs: false }, partnerView: {} });
      expect(plan(link, moved, context).operations).toEqual([]);
    },
  );
});

describe('edits on both sides, of different atoms', () => {
  const views = viewsOf('accepted', context);
  const link = linkInStep(views, context);
  const both = edited(views, {
    partner: { notes: 'Call Bea.' },
    crm: { Amount: '15000' },
  });

  test('go each its way: Partner Center first, one conditional patch per side', () => {
    const { operation, operations, planned } = plan(link, both, context);
    expect(operations).toEqual([
      {
        side: 'partner',
        purpose: 'sync',
        isUrgent: false,
        isIrreversible: false,
        atoms: {
          [VALUE]: {
            before: { amount: '12000', currency: 'USD' },
            after: { amount: '15000', currency: 'USD' },
            counterpart: { Amount: '15000', CurrencyIsoCode: 'USD' },
          },
        },
        change: { fields: { value: { amount: '15000', currency: 'USD' } } },
      },
      {
        side: 'crm',
        purpose: 'sync',
        isUrgent: false,
        stageBase: null,
        atoms: {
          [NOTES]: {
            before: { PC_Notes__c: 'Call Ana.\nShe knows the budget.' },
            after: { PC_Notes__c: 'Call Bea.' },
            counterpart: 'Call Bea.',
          },
        },
        fields: { PC_Notes__c: 'Call Bea.' },
      },
    ]);
    expect([operation, planned]).toEqual([
      operations[0],
      { creates: false, move: null, closesCrm: false, partner: [VALUE], crm: [NOTES] },
    ]);
  });

  test('move no base before they are written', () => {
    const { link: next } = plan(link, both, context);
    expect([next.base, next.stageBase]).toEqual([link.base, link.stageBase]);
  });
});

test('equal edits advance both bases and write nothing', () => {
  const views = viewsOf('accepted', context);
  const link = linkInStep(views, context);
  const same = edited(views, { partner: { notes: 'b' }, crm: { PC_Notes__c: 'b' } });
  const { operations, link: next } = plan(link, same, context);
  expect([operations, next.base[NOTES]]).toEqual([[], { partner: 'b', crm: { PC_Notes__c: 'b' } }]);
});

test('a field that a side hides is neither a change nor written', () => {
  const views = viewsOf('accepted', context);
  const link = linkInStep(views, context);
  const { notes: _, ...partner } = views.partner.fields;
  const { Amount: __, ...crm } = views.crm.fields;
  const hidden = {
    partner: { ...views.partner, fields: partner },
    crm: { ...views.crm, fields: { ...crm, PC_Notes__c: 'mine' } },
  };
  const { operations, link: next } = plan(link, hidden, context);
  expect([operations, next.base]).toEqual([[], link.base]);
});

test('a conflict on one atom stops no other', () => {
  const strict = contextOf({ mapping: withRules({ notes: { conflict: 'ask' } }) });
  const views = viewsOf('accepted', strict);
  const link = linkInStep(views, strict);
  const both = edited(views, {
    partner: { notes: 'theirs' },
    crm: { PC_Notes__c: 'mine', CloseDate: '2027-03-01' },
  });
  const { operations, link: next } = plan(link, both, strict);
  expect({
    partner: operations[0]?.side === 'partner' ? operations[0].change.fields : null,
    conflicts: next.conflicts,
    notes: next.notes,
  }).toEqual({
    partner: { closeDate: '2027-03-01' },
    conflicts: [{ key: NOTES, partner: 'theirs', crm: { PC_Notes__c: 'mine' }, openedAt: NOW }],
    notes: [{ key: 'action.conflict', values: { field: 'notes', partner: 'theirs', crm: 'mine' } }],
  });
});

describe('rules that apply at some stages only', () => {
  const mapping = withRules({ notes: { when: ['accepted'] } });
  const staged = contextOf({ mapping });

  test.each([
    { stage: 'received', moves: [] },
    { stage: 'accepted', moves: ['notes'] },
  ] as const)('$stage: $moves', ({ stage, moves }) => {
    const views = viewsOf(stage, staged);
    const link = linkInStep(views, staged);
    const { operations } = plan(link, edited(views, { crm: { PC_Notes__c: 'x' } }), staged);
    const sent = operations.flatMap((one) =>
      one.side === 'partner' ? Object.keys(one.change.fields) : [],
    );
    expect(sent).toEqual(moves);
  });

  test('what is written at creation only is left to people afterwards', () => {
    const views = viewsOf('accepted', context);
    const link = linkInStep(views, context);
    const renamed = edited(views, { partner: { name: 'a' }, crm: { Name: 'b' } });
    expect(plan(link, renamed, context).operations).toEqual([]);
  });
});

describe('the schedule', () => {
  const views = viewsOf('received', context);
  const link = linkInStep(views, context);
  const declined = edited(views, { crm: { PC_Decision__c: 'Decline', PC_Reason__c: 'Others' } });

  test('comes back when the grace of a move is over', () => {
    const { link: next, operation } = plan(link, declined, context);
    expect([next.schedule, next.move?.since, operation?.side]).toEqual([
      { kind: 'waiting', until: addMs(NOW, 600_000), attempt: 0 },
      NOW,
      'crm',
    ]);
  });

  test('lets a stopped move rest', () => {
    const waiting = plan(link, declined, context).link;
    const stopped = { ...waiting, requests: [{ kind: 'stop', by: 'admin' } as const] };
    const { link: next } = plan(stopped, declined, { ...context, now: addMs(NOW, 3_600_000) });
    expect([next.schedule, next.move]).toEqual([
      { kind: 'settled' },
      { ...waiting.move, isStopped: true },
    ]);
  });

  test('of a move without grace is none: it is sent', () => {
    const policy = policyOf({ limits: { closeGraceMinutes: 0 } });
    const { operation, planned, uses } = plan(link, declined, { ...context, policy });
    expect([operation?.side, planned.move, uses]).toEqual([
      'partner',
      'declined',
      [{ kind: 'endings', subject: '' }],
    ]);
  });
});

test('a link without its CRM id in the referral sends it with the rest', () => {
  const views = viewsOf('accepted', context, { crmId: null });
  const link = linkInStep(views, context);
  const { operation } = plan(link, edited(views, { crm: { PC_Notes__c: 'x' } }), context);
  expect(operation?.side === 'partner' ? operation.change.fields : null).toEqual({
    crmId: OPPORTUNITY,
    notes: 'x',
  });
});
