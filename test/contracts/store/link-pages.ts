import { expect, test } from '@jest/globals';
import { addMs, HOUR_MS } from '#core/lead/instant.ts';
import { opportunityId } from '#core/lead/ids.ts';
import type { LinkFilter } from '#core/ports/store.ts';
import type { Link, Note } from '#core/sync/link.ts';
import { START, type StoreBench } from './bench.ts';
import {
  aLink,
  CONFLICT,
  OTHER_TENANT,
  referral,
  REFUSED,
  shownByPartner,
  TENANT,
  waiting,
} from './a-link.ts';

const note = (key: string): readonly Note[] => [{ key, values: {} }];

const named = (name: string, customer: string | null): Pick<Link, 'seen'> => ({
  seen: {
    partner: shownByPartner('accepted', { name, 'customer.name': customer, notes: 'Hidden' }),
    crm: null,
    sibling: null,
  },
});

/** One link of each sort, by number. */
const POPULATION: readonly Link[] = [
  aLink(1),
  aLink(2, { conflicts: [CONFLICT], opportunity: opportunityId('006AbCdEf') }),
  aLink(3, { refused: [REFUSED] }),
  aLink(4, { conflicts: [CONFLICT], refused: [REFUSED] }),
  aLink(5, { state: { kind: 'parked', path: 'details.dealValue', at: START } }),
  aLink(6, { state: { kind: 'gone', side: 'crm', at: START } }),
  aLink(7, { state: { kind: 'left', why: { key: 'left.kind', values: {} } } }),
  aLink(8, { notes: note('action.acceptNeeds') }),
  aLink(9, { notes: note('notTaken'), lasting: note('task.refused') }),
  aLink(10, named('Fabrikam CRM 100%', null)),
  aLink(11, named('Migration', 'AÇÃO Ltda')),
  aLink(12, { schedule: waiting(addMs(START, HOUR_MS)) }),
  aLink(13, { schedule: waiting(START) }),
  aLink(14, { lasting: note('action.owner') }),
];

export const describeLinkPages = (bench: StoreBench): void => {
  const populate = async (): Promise<void> => {
    for (const link of POPULATION.toReversed()) await bench.store().links.insert(link);
    await bench.store().links.insert(aLink(99, { tenant: OTHER_TENANT, conflicts: [CONFLICT] }));
  };
  const numbers = async (filter: LinkFilter, page = { limit: 100 }): Promise<number[]> =>
    (await bench.store().links.list(TENANT, filter, page)).map(({ link }) =>
      Number(link.referral.slice(-12)),
    );

  test.each<{ filter: LinkFilter; is: number[] }>([
    { filter: {}, is: POPULATION.map((_, index) => index + 1) },
    { filter: { state: 'live' }, is: [1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14] },
    { filter: { state: 'left' }, is: [7] },
    { filter: { state: 'parked' }, is: [5] },
    { filter: { state: 'gone' }, is: [6] },
    { filter: { hasConflict: true }, is: [2, 4] },
    { filter: { hasRefused: true }, is: [3, 4] },
    { filter: { hasConflict: true, hasRefused: true }, is: [4] },
    { filter: { needsPerson: true }, is: [2, 3, 4, 5, 6, 8, 14] },
    { filter: { needsPerson: true, state: 'live' }, is: [2, 3, 4, 8, 14] },
    { filter: { hasConflict: true, state: 'gone' }, is: [] },
    { filter: { search: '000000000003' }, is: [3] },
    { filter: { search: referral(3).toUpperCase() }, is: [3] },
    { filter: { search: '6abcdEF' }, is: [2] },
    { filter: { search: 'fabrikam crm' }, is: [10] },
    { filter: { search: '100%' }, is: [10] },
    { filter: { search: '1_0' }, is: [] },
    { filter: { search: 'ação' }, is: [11] },
    { filter: { search: 'hidden' }, is: [] },
    { filter: { search: '000', needsPerson: true, hasConflict: true }, is: [2, 4] },
  ])('list $filter', async ({ filter, is }) => {
    await populate();
    expect(await numbers(filter)).toEqual(is);
  });

  test.each<{ filter: LinkFilter; pages: number[][] }>([
    { filter: { state: 'live' }, pages: [[1, 2, 3, 4], [8, 9, 10, 11], [12, 13, 14], []] },
    { filter: { needsPerson: true }, pages: [[2, 3, 4, 5], [6, 8, 14], []] },
    {
      filter: { search: '000000000' },
      pages: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10, 11, 12],
        [13, 14],
      ],
    },
  ])('pages by referral id of $filter', async ({ filter, pages }) => {
    await populate();
    let after: { after?: Link['referral'] } = {};
    for (const page of pages) {
      expect(await numbers(filter, { ...after, limit: 4 })).toEqual(page);
      after = { after: referral(page.at(-1) ?? 0) };
    }
  });

  test('a page goes on where the last one ended though links came and went between', async () => {
    await populate();
    const { links } = bench.store();
    const first = await links.list(TENANT, { hasConflict: true }, { limit: 1 });
    await links.save(aLink(2), { doneSeq: 1 });
    await links.save(aLink(3, { conflicts: [CONFLICT] }));
    const last = first.at(-1)?.link.referral ?? referral(0);
    const next = await links.list(TENANT, { hasConflict: true }, { after: last, limit: 1 });
    expect(next).toEqual([
      {
        link: aLink(3, { version: 2, conflicts: [CONFLICT] }),
        dueSeq: 1,
        doneSeq: 0,
        plannedSeq: 0,
      },
    ]);
  });

  test('counts', async () => {
    await populate();
    const { links } = bench.store();
    for (const link of POPULATION.slice(10, 13)) await links.save(link, { doneSeq: 1 });
    expect(await links.count(TENANT, START)).toEqual({
      all: 14,
      linked: 1,
      due: 12,
      conflicts: 2,
      refused: 2,
      parked: 1,
      gone: 1,
      left: 1,
      waiting: 1,
    });
    await links.markDue(TENANT, [referral(13), referral(12)]);
    const later = addMs(START, HOUR_MS);
    expect(await links.count(TENANT, later)).toMatchObject({ due: 13, waiting: 0 });
  });

  test('a tenant without links counts none', async () => {
    expect(await bench.store().links.count(TENANT, START)).toEqual({
      all: 0,
      linked: 0,
      due: 0,
      conflicts: 0,
      refused: 0,
      parked: 0,
      gone: 0,
      left: 0,
      waiting: 0,
    });
  });
};
