import { describe, expect, test } from '@jest/globals';
import { addMs } from '#core/lead/instant.ts';
import { opportunityId } from '#core/lead/ids.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import { crmPageDue } from '#core/sync/follow-changes.ts';
import type { Link } from '#core/sync/link.ts';
import { NOW } from '#test/support/context-of.ts';
import { linkOf } from '#test/support/link-of.ts';
import { sessionOf } from '#test/support/session-of.ts';
import { REFERRAL } from '#test/support/views-of.ts';
import { SEEN, dueIn, pageOf, stored } from './followed.ts';

const seen = SEEN.crm;
const at = (seconds: number): string => addMs(seen.modifiedAt, seconds * 1_000);
const rowOf = (change: Partial<CrmView> = {}, fields: CrmFields = {}): CrmView => ({
  ...seen,
  ...change,
  fields: { ...seen.fields, ...fields },
});

const NOTHING = { rows: [], isMarked: false, isSame: true };
const due = (rows: object) => ({
  rows: [{ ...rows, isPartnerAsSeen: true }],
  isMarked: true,
  isSame: true,
});

const followed = async (rows: readonly CrmView[], change: Partial<Link> = {}) => {
  const session = await sessionOf();
  await stored(session.store, change);
  return dueIn(session.store, await crmPageDue(session, pageOf(...rows)));
};

describe('a row of a linked opportunity', () => {
  const newer = { version: 'c2', modifiedAt: at(1) };
  const edit = rowOf(newer, { PC_Notes__c: 'x' });

  test.each([
    { case: 'as seen is not due', row: rowOf(), is: NOTHING },
    {
      case: 'stamped anew by background work, nothing else, is not due',
      row: rowOf(newer),
      is: NOTHING,
    },
    { case: 'with another value is due, with its row', row: edit, is: due({ crm: edit }) },
    {
      case: 'older than seen is ignored: lists lag behind writes',
      row: rowOf({ version: 'c0', modifiedAt: at(-1) }, { PC_Notes__c: 'x' }),
      is: NOTHING,
    },
    {
      case: 'of the same version with another value is read by id',
      row: rowOf({}, { PC_Notes__c: 'x' }),
      is: due({}),
    },
    {
      case: 'with a hidden field that was shown is due',
      row: { ...edit, fields: {} },
      is: due({ crm: { ...edit, fields: {} } }),
    },
  ])('$case', async ({ row, is }) => {
    expect(await followed([row])).toEqual(is);
  });

  test.each<Partial<CrmView>>([{ ownerId: '005B' }, { closure: 'won' }, { isDeleted: true }])(
    'with %j is due',
    async (change) => {
      const row = rowOf({ ...newer, ...change });
      expect(await followed([row])).toEqual(due({ crm: row }));
    },
  );

  test('that is undeleted brings its link back, as seen', async () => {
    const state = { kind: 'gone', side: 'crm', at: NOW } as const;
    expect(await followed([rowOf()], { state })).toEqual(due({ crm: rowOf() }));
  });

  test('still in the bin stays gone', async () => {
    const state = { kind: 'gone', side: 'crm', at: NOW } as const;
    const row = rowOf({ isDeleted: true });
    const change = { state, seen: { partner: null, crm: row, sibling: null } };
    expect(await followed([row], change)).toEqual(NOTHING);
  });

  test('brings back no referral that vanished', async () => {
    const state = { kind: 'gone', side: 'partner', at: NOW } as const;
    expect(await followed([rowOf()], { state })).toEqual(NOTHING);
  });

  test('while Partner Center’s side is marked as well, is read on both sides', async () => {
    const session = await sessionOf();
    await stored(session.store);
    await session.store.links.markDue(session.policy.tenant, [REFERRAL]);
    const found = await crmPageDue(session, pageOf(edit));
    expect(found.map(({ rows }) => rows)).toEqual([{ crm: edit }]);
  });

  test('seen for the first time is due', async () => {
    const row = rowOf();
    expect(
      await followed([row], { seen: { partner: SEEN.partner, crm: null, sibling: null } }),
    ).toEqual(due({ crm: row }));
  });
});

const stray = (PC_Referral_Id__c: string | null) =>
  rowOf({ id: opportunityId('006000000000009AAA') }, { PC_Referral_Id__c });

const strays = async (row: CrmView, link: Link) => {
  const session = await sessionOf();
  await session.store.links.insert(link);
  const found = await crmPageDue(session, pageOf(row));
  return found.map(({ stored: one, rows }) => [one.link.referral, rows]);
};

describe('a row of no link', () => {
  test.each([
    {
      case: 'that carries the id of a lead without one makes it due',
      id: REFERRAL,
      link: {},
      is: [[REFERRAL, {}]],
    },
    { case: 'in capitals, too', id: REFERRAL.toUpperCase(), link: {}, is: [[REFERRAL, {}]] },
    {
      case: 'of a lead that is left out, changes nothing',
      id: REFERRAL,
      link: { state: { kind: 'left' as const, why: { key: 'left.spam', values: {} } } },
      is: [],
    },
    {
      case: 'of a lead that has another, changes nothing',
      id: REFERRAL,
      link: { opportunity: opportunityId('006000000000001AAA') },
      is: [],
    },
    { case: 'that nobody knows', id: '00000000-0000-4000-8000-00000000dead', link: {}, is: [] },
    { case: 'that carries no id', id: null, link: {}, is: [] },
  ])('$case', async ({ id, link, is }) => {
    expect(await strays(stray(id), linkOf(link))).toEqual(is);
  });
});
