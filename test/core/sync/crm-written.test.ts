import { describe, expect, test } from '@jest/globals';
import type { Operation } from '#core/merge/operation.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { crmWritten, refusedAtoms } from '#core/sync/apply-outcome.ts';
import { contextOf, keyOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';

const context = contextOf();
const views = viewsOf('accepted', context);
const link = linkInStep(views, context);
const NOTES = keyOf(context, 'notes');
const VALUE = keyOf(context, 'value');
const row = (value: string): CrmFields => ({ PC_Notes__c: value });

const toCrm = (change: Partial<Operation & { readonly side: 'crm' }> = {}) => ({
  side: 'crm' as const,
  purpose: 'sync' as const,
  atoms: { [NOTES]: { before: row('old'), after: row('new'), counterpart: 'new' } },
  isUrgent: false,
  stageBase: null,
  fields: row('new'),
  ...change,
});

const written = (operation: Operation & { readonly side: 'crm' }, shown?: CrmFields) =>
  crmWritten(
    link,
    operation,
    shown === undefined ? undefined : edited(views, { crm: shown }).crm,
    context,
  );

describe('a write to the CRM', () => {
  test.each([
    { case: 'taken as sent', shown: row('new'), is: { partner: 'new', crm: row('new') } },
    {
      case: 'rewritten by the CRM: the base is what the reply shows, marked',
      shown: row('NEW'),
      is: { partner: 'new', crm: row('NEW'), notTakenBy: 'crm' },
    },
    { case: 'without a reply', shown: undefined, is: { partner: 'new', crm: row('new') } },
  ])('$case', ({ shown, is }) => {
    expect(written(toCrm(), shown).base[NOTES]).toEqual(is);
  });

  test('of an amount alone keeps the currency of the row', () => {
    const before = { Amount: '12000', CurrencyIsoCode: 'USD' };
    const atom = { before, after: { Amount: null }, counterpart: null };
    const next = written(toCrm({ atoms: { [VALUE]: atom }, fields: { Amount: null } }));
    expect(next.base[VALUE]).toEqual({
      partner: null,
      crm: { Amount: null, CurrencyIsoCode: 'USD' },
    });
  });

  test('of a shortened text is marked lossy, and compared with what was sent', () => {
    const atom = {
      before: row('old'),
      after: row('ne'),
      counterpart: 'new',
      isLossy: true as const,
    };
    const next = written(toCrm({ atoms: { [NOTES]: atom }, fields: row('ne') }), row('ne'));
    expect(next.base[NOTES]).toEqual({ partner: 'new', crm: row('ne'), isLossy: true });
  });

  test('remembers what our own fields have told, and the conflicts told with them', () => {
    const open = { key: VALUE, partner: 'a', crm: row('b'), openedAt: context.now };
    const said = { PC_Sync_Message__c: 'words', PC_Settle__c: null };
    const torn = { ...link, conflicts: [open], toldConflicts: { [NOTES]: '"x"' } };
    const next = crmWritten(
      torn,
      toCrm({ fields: { ...row('new'), ...said } }),
      undefined,
      context,
    );
    expect({ told: next.told, toldConflicts: next.toldConflicts }).toEqual({
      told: { ...link.told, ...said },
      toldConflicts: { [VALUE]: '"a"' },
    });
  });

  test('that tells nothing leaves what was told', () => {
    const torn = { ...link, toldConflicts: { [NOTES]: '"x"' } };
    const next = crmWritten(torn, toCrm(), undefined, context);
    expect([next.told, next.toldConflicts]).toEqual([link.told, { [NOTES]: '"x"' }]);
  });

  const stageBase = {
    partner: 'accepted',
    closure: 'open',
    stageValue: 'Qualification',
    answer: 'Accept',
    reason: null,
  } as const;

  test.each([
    {
      case: 'as shown',
      shown: { StageName: 'Needs Analysis', PC_Reason__c: 'Others' },
      is: { ...stageBase, stageValue: 'Needs Analysis', reason: 'Others' },
    },
    { case: 'as sent without a reply', shown: undefined, is: stageBase },
    {
      case: 'whatever answer the row shows meanwhile',
      shown: { StageName: 'Qualification', PC_Decision__c: 'Decline' },
      is: stageBase,
    },
  ])('of a stage becomes the agreed stage: $case', ({ shown, is }) => {
    const stage = {
      before: { StageName: 'Prospecting' },
      after: { StageName: 'Qualification' },
      counterpart: null,
    };
    const next = written(toCrm({ atoms: { stage }, fields: stage.after, stageBase }), shown);
    expect([next.stageBase, next.base]).toEqual([is, link.base]);
  });

  test('of data alone leaves the agreed stage', () => {
    expect(written(toCrm(), { ...row('new'), StageName: 'Needs Analysis' }).stageBase).toEqual(
      link.stageBase,
    );
  });
});

const refused = (key: string, side: 'partner' | 'crm', value: string) => ({
  key,
  side,
  value,
  mappingVersion: '1',
  words: 'no',
});

describe('a refused atom', () => {
  test('is kept once per side, with its newest value', () => {
    const first = refusedAtoms(link, [refused('a', 'crm', '1'), refused('b', 'crm', '1')], '1st');
    const next = refusedAtoms(
      first,
      [refused('a', 'crm', '2'), refused('a', 'partner', '2')],
      '2nd',
    );
    expect(next.refused).toEqual([
      { ...refused('b', 'crm', '1'), at: '1st' },
      { ...refused('a', 'crm', '2'), at: '2nd' },
      { ...refused('a', 'partner', '2'), at: '2nd' },
    ]);
  });
});
