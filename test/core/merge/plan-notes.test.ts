import { describe, expect, test } from '@jest/globals';
import { plan } from '#core/merge/plan.ts';
import { NOW, contextOf, keyOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';

const context = contextOf();
const NOTES = keyOf(context, 'notes');

describe('what is left without a reason would be a riddle', () => {
  test.each([
    {
      case: 'a value that the CRM did not keep',
      mark: { notTakenBy: 'crm' as const },
      values: { field: 'notes', side: 'crm', shown: 'mine' },
    },
    {
      case: 'a value that Partner Center did not keep',
      mark: { notTakenBy: 'partner' as const },
      values: { field: 'notes', side: 'partner', shown: 'theirs' },
    },
  ])('$case is told for as long as it stands', ({ mark, values }) => {
    const views = viewsOf('accepted', context);
    const apart = edited(views, { partner: { notes: 'theirs' }, crm: { PC_Notes__c: 'mine' } });
    const base = {
      ...linkInStep(views, context).base,
      [NOTES]: { partner: 'theirs', crm: { PC_Notes__c: 'mine' }, ...mark },
    };
    const link = linkInStep(views, context, { base });
    const first = plan(link, apart, context).link;
    const again = plan(first, apart, context).link;
    expect([first.notes, again.notes]).toEqual(
      [0, 1].map(() => [{ key: 'note.notTaken', values }]),
    );
  });

  test('an open conflict whose side is hidden now is still told', () => {
    const views = viewsOf('accepted', context);
    const open = { key: NOTES, partner: 'a', crm: { PC_Notes__c: 'b' }, openedAt: NOW };
    const link = linkInStep(views, context, { conflicts: [open] });
    const { notes: _, ...fields } = views.partner.fields;
    const { link: next } = plan(link, { ...views, partner: { ...views.partner, fields } }, context);
    expect([next.conflicts, next.notes]).toEqual([
      [open],
      [{ key: 'action.conflict', values: { field: 'notes', partner: 'a', crm: 'b' } }],
    ]);
  });

  test('a Referral Id that somebody changed is told, and the link holds', () => {
    const views = viewsOf('accepted', context);
    const link = linkInStep(views, context);
    const notes = [null, 'other', views.partner.id.toUpperCase()].map(
      (id) => plan(link, edited(views, { crm: { PC_Referral_Id__c: id } }), context).link.notes,
    );
    const told = [{ key: 'action.referralIdChanged', values: {} }];
    expect(notes).toEqual([told, told, []]);
  });

  test('notes that no plan makes stand until a replay', () => {
    const lasting = [{ key: 'action.ownerUnknown', values: { email: 'a@contoso.example' } }];
    const views = viewsOf('accepted', context);
    const link = linkInStep(views, context, { lasting });
    const replayed = { ...link, requests: [{ kind: 'replay', by: 'admin' } as const] };
    expect([
      plan(link, views, context).link.notes,
      plan(replayed, views, context).link.notes,
    ]).toEqual([lasting, []]);
  });
});

describe('a row that stood ahead of the referral when it was linked', () => {
  test.each([
    {
      case: 'answered',
      stage: 'received',
      crm: { PC_Decision__c: 'Accept' },
      view: {},
      says: 'Accept',
    },
    {
      case: 'moved on',
      stage: 'received',
      crm: { StageName: 'Needs Analysis' },
      view: {},
      says: 'Needs Analysis',
    },
    {
      case: 'closed',
      stage: 'received',
      crm: { StageName: 'Closed Won' },
      view: { closure: 'won' },
      says: 'Closed Won',
    },
    {
      case: 'closed, of an accepted lead',
      stage: 'accepted',
      crm: { StageName: 'Closed Lost' },
      view: { closure: 'lost' },
      says: 'Closed Lost',
    },
  ] as const)('$case: says so and sends nothing', ({ stage, crm, view, says }) => {
    const views = edited(viewsOf(stage, context), { crm, crmView: view });
    const { operations, link } = plan(linkInStep(views, context), views, context);
    const sent = operations.filter((operation) => operation.side === 'partner');
    expect([sent, link.notes]).toEqual([[], [{ key: 'action.ahead', values: { stage: says } }]]);
  });

  test.each(['received', 'accepted'] as const)('%s: one that did not says nothing', (stage) => {
    const views = viewsOf(stage, context);
    expect(plan(linkInStep(views, context), views, context).link.notes).toEqual([]);
  });
});
