import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startPartnerCenter({ now: () => NOW });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const query = (options: Record<string, string>): string =>
  `?${Object.entries(options)
    .map(([name, value]) => `$${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

const idsOf = (reply: Reply): string[] => reply.body.value.map((row) => row['id'] as string);

/** Follows next links on our own base, as a careful client does. */
const readAll = async (first: string): Promise<{ pages: string[][]; links: string[] }> => {
  const pages: string[][] = [];
  const links: string[] = [];
  let path: string | undefined = first;
  while (path !== undefined) {
    const reply: Reply = await caller.call(path);
    pages.push(idsOf(reply));
    expect(reply.body['@odata.count']).toBe(reply.body.value.length);
    const link = reply.body['@odata.nextLink'] as string | undefined;
    if (link !== undefined) links.push(link);
    path = link?.slice(link.indexOf('?'));
  }
  return { pages, links };
};

const addAt = (updatedDateTime: string): string =>
  sandbox.addReferral({
    status: 'Active',
    createdDateTime: '2026-11-01T00:00:00Z',
    updatedDateTime,
  });

describe('pages', () => {
  test('hold 100 rows in no useful order, and a next link of the wrong host and path', async () => {
    const added = Array.from({ length: 205 }, () => sandbox.addReferral({}));
    const { pages, links } = await readAll('');
    expect(pages.map((page) => page.length)).toEqual([100, 100, 5]);
    expect(pages.flat().toSorted()).toEqual(added.toSorted());
    expect(pages.flat()).not.toEqual(added);
    expect(links[0]).toMatch(
      /^http:\/\/api\.partner\.microsoft\.com\/v1\.0\/referrals\?\$skiptoken=[\w%]+$/,
    );
    sandbox.switches.nextLinkHost = 'own';
    const own = await caller.call('');
    const next = await caller.send(
      (own.body['@odata.nextLink'] as string).slice(sandbox.url.length),
    );
    expect(next.body['@odata.count']).toBe(100);
  });

  test.each(['asc', 'desc'])('of equal stamps are read once each, %s', async (direction) => {
    const same = Array.from({ length: 7 }, () => addAt('2026-11-20T10:00:00.5Z'));
    const older = addAt('2026-11-20T10:00:00.4999999Z');
    sandbox.switches.pageSize = 3;
    const { pages } = await readAll(query({ orderby: `updatedDateTime ${direction}` }));
    expect(pages.map((page) => page.length)).toEqual([3, 3, 2]);
    expect(pages.flat().toSorted()).toEqual([...same, older].toSorted());
    expect(direction === 'asc' ? pages.flat()[0] : pages.flat().at(-1)).toBe(older);
  });

  test.each([
    { paging: 'keyset' as const, missed: false },
    { paging: 'offset' as const, missed: true },
  ])('by $paging, a row that moves away while reading: next row missed is $missed', async (row) => {
    Object.assign(sandbox.switches, { pageSize: 2, paging: row.paging });
    const [first, , third] = ['01', '02', '03', '04'].map((day) =>
      addAt(`2026-11-${day}T00:00:00Z`),
    );
    const page = await caller.call(query({ orderby: 'updatedDateTime asc' }));
    sandbox.edit(first as string, (document) => {
      document.favorite = true;
    });
    const link = page.body['@odata.nextLink'] as string;
    const rest = await readAll(link.slice(link.indexOf('?')));
    expect(rest.pages.flat().includes(String(third))).toBe(!row.missed);
    expect(rest.pages.flat()).toContain(first);
  });

  test.each([
    { case: '$top is a page size', topIsPageSize: true, top: '2', pages: [2, 2, 1] },
    { case: '$top is the whole answer', topIsPageSize: false, top: '2', pages: [2] },
    { case: '$top over the cap', topIsPageSize: true, top: '999', pages: [4, 1] },
    { case: '$top over the cap, the whole', topIsPageSize: false, top: '5', pages: [4, 1] },
  ])('$case', async ({ topIsPageSize, top, pages }) => {
    Object.assign(sandbox.switches, { topIsPageSize, topCap: 4 });
    for (let count = 0; count < 5; count += 1) sandbox.addReferral({});
    const read = await readAll(query({ top }));
    expect(read.pages.map((page) => page.length)).toEqual(pages);
  });

  test('show only what is selected', async () => {
    const id = sandbox.addReferral({});
    const reply = await caller.call(query({ select: 'id, status' }));
    expect(reply.body.value).toEqual([{ id, status: 'New' }]);
  });
});

const filterOf = async (filter: string): Promise<string[]> =>
  idsOf(await caller.call(query({ filter })));

describe('filters', () => {
  test.each([
    "status eq 'Active'",
    "status eq 'Active' and qualification eq 'SalesQualified'",
    "(status eq 'Active' and (substatus eq 'Accepted'))",
    "customerProfile/address/country eq 'US' and direction eq 'Incoming'",
    "team/any(t:t/email eq 'jo@contoso.example')",
    "status eq 'Active' and team/any(x: x/email eq 'jo@contoso.example' and x/firstName eq null)",
    "customerProfile/name eq 'O''Neil & Co'",
    'details/dealValue eq 12.5',
    'favorite eq true',
    'campaignId eq null and favorite eq true',
    'updatedDateTime ge 2026-11-20T10:00:00.5Z',
    'updatedDateTime gt 2026-11-20T10:00:00.4999999Z',
    'updatedDateTime eq 2026-11-20T12:00:00.5000000+02:00',
    'updatedDateTime ge 2026-11-20T00:00:00Z and updatedDateTime lt 2026-11-21T00:00:00Z',
    "updatedDateTime le 2026-11-20T10:00:00.5Z and status eq 'Active'",
  ])('%s', async (filter) => {
    const id = sandbox.addReferral({
      status: 'Active',
      qualification: 'SalesQualified',
      favorite: true,
      customerProfile: { name: "O'Neil & Co", address: { country: 'US' } },
      details: { dealValue: 12.5 },
      team: [{ email: 'jo@contoso.example' }],
      createdDateTime: '2026-11-01T00:00:00Z',
      updatedDateTime: '2026-11-20T10:00:00.5Z',
    });
    sandbox.addReferral({ updatedDateTime: '2026-11-19T23:59:59.9999999Z' });
    expect(await filterOf(filter)).toEqual([id]);
    const ordered = await caller.call(query({ filter, orderby: 'updatedDateTime desc' }));
    expect(idsOf(ordered)).toEqual([id]);
  });

  test.each([
    { case: 'values are compared as they are spelled', filter: "status eq 'new'" },
    { case: 'gt leaves the bound out', filter: 'updatedDateTime gt 2026-11-20T10:00:00.5Z' },
    { case: 'lt leaves the bound out', filter: 'updatedDateTime lt 2026-11-20T10:00:00.5Z' },
  ])('$case', async ({ filter }) => {
    addAt('2026-11-20T10:00:00.5Z');
    expect(await filterOf(filter)).toEqual([]);
  });

  test('find an engagement page by page, in order, as the list shows it', async () => {
    const engagementId = '65edc0b5-3485-41b7-a17e-dfa9ef4706e2';
    const add = (day: string): string =>
      sandbox.addReferral({
        engagementId,
        status: 'Active',
        createdDateTime: '2026-11-01T00:00:00Z',
        updatedDateTime: `2026-11-${day}T00:00:00Z`,
      });
    const filter = `engagementId eq '${engagementId}' and status eq 'Active'`;
    const own = [add('03'), add('01')];
    sandbox.addReferral({});
    expect(new Set(await filterOf(filter))).toEqual(new Set(own));
    own.push(add('02'));
    Object.assign(sandbox.switches, { pageSize: 2, listLagMs: 1_000 });
    sandbox.win(own[0] as string);
    const { pages } = await readAll(query({ filter, orderby: 'updatedDateTime desc' }));
    expect(pages).toEqual([[own[0], own[2]], [own[1]]]);
  });

  test.each([
    { literal: 'unquoted' as const, takes: [200, 400] },
    { literal: 'quoted' as const, takes: [400, 200] },
    { literal: 'none' as const, takes: [400, 400] },
  ])('dates $literal', async ({ literal, takes }) => {
    sandbox.switches.dateLiteral = literal;
    const date = '2026-11-20T10:00:00Z';
    const bare = await caller.call(query({ filter: `updatedDateTime ge ${date}` }));
    const quoted = await caller.call(query({ filter: `updatedDateTime ge '${date}'` }));
    expect([bare.status, quoted.status]).toEqual(takes);
  });

  test.each([
    { target: '$filter', options: { filter: "status ne 'New'" } },
    { target: '$filter', options: { filter: "status eq 'New' or status eq 'Active'" } },
    { target: '$filter', options: { filter: 'createdDateTime ge 2026-11-20T10:00:00Z' } },
    { target: '$filter', options: { filter: 'updatedDateTime ge 2026-11-20' } },
    { target: '$filter', options: { filter: 'updatedDateTime ge 2026-11-20T10:00:00.12345678Z' } },
    { target: '$filter', options: { filter: "startswith(name,'A')" } },
    { target: '$filter', options: { filter: "stage eq 'New'" } },
    { target: '$filter', options: { filter: "team/email eq 'x'" } },
    { target: '$filter', options: { filter: "team/any(t:t/mail eq 'x')" } },
    {
      target: '$filter',
      options: { filter: 'engagementId eq 65edc0b5-3485-41b7-a17e-dfa9ef4706e2' },
    },
    { target: '$filter', options: { filter: "(status eq 'New'" } },
    { target: '$filter', options: { filter: "status eq 'New' substatus" } },
    { target: '$orderby', options: { orderby: 'name' } },
    { target: '$orderby', options: { orderby: 'updatedDateTime down' } },
    { target: '$top', options: { top: '0' } },
    { target: '$select', options: { select: 'id,stage' } },
    { target: '$skiptoken', options: { skiptoken: 'nonsense' } },
    { target: '$count', options: { count: 'true' } },
    { target: '$skip', options: { skip: '5' } },
    { target: '$expand', options: { expand: 'team' } },
  ])('refuses $options', async ({ target, options }) => {
    const reply = await caller.call(query(options));
    expect(reply.status).toBe(400);
    expect(reply.body.error).toMatchObject({ code: 'invalidRequest', target });
  });
});
