import { describe, expect, test } from '@jest/globals';
import { opportunityId } from '#core/lead/ids.ts';
import type { Counterparts, CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { Link, PendingOperation } from '#core/sync/link.ts';
import { linkTo, matched } from '#core/sync/link-row.ts';
import { keyOf, NOW } from '#test/support/context-of.ts';
import { linkOf } from '#test/support/link-of.ts';
import { crmPending } from '#test/support/pending-of.ts';
import { sessionOf } from '#test/support/session-of.ts';
import { OPPORTUNITY, OWNER, REFERRAL, edited, viewsOf } from '#test/support/views-of.ts';
import { context } from './followed.ts';

const views = viewsOf('received', context);
const session = await sessionOf();
const NOTES = keyOf(context, 'notes');
const none: Counterparts = {
  byReferral: [],
  byCrmId: undefined,
  customerId: undefined,
  contactId: undefined,
  ownerId: undefined,
};
const rowOf = (fields: CrmFields = {}, change: Partial<CrmView> = {}): CrmView =>
  edited(views, { crm: fields, crmView: { version: 'c1', modifiedByUs: true, ...change } }).crm;

const match = (found: Partial<Counterparts>, link: Link = linkOf()) =>
  matched(link, views.partner, { ...none, ...found }, session);

const inShort = (is: ReturnType<typeof match>): string => {
  if (is === undefined) return 'create';
  if (is.kind === 'linked') return `link ${is.crm.id}`;
  return `${is.link.state.kind} ${is.link.notes[0]?.key ?? ''}`;
};

const other = opportunityId('006000000000002AAA');
const bare = { PC_Referral_Id__c: null };

describe('which row a lead has already', () => {
  test.each<{ case: string; found: Partial<Counterparts>; is: string }>([
    { case: 'none: one is created', found: {}, is: 'create' },
    {
      case: 'one that carries its id',
      found: { byReferral: [rowOf()] },
      is: `link ${OPPORTUNITY}`,
    },
    {
      case: 'two that carry its id: a person decides',
      found: { byReferral: [rowOf(), rowOf({}, { id: other })] },
      is: 'left action.candidate',
    },
    {
      case: 'one, and one in the bin',
      found: { byReferral: [rowOf({}, { isDeleted: true, id: other }), rowOf()] },
      is: `link ${OPPORTUNITY}`,
    },
    {
      case: 'one in the bin: nothing is created in its place',
      found: { byReferral: [rowOf({}, { isDeleted: true })] },
      is: 'gone action.gone.crm',
    },
    {
      case: 'the one that the referral names',
      found: { byCrmId: rowOf(bare) },
      is: `link ${OPPORTUNITY}`,
    },
    {
      case: 'its own before the one that the referral names',
      found: { byReferral: [rowOf()], byCrmId: rowOf(bare, { id: other }) },
      is: `link ${OPPORTUNITY}`,
    },
    {
      case: 'named, but of another lead: a person decides',
      found: { byCrmId: rowOf({ PC_Referral_Id__c: 'x' }) },
      is: 'left action.candidate',
    },
    {
      case: 'named, but in the bin',
      found: { byCrmId: rowOf(bare, { isDeleted: true }) },
      is: 'create',
    },
  ])('$case', ({ found, is }) => {
    expect(inShort(match(found))).toBe(is);
  });
});

test('what a row shows when it is linked is the base of its stage, and no atom’s', () => {
  const row = rowOf({ StageName: 'Needs Analysis', PC_Decision__c: 'Accept' });
  expect(linkTo(linkOf(), views.partner, row, session)).toEqual({
    ...linkOf(),
    opportunity: OPPORTUNITY,
    linkedAt: NOW,
    stageBase: {
      partner: 'received',
      closure: 'open',
      stageValue: 'Needs Analysis',
      answer: 'Accept',
      reason: null,
    },
    start: { ownerId: OWNER, stageValue: 'Needs Analysis', answer: 'Accept' },
  });
});

describe('a create found done', () => {
  const atom = { before: null, after: { PC_Notes__c: 'sent' }, counterpart: 'sent' };
  const sent: PendingOperation = {
    ...crmPending({ [NOTES]: atom }, views, {
      StageName: 'Prospecting',
      PC_Referral_Id__c: REFERRAL,
      PC_Sync_Status__c: 'Synced',
    }),
    kind: 'create',
    ifVersion: null,
  };
  const found = (row: CrmView) => {
    const link = linkOf({
      pending: [sent],
      seen: { partner: views.partner, crm: null, sibling: null },
    });
    const is = match({ byReferral: [row] }, link);
    return is?.kind === 'linked' ? is.link : undefined;
  };
  const edit = { PC_Notes__c: 'mine', PC_Decision__c: 'Accept', StageName: 'Qualification' };
  const untouched = { modifiedAt: views.crm.createdAt };

  test.each<{ case: string; change: Partial<CrmView> }>([
    { case: 'modified since', change: { modifiedAt: '2026-11-24T08:30:00.000Z' } },
    {
      case: 'modified by a person in the very second',
      change: { ...untouched, modifiedByUs: false },
    },
  ])('$case: the base is what was sent, the answer empty; the rest is an edit', ({ change }) => {
    const link = found(rowOf(edit, change));
    expect([link?.base[NOTES], link?.stageBase, link?.start, link?.told, link?.pending]).toEqual([
      { partner: 'sent', crm: { PC_Notes__c: 'sent' } },
      {
        partner: 'received',
        closure: 'open',
        stageValue: 'Prospecting',
        answer: null,
        reason: null,
      },
      { ownerId: OWNER, stageValue: 'Prospecting', answer: null },
      { PC_Referral_Id__c: REFERRAL, PC_Sync_Status__c: 'Synced' },
      [],
    ]);
  });

  test('untouched: the base is the row itself, rewriting told', () => {
    const link = found(rowOf({ PC_Notes__c: 'SENT', StageName: 'Qualification' }, untouched));
    expect([link?.base[NOTES], link?.stageBase?.stageValue]).toEqual([
      { partner: 'sent', crm: { PC_Notes__c: 'SENT' }, notTakenBy: 'crm' },
      'Qualification',
    ]);
  });

  test('untouched: what the CRM filled in where the lead says nothing does not cross by itself', () => {
    const link = found(rowOf({ PC_Campaign_Id__c: 'default', PC_MSX_Id__c: 'default' }, untouched));
    expect([link?.base[keyOf(context, 'campaignId')], link?.base[keyOf(context, 'msxId')]]).toEqual(
      [
        { partner: null, crm: { PC_Campaign_Id__c: 'default' }, isPlaceholder: true },
        { partner: null, crm: { PC_MSX_Id__c: 'default' } },
      ],
    );
  });

  test('is judged by the referral as it was when it was sent', () => {
    const then = { ...views.partner, stage: 'received' as const };
    const link = linkOf({ pending: [sent], seen: { partner: then, crm: null, sibling: null } });
    const now = { ...views.partner, stage: 'accepted' as const };
    const is = matched(link, now, { ...none, byReferral: [rowOf()] }, session);
    expect(is?.kind === 'linked' ? is.link.stageBase?.partner : null).toBe('received');
  });
});
