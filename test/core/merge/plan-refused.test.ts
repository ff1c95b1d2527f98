import { describe, expect, test } from '@jest/globals';
import type { LeadFields } from '#core/lead/lead.ts';
import { canonical } from '#core/merge/plan-atoms.ts';
import { moveValue } from '#core/merge/plan-partner.ts';
import type { RefusedAtom } from '#core/sync/link.ts';
import { NOW, SHIPPED } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited } from '#test/support/views-of.ts';
import { WON, context, ALONE, NOTES, received, accepted, next, ACCEPT } from './planned.ts';

const refused = (change: Partial<RefusedAtom>): RefusedAtom => ({
  key: NOTES,
  side: 'partner',
  value: canonical('x'),
  mappingVersion: SHIPPED.version,
  words: 'too long',
  at: NOW,
  ...change,
});

describe('a refused value', () => {
  const views = edited(accepted, { crm: { PC_Notes__c: 'x', CloseDate: '2027-02-01' } });
  const both = { fields: { notes: 'x', closeDate: '2027-02-01' } };
  const other = { fields: { closeDate: '2027-02-01' } };

  test.each([
    {
      case: 'is not sent again, stops no other atom and is told',
      entry: refused({}),
      change: other,
      isKept: true,
    },
    {
      case: 'is sent again with another mapping',
      entry: refused({ mappingVersion: 'old' }),
      change: both,
      isKept: false,
    },
    {
      case: 'is sent again as another value',
      entry: refused({ value: canonical('y') }),
      change: both,
      isKept: false,
    },
    {
      case: 'on the other side stops nothing here',
      entry: refused({ side: 'crm' }),
      change: both,
      isKept: false,
    },
  ])('$case', ({ entry, change, isKept }) => {
    const link = linkInStep(accepted, context, { refused: [entry] });
    const is = next(link, views);
    expect([is.change, is.refused, is.told]).toEqual([
      change,
      isKept ? [entry] : [],
      isKept ? ['action.refused'] : [],
    ]);
  });

  test('is sent again on a replay', () => {
    const link = linkInStep(accepted, context, {
      refused: [refused({})],
      requests: [{ kind: 'replay', by: 'admin' }],
    });
    expect(next(link, views).change).toEqual(both);
  });

  test('never stops a stage move', () => {
    const link = linkInStep(accepted, context, { refused: [refused({})] });
    const won = edited(views, { ...WON, crm: { ...WON.crm, PC_Notes__c: 'x' } });
    expect(next(link, won).change).toEqual({ ...other, stage: { to: 'won', reason: null } });
  });
});

describe('a refused move', () => {
  const accept = { to: 'accepted', reason: null };
  const entry = (fields: LeadFields) =>
    refused({
      key: 'stage',
      value: canonical(moveValue(accept, { ...received.partner.fields, ...fields })),
    });

  test.each([
    { case: 'is not asked again while all stands as it stood', fields: {}, is: null },
    {
      case: 'is asked again once a value beside it has changed',
      fields: { notes: 'other' },
      is: accept,
    },
  ])('$case', ({ fields, is }) => {
    const link = linkInStep(received, context, { refused: [entry(fields)] });
    expect(next(link, edited(received, { crm: ACCEPT })).change?.stage ?? null).toEqual(is);
  });

  test('alone is not asked again beside edits that still wait; they go on', () => {
    const link = linkInStep(received, context, { refused: [entry({})] });
    const views = edited(received, { crm: { ...ACCEPT, PC_Notes__c: 'x' } });
    expect(next(link, views, ALONE).change).toEqual({ fields: { notes: 'x' } });
  });
});
