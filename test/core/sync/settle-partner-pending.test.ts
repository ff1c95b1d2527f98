import { describe, expect, test } from '@jest/globals';
import type { PendingAtom } from '#core/sync/link.ts';
import { partnerPending } from '#test/support/pending-of.ts';
import { OPPORTUNITY, edited } from '#test/support/views-of.ts';
import { NOTES, DATE, row, before, link, old, settled, conflictOf, type Case } from './settling.ts';

const toPartner: PendingAtom = { before: 'old', after: 'new', counterpart: row('new') };
const fromRow = { crm: row('new') };

describe('an edit that was on its way to Partner Center', () => {
  test.each<Case>([
    {
      case: 'version unmoved: not sent',
      edits: fromRow,
      base: old,
      conflicts: [],
      outcome: 'notSent',
    },
    {
      case: 'shows what was sent: done',
      edits: { ...fromRow, partner: { notes: 'new' } },
      base: { partner: 'new', crm: row('new') },
      conflicts: [],
      outcome: 'lostThenFound',
    },
    {
      case: 'shows it with other line ends and blanks: done',
      edits: { ...fromRow, partner: { notes: ' new\r\n' } },
      base: { partner: 'new', crm: row('new') },
      conflicts: [],
      outcome: 'lostThenFound',
    },
    {
      case: 'shows it though the row has moved on: done, and the row differs from its base',
      edits: { crm: row('newer'), partner: { notes: 'new' } },
      base: { partner: 'new', crm: row('new') },
      conflicts: [],
      outcome: 'lostThenFound',
    },
    {
      case: 'moved and shows something else: a person decides',
      edits: { ...fromRow, partner: { notes: 'theirs' } },
      base: old,
      conflicts: [conflictOf(NOTES, 'theirs', row('new'))],
      outcome: 'notSent',
    },
    {
      case: 'moved and shows what stood before: a person decides',
      edits: { ...fromRow, partner: { campaignId: 'x' } },
      base: old,
      conflicts: [conflictOf(NOTES, 'old', row('new'))],
      outcome: 'notSent',
    },
  ])('$case', ({ edits, base, conflicts, outcome }) => {
    const pending = partnerPending({ [NOTES]: toPartner }, before);
    const { next, outcome: is } = settled(pending, edited(before, edits));
    expect({ ...next, is }).toEqual({
      ...link,
      base: { ...link.base, [NOTES]: base },
      conflicts,
      is: outcome,
    });
  });

  test('a field that Partner Center hides now is no conflict', () => {
    const pending = partnerPending({ [NOTES]: toPartner }, before);
    const { notes: _, ...fields } = before.partner.fields;
    const views = { ...before, partner: { ...before.partner, version: '"p2"', fields } };
    expect(settled(pending, views).next).toEqual(link);
  });

  test.each([
    {
      case: 'of a short copy stays lossy',
      change: { isLossy: true },
      is: { partner: 'new', crm: row('new'), isLossy: true },
    },
    {
      case: 'that is half a join keeps its base, so that the join crosses',
      change: { isJoin: true },
      is: { partner: 'old', crm: row('new') },
    },
  ] as const)('found done, $case', ({ change, is }) => {
    const pending = partnerPending({ [NOTES]: { ...toPartner, ...change } }, before);
    const views = edited(before, { ...fromRow, partner: { notes: 'new' } });
    expect(settled(pending, views).next.base[NOTES]).toEqual(is);
  });

  test('each atom is judged for itself', () => {
    const date: PendingAtom = {
      before: null,
      after: '2027-02-01',
      counterpart: { CloseDate: '2027-02-01' },
    };
    const pending = partnerPending({ [NOTES]: toPartner, [DATE]: date }, before);
    const views = edited(before, { partner: { notes: 'theirs', closeDate: '2027-02-01' } });
    const { next, outcome } = settled(pending, views);
    expect([next.base[DATE], next.conflicts, outcome]).toEqual([
      { partner: '2027-02-01', crm: { CloseDate: '2027-02-01' } },
      [conflictOf(NOTES, 'theirs', row('old'))],
      'lostThenFound',
    ]);
  });

  test('found done, the conflict that it settled is closed', () => {
    const open = conflictOf(NOTES, 'old', row('new'));
    const pending = partnerPending({ [NOTES]: toPartner }, before);
    const views = edited(before, { ...fromRow, partner: { notes: 'new' } });
    expect(settled(pending, views, { conflicts: [open] }).next.conflicts).toEqual([]);
  });

  test('not sent, the conflict that it was to settle stays open', () => {
    const open = conflictOf(NOTES, 'old', row('new'));
    const pending = partnerPending({ [NOTES]: toPartner }, before);
    expect(settled(pending, before, { conflicts: [open] }).next.conflicts).toEqual([open]);
  });

  test.each([
    { shown: OPPORTUNITY, is: 'lostThenFound' },
    { shown: null, is: 'notSent' },
  ])('the CRM id, shown as $shown: $is', ({ shown, is }) => {
    const atom: PendingAtom = { before: null, after: OPPORTUNITY, counterpart: null };
    const views = edited(before, { partner: { crmId: shown } });
    const { next, outcome } = settled(partnerPending({ crmId: atom }, before), views);
    expect([next, outcome]).toEqual([link, is]);
  });
});
