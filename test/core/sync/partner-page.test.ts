import { describe, expect, test } from '@jest/globals';
import { addMs } from '#core/lead/instant.ts';
import { referralId } from '#core/lead/ids.ts';
import type { LeadFields } from '#core/lead/lead.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import { partnerPageDue } from '#core/sync/follow-changes.ts';
import type { Link } from '#core/sync/link.ts';
import { NOW } from '#test/support/context-of.ts';
import { sessionOf } from '#test/support/session-of.ts';
import { partnerOf } from '#test/support/systems-of.ts';
import { REFERRAL, partnerViewOf } from '#test/support/views-of.ts';
import { OWN, SEEN, dueIn, pageOf, stored } from './followed.ts';

const seen = SEEN.partner;
const at = (seconds: number): string => addMs(seen.updatedAt, seconds * 1_000);
const rowOf = (change: Partial<PartnerView> = {}): PartnerView => ({ ...seen, ...change });

const NOTHING = { rows: [], isMarked: false, isSame: true };
const due = (rows: object) => ({ rows: [rows], isMarked: true, isSame: true });

const followed = async (
  rows: readonly PartnerView[],
  change: Partial<Link> = {},
  fetched?: PartnerView | 'gone',
) => {
  const answers = fetched === undefined ? {} : { fetch: () => Promise.resolve(fetched) };
  const session = await sessionOf({ partner: partnerOf(answers) });
  await stored(session.store, change);
  return dueIn(session.store, await partnerPageDue(session, pageOf(...rows), OWN));
};

describe('a row of a referral that has its link', () => {
  const newer = rowOf({ version: '"p2"', updatedAt: at(1) });
  const lagging = rowOf({ version: '"p0"', updatedAt: at(-1) });
  const other = rowOf({ version: '"p2"' });

  test.each([
    { case: 'as seen is not due', rows: [rowOf()], is: NOTHING },
    {
      case: 'as seen, stamped anew by background work, is not due',
      rows: [rowOf({ updatedAt: at(9) })],
      is: NOTHING,
    },
    { case: 'newer is due, with its row', rows: [newer], is: due({ partner: newer }) },
    { case: 'older than seen is ignored: lists lag behind writes', rows: [lagging], is: NOTHING },
    {
      case: 'that moved between pages counts as it came last',
      rows: [newer, rowOf()],
      is: NOTHING,
    },
  ])('$case', async ({ rows, is }) => {
    expect(await followed(rows)).toEqual(is);
  });

  test.each([
    { case: 'is read by id', fetched: newer, is: due({ partner: newer }) },
    { case: 'is due without it where it has gone', fetched: 'gone' as const, is: due({}) },
  ])('of the same stamp with another version $case', async ({ fetched, is }) => {
    expect(await followed([other], {}, fetched)).toEqual(is);
  });

  test.each<{ case: string; state: Link['state']; is: object }>([
    {
      case: 'that vanished',
      state: { kind: 'gone', side: 'partner', at: NOW },
      is: due({ partner: rowOf() }),
    },
    {
      case: 'whose opportunity is gone',
      state: { kind: 'gone', side: 'crm', at: NOW },
      is: NOTHING,
    },
    {
      case: 'that could not be read',
      state: { kind: 'parked', path: 'x', at: NOW },
      is: due({ partner: rowOf() }),
    },
  ])('$case: as seen', async ({ state, is }) => {
    expect(await followed([rowOf()], { state })).toEqual(is);
  });
});

const row = (id: string, fields: LeadFields = {}): PartnerView =>
  partnerViewOf('received', fields, { id: referralId(id), organizationId: OWN });

describe('a row of a referral that is new', () => {
  test('gets a link, due, with its row', async () => {
    const session = await sessionOf();
    const found = await partnerPageDue(session, pageOf(row('r-1'), row('r-2')), OWN);
    const links = await session.store.links.listDue(session.policy.tenant, NOW, { limit: 9 });
    expect([
      found.map(({ stored: one, rows }) => [one.link.referral, rows.partner?.id]),
      new Set(links.map(({ link }) => `${link.referral} seen as ${link.seen.partner?.id ?? '-'}`)),
    ]).toEqual([
      [
        ['r-1', 'r-1'],
        ['r-2', 'r-2'],
      ],
      new Set(['r-1 seen as r-1', 'r-2 seen as r-2']),
    ]);
  });

  test('comes after what is known: an edit may be an answer', async () => {
    const session = await sessionOf();
    await stored(session.store);
    const edit = rowOf({ version: '"p2"', updatedAt: at(1) });
    const found = await partnerPageDue(session, pageOf(row('r-1'), edit), OWN);
    expect(found.map(({ stored: one }) => one.link.referral)).toEqual([REFERRAL, 'r-1']);
  });

  test('of somebody else gets none', async () => {
    const session = await sessionOf();
    const found = await partnerPageDue(session, pageOf(row('r-1')), 'organization-2');
    const counts = await session.store.links.count(session.policy.tenant, NOW);
    expect([found, counts.all]).toEqual([[], 0]);
  });

  test('is the same link in a preview, which saves nothing', async () => {
    const session = await sessionOf({}, { mode: 'preview' });
    const found = await partnerPageDue(session, pageOf(row('r-1')), OWN);
    const counts = await session.store.links.count(session.policy.tenant, NOW);
    expect([found.length, counts.all]).toEqual([1, 0]);
  });
});

describe('somebody else’s half of the engagement', () => {
  const half = partnerViewOf(
    'accepted',
    {},
    { id: referralId('half'), organizationId: 'msft', version: '"h1"' },
  );
  const sibling = { referral: half.id, version: '"h1"', stage: 'accepted' as const };

  test.each([
    {
      case: 'marks ours due when it has moved',
      sibling: { ...sibling, version: '"h0"' },
      is: due({}),
    },
    { case: 'marks ours due when it is new', sibling: null, is: due({}) },
    { case: 'as seen marks nothing', sibling, is: NOTHING },
  ])('$case', async ({ sibling: known, is }) => {
    expect(
      await followed([half], { seen: { partner: seen, crm: SEEN.crm, sibling: known } }),
    ).toEqual(is);
  });

  test('is kept with ours as the feed shows it', async () => {
    const session = await sessionOf();
    await stored(session.store);
    const found = await partnerPageDue(session, pageOf(half), OWN);
    expect(found[0]?.stored.link.seen.sibling).toEqual(sibling);
  });

  test('beside our own row makes it due once, with its row', async () => {
    const newer = rowOf({ version: '"p2"', updatedAt: at(1) });
    expect(await followed([half, newer])).toEqual(due({ partner: newer }));
  });
});

describe('a row that does not parse', () => {
  const unparsed = { rows: [], unparsed: [{ id: REFERRAL, path: 'details.dealValue' }] };
  const notes = [{ key: 'action.unparsed', values: { path: 'details.dealValue' } }];
  const state = { kind: 'parked', path: 'details.dealValue', at: NOW } as const;

  test.each([
    { case: 'sets its link aside, with the path', isKnown: true },
    { case: 'gets a link that waits', isKnown: false },
  ])('$case', async ({ isKnown }) => {
    const session = await sessionOf();
    if (isKnown) await stored(session.store);
    const found = await partnerPageDue(session, unparsed, OWN);
    const entry = await session.store.links.find(session.policy.tenant, REFERRAL);
    expect([found, entry?.link.state, entry?.link.notes]).toEqual([[], state, notes]);
  });

  test('without an id is only told', async () => {
    const session = await sessionOf();
    await partnerPageDue(session, { rows: [], unparsed: [{ id: undefined, path: 'x' }] }, OWN);
    const counts = await session.store.links.count(session.policy.tenant, NOW);
    expect([counts.all, session.tally.report({ partner: 0, crm: 0 }).parked]).toEqual([0, 1]);
  });
});
