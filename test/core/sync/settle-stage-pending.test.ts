import { describe, expect, test } from '@jest/globals';
import type { LeadFields } from '#core/lead/lead.ts';
import type { Stage, StageMove } from '#core/lead/stage.ts';
import type { PendingAtom, PendingOperation } from '#core/sync/link.ts';
import { partnerPending } from '#test/support/pending-of.ts';
import { edited } from '#test/support/views-of.ts';
import { NOTES, row, before, link, old, settled, conflictOf } from './settling.ts';

const toPartner: PendingAtom = { before: 'old', after: 'new', counterpart: row('new') };
const fromRow = { crm: row('new') };

const moving = (to: StageMove): PendingOperation =>
  partnerPending({ [NOTES]: toPartner }, before, { to, reason: null });

const shownAs = (stage: Stage, fields: LeadFields) =>
  edited(before, { ...fromRow, partner: fields, partnerView: { stage } });

describe('a stage move with edits beside it', () => {
  test.each<{ to: StageMove; stage: Stage }>([
    { to: 'accepted', stage: 'received' },
    { to: 'accepted', stage: 'declined' },
    { to: 'accepted', stage: 'expired' },
    { to: 'declined', stage: 'received' },
    { to: 'declined', stage: 'accepted' },
    { to: 'won', stage: 'accepted' },
    { to: 'won', stage: 'lost' },
    { to: 'lost', stage: 'won' },
  ])('to $to that still shows $stage was not sent, whatever else moved', ({ to, stage }) => {
    const shown = [{ notes: 'old' }, { notes: 'theirs' }, { notes: 'new' }];
    const results = shown.map((fields) => settled(moving(to), shownAs(stage, fields)));
    expect(results).toEqual(shown.map(() => ({ next: link, outcome: 'notSent' })));
  });

  test.each<{ to: StageMove; stage: Stage }>([
    { to: 'accepted', stage: 'accepted' },
    { to: 'accepted', stage: 'won' },
    { to: 'accepted', stage: 'lost' },
    { to: 'declined', stage: 'declined' },
    { to: 'won', stage: 'won' },
    { to: 'lost', stage: 'lost' },
  ])('to $to that shows $stage was done, and its edits with it', ({ to, stage }) => {
    const { next, outcome } = settled(moving(to), shownAs(stage, { notes: 'new' }));
    expect([next.base[NOTES], next.conflicts, outcome]).toEqual([
      { partner: 'new', crm: row('new') },
      [],
      'lostThenFound',
    ]);
  });

  test('that somebody else made does not count as our edits arrived', () => {
    const { next, outcome } = settled(moving('accepted'), shownAs('accepted', { notes: 'old' }));
    expect([next.base[NOTES], next.conflicts, outcome]).toEqual([
      old,
      [conflictOf(NOTES, 'old', row('new'))],
      'lostThenFound',
    ]);
  });
});
