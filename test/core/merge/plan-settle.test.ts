import { describe, expect, test } from '@jest/globals';
import { canonical } from '#core/merge/plan-atoms.ts';
import { plan } from '#core/merge/plan.ts';
import type { Choice, Conflict, Link, LinkRequest, RefusedAtom } from '#core/sync/link.ts';
import { NOW, contextOf, keyOf, withRules } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';

const OPENED = '2026-11-23T09:00:00.000Z';
const context = contextOf({
  mapping: withRules({ notes: { conflict: 'ask' }, campaignId: { conflict: 'ask' } }),
});
const NOTES = keyOf(context, 'notes');
const CAMPAIGN = keyOf(context, 'campaignId');
const views = viewsOf('accepted', context);
const torn = edited(views, {
  partner: { notes: 'theirs', campaignId: 'p' },
  crm: { PC_Notes__c: 'mine', PC_Campaign_Id__c: 'c' },
});
const conflicts: readonly Conflict[] = [
  { key: NOTES, partner: 'theirs', crm: { PC_Notes__c: 'mine' }, openedAt: OPENED },
  { key: CAMPAIGN, partner: 'p', crm: { PC_Campaign_Id__c: 'c' }, openedAt: OPENED },
];
const toldConflicts = { [NOTES]: canonical('theirs'), [CAMPAIGN]: canonical('p') };

const link = (change: Partial<Link> = {}): Link =>
  linkInStep(views, context, { conflicts, toldConflicts, ...change });

const ask = (
  choice: Choice,
  change: Partial<LinkRequest & { kind: 'settle' }> = {},
): LinkRequest => ({
  kind: 'settle',
  key: NOTES,
  choice,
  ifPartner: canonical('theirs'),
  ifCrm: canonical({ PC_Notes__c: 'mine' }),
  by: 'admin',
  ...change,
});

/** Which atoms each side is to take, and why. */
const settled = (from: Link, shown = torn) => {
  const { operations, link: next } = plan(from, shown, context);
  return {
    writes: operations.map(({ side, purpose, atoms }) => ({
      side,
      purpose,
      atoms: Object.keys(atoms),
    })),
    open: next.conflicts.map(({ key }) => key),
  };
};

describe('an open conflict', () => {
  test('is neither side’s to win: it keeps both values as they are now, and since when it is open', () => {
    const later = edited(torn, { partner: { notes: 'theirs again' } });
    const { link: next, operations } = plan(link(), later, context);
    expect([next.conflicts[0], operations.filter(({ side }) => side === 'partner')]).toEqual([
      { key: NOTES, partner: 'theirs again', crm: { PC_Notes__c: 'mine' }, openedAt: OPENED },
      [],
    ]);
  });

  test('is closed by equal sides', () => {
    const same = edited(torn, { crm: { PC_Notes__c: 'theirs' } });
    const { link: next } = plan(link(), same, context);
    expect([next.conflicts.map(({ key }) => key), next.base[NOTES]]).toEqual([
      [CAMPAIGN],
      { partner: 'theirs', crm: { PC_Notes__c: 'theirs' } },
    ]);
  });

  test('that has just opened is dated now', () => {
    const { link: next } = plan(linkInStep(views, context), torn, context);
    expect(next.conflicts).toEqual(conflicts.map((one) => ({ ...one, openedAt: NOW })));
  });
});

describe('settled by command', () => {
  test.each([
    { choice: 'crm', side: 'partner' },
    { choice: 'partner', side: 'crm' },
  ] as const)('for $choice: the $side takes that one atom, as a settling', ({ choice, side }) => {
    const { writes } = settled(link({ requests: [ask(choice)] }));
    expect(writes.filter(({ atoms }) => atoms.length > 0)).toEqual([
      { side, purpose: 'settle', atoms: [NOTES] },
    ]);
  });

  test('stays open until the write is done: a crash must not lose it', () => {
    expect(settled(link({ requests: [ask('crm')] })).open).toEqual([NOTES, CAMPAIGN]);
  });

  test.each([
    {
      case: 'Partner Center’s value has changed since',
      change: { ifPartner: canonical('before') },
    },
    {
      case: 'the row’s value has changed since',
      change: { ifCrm: canonical({ PC_Notes__c: 'before' }) },
    },
    { case: 'it is about another atom', change: { key: 'gone|Gone__c|' } },
  ])('decides nothing where $case', ({ change }) => {
    const { writes } = settled(link({ requests: [ask('crm', change)] }));
    expect(writes.filter(({ atoms }) => atoms.length > 0)).toEqual([]);
  });
});

const setting = (choice: string, partner = {}) =>
  edited(torn, { crm: { PC_Settle__c: choice }, partner });

describe('settled on the record', () => {
  test.each([
    { choice: 'Keep mine', side: 'partner' },
    { choice: "Take Partner Center's", side: 'crm' },
  ] as const)('$choice serves all conflicts of the record', ({ choice, side }) => {
    const { writes } = settled(link(), setting(choice));
    expect(writes.filter(({ atoms }) => atoms.length > 0)).toEqual([
      { side, purpose: 'settle', atoms: [NOTES, CAMPAIGN] },
    ]);
  });

  test('decides only what the message told as it is now', () => {
    const { writes } = settled(link(), setting('Keep mine', { notes: 'theirs again' }));
    expect(writes.filter(({ atoms }) => atoms.length > 0)).toEqual([
      { side: 'partner', purpose: 'settle', atoms: [CAMPAIGN] },
    ]);
  });

  test('decides nothing that was never told', () => {
    const { writes } = settled(link({ toldConflicts: {} }), setting('Keep mine'));
    expect(writes.filter(({ atoms }) => atoms.length > 0)).toEqual([]);
  });

  test('is emptied with the next words, once it was read', () => {
    const { operations } = plan(link(), setting('Keep mine'), context);
    const write = operations.find(({ side }) => side === 'crm');
    expect(write?.side === 'crm' ? write.fields['PC_Settle__c'] : undefined).toBeNull();
  });

  test('does nothing where nothing is open, but is emptied', () => {
    const shown = edited(views, { crm: { PC_Settle__c: 'Keep mine' } });
    const { operations } = plan(linkInStep(views, context), shown, context);
    expect(operations.map((one) => (one.side === 'crm' ? one.fields : one.side))).toEqual([
      { PC_Settle__c: null },
    ]);
  });
});

const refusal = (value: string, change: Partial<RefusedAtom> = {}): RefusedAtom => ({
  key: NOTES,
  side: 'partner',
  value,
  mappingVersion: context.mapping.version,
  words: 'too long',
  at: NOW,
  ...change,
});
const told = (entry: RefusedAtom) => {
  const { link: next } = plan(link({ refused: [entry] }), torn, context);
  return [next.refused.length, next.notes.filter(({ key }) => key === 'action.refused').length];
};

describe('a choice that the other side refused', () => {
  test.each([
    { case: 'mine', entry: refusal(canonical('mine')), is: [1, 1] },
    {
      case: 'Partner Center’s',
      entry: refusal(canonical({ PC_Notes__c: 'theirs' }), { side: 'crm' }),
      is: [1, 1],
    },
    { case: 'mine, edited since', entry: refusal(canonical('mine before')), is: [0, 0] },
    {
      case: 'under another mapping',
      entry: refusal(canonical('mine'), { mappingVersion: 'old' }),
      is: [0, 0],
    },
  ])('is told beside the conflict for as long as it stands: $case', ({ entry, is }) => {
    expect(told(entry)).toEqual(is);
  });

  test('is told once while it is asked again', () => {
    const entry = refusal(canonical('mine'));
    const { link: next, operations } = plan(
      link({ refused: [entry], requests: [ask('crm')] }),
      torn,
      context,
    );
    expect([
      next.refused,
      next.notes.filter(({ key }) => key === 'action.refused').length,
      operations.filter(({ side }) => side === 'partner'),
    ]).toEqual([[entry], 1, []]);
  });
});
