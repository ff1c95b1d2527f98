import { describe, expect, test } from '@jest/globals';
import type { LeadFields } from '#core/lead/lead.ts';
import { plan } from '#core/merge/plan.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';
import { context, ALONE, DATE, received, accepted, next, ACCEPT, WON } from './planned.ts';

describe('an accept', () => {
  test('carries value, currency, close date and notes, changed or not', () => {
    const link = linkInStep(received, context);
    expect(next(link, edited(received, { crm: ACCEPT }))).toEqual({
      change: {
        fields: {
          value: { amount: '12000', currency: 'USD' },
          closeDate: '2027-01-31',
          notes: 'Call Ana.\nShe knows the budget.',
        },
        stage: { to: 'accepted', reason: null },
      },
      isIrreversible: true,
      told: [],
      refused: [],
      uses: [],
    });
  });

  test('takes last edits with it in the same patch', () => {
    const link = linkInStep(received, context);
    const { change } = next(
      link,
      edited(received, { crm: { ...ACCEPT, PC_Notes__c: 'last words' } }),
    );
    expect(change).toEqual({
      fields: {
        value: { amount: '12000', currency: 'USD' },
        closeDate: '2027-01-31',
        notes: 'last words',
      },
      stage: { to: 'accepted', reason: null },
    });
  });

  test.each<{
    case: string;
    fields: LeadFields;
    row: Record<string, string | null>;
    missing: string | null;
  }>([
    { case: 'nothing missing', fields: {}, row: {}, missing: null },
    { case: 'an empty field', fields: { notes: null }, row: {}, missing: 'notes' },
    { case: 'several', fields: { notes: null, value: null }, row: {}, missing: 'value,notes' },
    {
      case: 'one that this very patch fills',
      fields: { notes: null },
      row: { PC_Notes__c: 'x' },
      missing: null,
    },
    {
      case: 'one that this very patch empties',
      fields: {},
      row: { PC_Notes__c: null },
      missing: 'notes',
    },
  ])('waits for what it needs: $case', ({ fields, row, missing }) => {
    const views = viewsOf('received', context, fields);
    const link = linkInStep(views, context);
    const { link: after, planned } = plan(
      link,
      edited(views, { crm: { ...ACCEPT, ...row } }),
      context,
    );
    expect([planned.move, after.notes]).toEqual(
      missing === null
        ? ['accepted', []]
        : [null, [{ key: 'wait.acceptNeeds', values: { missing } }]],
    );
  });

  test('an unknown field does not count as there', () => {
    const { notes: _, ...fields } = received.partner.fields;
    const views = { ...received, partner: { ...received.partner, fields } };
    const link = linkInStep(received, context);
    expect(next(link, edited(views, { crm: ACCEPT })).told).toEqual(['wait.acceptNeeds']);
  });

  describe('and a placeholder', () => {
    const views = viewsOf('received', context, { closeDate: null });
    const invented = edited(views, {
      crm: { CloseDate: '2027-02-22' },
      crmView: { version: 'c1' },
    });
    const link = linkInStep(invented, context);
    const base = {
      ...link.base,
      [DATE]: { partner: null, crm: { CloseDate: '2027-02-22' }, isPlaceholder: true as const },
    };
    const waiting = { ...link, base };

    test('is not sent before, and is told', () => {
      const { change, told } = next(waiting, invented);
      expect([change, told]).toEqual([null, ['wait.placeholder']]);
    });

    test('is confirmed by the answer Accept, and sent with it', () => {
      const { change, told } = next(waiting, edited(invented, { crm: ACCEPT }));
      expect([change?.fields.closeDate, change?.stage?.to, told]).toEqual([
        '2027-02-22',
        'accepted',
        [],
      ]);
    });

    test('does not satisfy an acceptance by stage', () => {
      const { change, told } = next(
        waiting,
        edited(invented, { crm: { StageName: 'Qualification' } }),
      );
      expect([change, told]).toEqual([null, ['wait.placeholder', 'wait.acceptNeeds']]);
    });

    test('changed by a person is a value like any other', () => {
      const touched = edited(invented, {
        crm: { StageName: 'Qualification', CloseDate: '2027-02-23' },
      });
      expect(next(waiting, touched).change).toEqual({
        fields: {
          value: { amount: '12000', currency: 'USD' },
          closeDate: '2027-02-23',
          notes: 'Call Ana.\nShe knows the budget.',
        },
        stage: { to: 'accepted', reason: null },
      });
    });
  });
});

describe('after a refusal that blames nothing', () => {
  const edits = { PC_Notes__c: 'x', CloseDate: '2027-02-01' };

  test('edits go one by one', () => {
    const link = linkInStep(accepted, context);
    expect(next(link, edited(accepted, { crm: edits }), ALONE).change).toEqual({
      fields: { closeDate: '2027-02-01' },
    });
  });

  test.each([
    { answer: 'Accept', stage: { to: 'accepted', reason: null } },
    { answer: 'Decline', stage: { to: 'declined', reason: 'Others' } },
  ])('$answer goes with the status alone', ({ answer, stage }) => {
    const link = linkInStep(received, context);
    const row = { ...edits, PC_Decision__c: answer, PC_Reason__c: 'Others' };
    expect(next(link, edited(received, { crm: row }), ALONE).change).toEqual({ fields: {}, stage });
  });

  test('won lets the edits go first, each for itself, and closes then', () => {
    const link = linkInStep(accepted, context);
    const { crm, ...rest } = WON;
    const first = next(
      link,
      edited(accepted, { ...rest, crm: { ...crm, PC_Notes__c: 'x' } }),
      ALONE,
    );
    const then = next(link, edited(accepted, WON), ALONE);
    expect([first.change, then.change]).toEqual([
      { fields: { notes: 'x' } },
      { fields: {}, stage: { to: 'won', reason: null } },
    ]);
  });
});
