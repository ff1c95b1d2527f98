import { describe, expect, test } from '@jest/globals';
import { contextOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { OPPORTUNITY, edited, viewsOf } from '#test/support/views-of.ts';
import { context, accepted, next } from './planned.ts';

const notTaken = (partner: string | null) => ({
  base: { crmId: { partner, crm: {}, notTakenBy: 'partner' as const } },
});

describe('the CRM id', () => {
  const always = contextOf({ policy: policyOf({ limits: { crmId: 'always' } }) });
  test.each([
    { case: 'ours already', shown: OPPORTUNITY, using: context, is: null, told: [] },
    { case: 'missing', shown: null, using: context, is: { crmId: OPPORTUNITY }, told: [] },
    {
      case: 'somebody else’s',
      shown: 'other',
      using: context,
      is: null,
      told: ['note.crmIdTaken'],
    },
    {
      case: 'somebody else’s, to be ours always',
      shown: 'other',
      using: always,
      is: { crmId: OPPORTUNITY },
      told: [],
    },
  ])('$case', ({ shown, using, is, told }) => {
    const views = viewsOf('accepted', using, { crmId: shown });
    const result = next(linkInStep(views, using), views, using);
    expect([result.change?.fields ?? null, result.told]).toEqual([is, told]);
  });

  test.each([
    {
      case: 'that was not taken is not sent again and again',
      left: null,
      is: null,
      told: ['note.notTaken'],
    },
    {
      case: 'is sent again once the referral shows another',
      left: 'before',
      is: { crmId: OPPORTUNITY },
      told: [],
    },
  ])('$case', ({ left, is, told }) => {
    const views = viewsOf('accepted', context, { crmId: null });
    const link = linkInStep(views, context);
    const result = next({ ...link, base: { ...link.base, ...notTaken(left).base } }, views);
    expect([result.change?.fields ?? null, result.told]).toEqual([is, told]);
  });

  test.each(['won', 'lost', 'declined', 'expired'] as const)(
    'is not written on a lead %s',
    (stage) => {
      const views = viewsOf(stage, context, { crmId: null });
      expect(next(linkInStep(views, context), views).change).toBeNull();
    },
  );

  test('that is unknown is left alone', () => {
    const { crmId: _, ...fields } = accepted.partner.fields;
    const views = { ...accepted, partner: { ...accepted.partner, fields } };
    expect(next(linkInStep(views, context), views).change).toBeNull();
  });
});

describe('a closed lead', () => {
  test.each(['won', 'lost', 'declined', 'expired'] as const)(
    '%s: takes no write, and an edit says so',
    (stage) => {
      const views = viewsOf(stage, context);
      const link = linkInStep(views, context);
      const row = { PC_Notes__c: 'x', CloseDate: '2027-02-01', PC_Decision__c: 'Accept' };
      const is = next(link, edited(views, { crm: row }));
      expect([is.change, is.told]).toEqual([null, ['note.closedFinal', 'note.closedFinal']]);
    },
  );
});
