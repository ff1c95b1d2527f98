import { describe, expect, test } from '@jest/globals';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { PendingAtom } from '#core/sync/link.ts';
import { settlePending } from '#core/sync/settle-pending.ts';
import { crmPending } from '#test/support/pending-of.ts';
import { edited } from '#test/support/views-of.ts';
import {
  context,
  NOTES,
  VALUE,
  RESPOND,
  row,
  before,
  link,
  old,
  settled,
  conflictOf,
  type Case,
} from './settling.ts';

const at = (day: string): CrmFields => ({ PC_Respond_By__c: `2026-12-${day}T00:00:00.000Z` });

const toCrm: PendingAtom = { before: row('old'), after: row('new'), counterpart: 'new' };
const fromPartner = { partner: { notes: 'new' } };

describe('an edit that was on its way to the CRM', () => {
  test.each<Case>([
    {
      case: 'version unmoved: not sent',
      edits: fromPartner,
      base: old,
      conflicts: [],
      outcome: 'notSent',
    },
    {
      case: 'shows what was sent: done',
      edits: { ...fromPartner, crm: row('new\r\n') },
      base: { partner: 'new', crm: row('new') },
      conflicts: [],
      outcome: 'lostThenFound',
    },
    {
      case: 'moved and shows something else: a person decides',
      edits: { ...fromPartner, crm: row('mine') },
      base: old,
      conflicts: [conflictOf(NOTES, 'new', row('mine'))],
      outcome: 'notSent',
    },
    {
      case: 'moved and shows what stood before: a person decides',
      edits: { ...fromPartner, crm: { NextStep: 'x' } },
      base: old,
      conflicts: [conflictOf(NOTES, 'new', row('old'))],
      outcome: 'notSent',
    },
  ])('$case', ({ edits, base, conflicts, outcome }) => {
    const pending = crmPending({ [NOTES]: toCrm }, before);
    const { next, outcome: is } = settled(pending, edited(before, edits));
    expect({ ...next, is }).toEqual({
      ...link,
      base: { ...link.base, [NOTES]: base },
      conflicts,
      is: outcome,
    });
  });

  test('an amount is compared as the rule compares, its currency with it', () => {
    const atom: PendingAtom = {
      before: { Amount: '12000', CurrencyIsoCode: 'USD' },
      after: { Amount: null },
      counterpart: null,
    };
    const views = edited(before, {
      partner: { value: null },
      crm: { Amount: null, CurrencyIsoCode: 'BRL' },
    });
    const { next, outcome } = settled(crmPending({ [VALUE]: atom }, before), views);
    expect([next.base[VALUE], outcome]).toEqual([
      { partner: null, crm: { Amount: null, CurrencyIsoCode: 'USD' } },
      'lostThenFound',
    ]);
  });

  test('of a one-way rule is no conflict: its own base still judges it', () => {
    const atom: PendingAtom = {
      before: at('08'),
      after: at('10'),
      counterpart: '2026-12-10T00:00:00.000Z',
    };
    const views = edited(before, { crm: at('09') });
    const { next } = settled(crmPending({ [RESPOND]: atom }, before), views);
    expect(next).toEqual(link);
  });

  const stage: PendingAtom = {
    before: { StageName: 'Prospecting' },
    after: { StageName: 'Qualification' },
    counterpart: null,
  };

  test.each([
    { shown: 'Qualification', is: 'lostThenFound' },
    { shown: 'Prospecting', is: 'notSent' },
  ])('of a stage, shown as $shown: $is, and the plan sees it from there', ({ shown, is }) => {
    const views = edited(before, { crm: { StageName: shown } });
    const { next, outcome } = settled(crmPending({ stage }, before), views);
    expect([next, outcome]).toEqual([link, is]);
  });
});

describe('our own fields in a write that was on its way', () => {
  const words = { PC_Sync_Status__c: 'Action needed', PC_Sync_Message__c: 'differs' };
  const other = conflictOf(VALUE, 'a', row('b'));
  const pending = crmPending({ [NOTES]: toCrm }, before, words);

  test('count as told where the row shows them, with the conflicts they told', () => {
    const views = edited(before, { ...fromPartner, crm: { ...row('new'), ...words } });
    const { next } = settled(pending, views, { conflicts: [other] });
    expect([next.told, next.toldConflicts]).toEqual([
      { ...link.told, ...words },
      { [VALUE]: '"a"' },
    ]);
  });

  test('count for what is shown of them, and no conflict was told by half a message', () => {
    const half = { PC_Sync_Status__c: 'Action needed', PC_Sync_Message__c: 'cut by a flow' };
    const views = edited(before, { ...fromPartner, crm: { ...row('new'), ...half } });
    const { next } = settled(pending, views, { conflicts: [other] });
    expect([next.told, next.toldConflicts]).toEqual([
      { ...link.told, PC_Sync_Status__c: 'Action needed' },
      {},
    ]);
  });

  test('do not count where they never arrived', () => {
    const { next } = settled(pending, before, { conflicts: [other] });
    expect([next.told, next.toldConflicts]).toEqual([link.told, {}]);
  });
});

test('a link without anything pending stays as it is', () => {
  expect(settlePending(link, before, context)).toEqual({ link, outcomes: [] });
});
