import { describe, expect, test } from '@jest/globals';
import type { Operation } from '#core/merge/operation.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import { partnerWritten } from '#core/sync/apply-outcome.ts';
import type { PendingAtom } from '#core/sync/link.ts';
import { contextOf, keyOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { OPPORTUNITY, edited, viewsOf } from '#test/support/views-of.ts';

const context = contextOf();
const views = viewsOf('accepted', context);
const link = linkInStep(views, context);
const NOTES = keyOf(context, 'notes');
const VALUE = keyOf(context, 'value');
const row = (value: string): CrmFields => ({ PC_Notes__c: value });

const toPartner = (atoms: Readonly<Record<string, PendingAtom>>) =>
  ({
    side: 'partner',
    purpose: 'sync',
    atoms,
    isUrgent: false,
    isIrreversible: false,
    change: { fields: {} },
  }) as const satisfies Operation;

const notes = (change: Partial<PendingAtom> = {}): PendingAtom => ({
  before: 'old',
  after: 'new',
  counterpart: row('new'),
  ...change,
});

const partnerBase = (atom: PendingAtom, reply: string | null | undefined) => {
  const { notes: _, ...others } = views.partner.fields;
  const shown = {
    ...views.partner,
    fields: reply === undefined ? others : { ...others, notes: reply },
  };
  return partnerWritten(link, toPartner({ [NOTES]: atom }), shown, context.codecs).base[NOTES];
};

describe('a write to Partner Center', () => {
  const old = link.base[NOTES]?.partner;

  test.each([
    { case: 'taken as sent', atom: notes(), reply: 'new', is: { partner: 'new', crm: row('new') } },
    {
      case: 'taken with other line ends',
      atom: notes({ after: 'a\nb' }),
      reply: 'a\r\nb ',
      is: { partner: 'a\r\nb ', crm: row('new') },
    },
    {
      case: 'not taken: the base is what the reply shows, marked',
      atom: notes(),
      reply: 'old',
      is: { partner: 'old', crm: row('new'), notTakenBy: 'partner' },
    },
    {
      case: 'emptied and not taken',
      atom: notes({ after: null }),
      reply: 'old',
      is: { partner: 'old', crm: row('new'), notTakenBy: 'partner' },
    },
    {
      case: 'of which the reply shows nothing: as sent',
      atom: notes(),
      reply: undefined,
      is: { partner: 'new', crm: row('new') },
    },
    {
      case: 'of an edited short copy stays lossy',
      atom: notes({ isLossy: true }),
      reply: 'new',
      is: { partner: 'new', crm: row('new'), isLossy: true },
    },
    {
      case: 'that is half a join keeps its base, so that the join crosses',
      atom: notes({ isJoin: true }),
      reply: 'new',
      is: { partner: old, crm: row('new') },
    },
    {
      case: 'that is half a join and came out otherwise crosses as it is',
      atom: notes({ isJoin: true }),
      reply: 'new!',
      is: { partner: old, crm: row('new'), notTakenBy: 'partner' },
    },
    {
      case: 'that is half a join and was not taken undoes nothing in the CRM',
      atom: notes({ isJoin: true }),
      reply: 'old',
      is: { partner: 'old', crm: row('new'), notTakenBy: 'partner' },
    },
  ])('$case', ({ atom, reply, is }) => {
    expect(partnerBase(atom, reply)).toEqual(is);
  });

  test('without a reply is believed as sent', () => {
    const next = partnerWritten(link, toPartner({ [NOTES]: notes() }), undefined, context.codecs);
    expect(next).toEqual({
      ...link,
      base: { ...link.base, [NOTES]: { partner: 'new', crm: row('new') } },
    });
  });

  test('closes the conflict of what it wrote, and no other', () => {
    const open = (key: string) => ({ key, partner: 'a', crm: row('b'), openedAt: context.now });
    const torn = { ...link, conflicts: [open(NOTES), open(VALUE)] };
    const next = partnerWritten(torn, toPartner({ [NOTES]: notes() }), undefined, context.codecs);
    expect(next.conflicts).toEqual([open(VALUE)]);
  });

  test('of a rule that the mapping no longer has leaves no base', () => {
    const next = partnerWritten(
      link,
      toPartner({ 'notes|Gone__c|': notes() }),
      undefined,
      context.codecs,
    );
    expect(next).toEqual(link);
  });

  test.each([
    { case: 'taken', reply: OPPORTUNITY, is: undefined },
    { case: 'not taken', reply: null, is: { partner: null, crm: {}, notTakenBy: 'partner' } },
    { case: 'changed', reply: 'other', is: { partner: 'other', crm: {}, notTakenBy: 'partner' } },
  ])('of the CRM id, $case', ({ reply, is }) => {
    const atom = { before: null, after: OPPORTUNITY, counterpart: null };
    const shown = edited(views, { partner: { crmId: reply } }).partner;
    const next = partnerWritten(link, toPartner({ crmId: atom }), shown, context.codecs);
    expect(next.base).toEqual({ ...link.base, ...(is === undefined ? {} : { crmId: is }) });
  });
});
