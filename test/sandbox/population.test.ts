import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCaller } from './partner-center/caller.ts';
import type { Referral } from './partner-center/referral.ts';
import { startPartnerCenter, type PartnerCenterSandbox } from './partner-center.ts';
import { createPopulation, populate } from './population.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const population = createPopulation({ seed: 7, now: NOW });
const many: Referral[] = Array.from({ length: 3_000 }, (_, index) => population.referral(index));

const isBefore = (a: string, b: string): boolean => Date.parse(a) <= Date.parse(b);

const isFine = (document: Referral): boolean =>
  isBefore(document.createdDateTime, document.updatedDateTime) &&
  isBefore(document.updatedDateTime, new Date(NOW).toISOString()) &&
  (document.status === 'Closed') === (typeof document.closedDateTime === 'string') &&
  (document.status !== 'New' || Date.parse(document.expirationDateTime ?? '') > NOW) &&
  (document.status !== 'Active' || typeof document.acceptedDateTime === 'string');

const valuesOf = (read: (document: Referral) => unknown): Set<unknown> => new Set(many.map(read));

test('is the same for the same seed and index, in any order', () => {
  const again = createPopulation({ seed: 7, now: NOW });
  expect(again.referral(1_234)).toEqual(many[1_234]);
  expect(createPopulation({ seed: 8, now: NOW }).referral(0).id).not.toBe(many[0]?.id);
});

test('gives every referral its own id and tag', () => {
  expect(valuesOf((document) => document.id).size).toBe(many.length);
  expect(valuesOf((document) => document.eTag).size).toBe(many.length);
});

describe('holds', () => {
  test.each<[string, (document: Referral) => unknown, readonly unknown[]]>([
    [
      'all stages',
      (document) => document.substatus,
      ['Pending', 'Received', 'Accepted', 'Won', 'Lost', 'Declined', 'Expired'],
    ],
    [
      'all qualifications',
      (document) => document.qualification,
      ['Direct', 'MarketingQualified', 'SalesQualified', 'None'],
    ],
    ['both types', (document) => document.type, ['Independent', 'Shared']],
    ['spam and not', (document) => document.isSpam, [true, false]],
    ['names and none', (document) => document.name === null, [true, false]],
    [
      'CRM ids null, empty and absent',
      (document) => document.externalReferenceId,
      [null, '', undefined],
    ],
    ['notes null, empty and absent', (document) => document.details.notes, [null, '', undefined]],
    [
      'ids as list and object',
      (document) => Array.isArray(document.customerProfile.ids),
      [true, false],
    ],
    ['notes of 4,000', (document) => document.details.notes?.length === 4_000, [true, false]],
    [
      'odd currencies',
      (document) => document.details.currency,
      ['JPY', 'KWD', 'BRL', null, undefined],
    ],
    ['inviters null', (document) => document.inviteContext?.invitedBy === null, [true, false]],
  ])('%s', (_, read, expected) => {
    expect([...valuesOf(read)]).toEqual(expect.arrayContaining([...expected]));
  });

  test.each<[string, RegExp]>([
    ['signs that must be encoded', /& .*".*".*</],
    ['text that looks encoded', /&amp;/],
    ['emoji of several code points', /\u{1F469}\u200D/u],
    ['right-to-left text', /\p{Script=Hebrew}/u],
    ['120 characters and more', /^.{120,}$/],
    ['blanks around', /^ .* /],
  ])('names with %s', (_, pattern) => {
    expect(many.some((document) => pattern.test(document.customerProfile.name))).toBe(true);
  });

  test("Microsoft's half right after ours, in the same engagement", () => {
    const halves = many.flatMap((document, index) =>
      document.organizationId === 'msft' ? [[many[index - 1], document]] : [],
    );
    expect(halves).toHaveLength(150);
    for (const [own, half] of halves) {
      expect(half?.engagementId).toBe(own?.engagementId);
      expect(half?.customerProfile).toEqual(own?.customerProfile);
    }
  });

  test('more rows of one stamp than fit on a page', () => {
    const counts = new Map<string, number>();
    for (const { updatedDateTime } of many)
      counts.set(updatedDateTime, (counts.get(updatedDateTime) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeGreaterThan(100);
  });

  test('dates that fit the stage', () => {
    expect(many.filter((document) => !isFine(document))).toEqual([]);
  });
});

describe('in the stand-in', () => {
  let sandbox: PartnerCenterSandbox;

  beforeEach(async () => {
    sandbox = await startPartnerCenter({ now: () => NOW });
  });

  afterEach(() => sandbox.stop());

  test('is served page by page, and edited like any other', async () => {
    populate(sandbox, { seed: 7, now: NOW, count: 1_000 });
    const caller = createCaller(sandbox);
    const seen: string[] = [];
    let path: string | undefined = '?$orderby=updatedDateTime%20asc';
    while (path !== undefined) {
      const { body }: Awaited<ReturnType<typeof caller.call>> = await caller.call(path);
      seen.push(...body.value.map((row) => String(row['id'])));
      const link = body['@odata.nextLink'] as string | undefined;
      path = link?.slice(link.indexOf('?'));
    }
    expect(seen).toHaveLength(1_000);
    expect(new Set(seen)).toEqual(new Set(many.slice(0, 1_000).map((document) => document.id)));
    const id = String(many[3]?.id);
    sandbox.edit(id, (document) => {
      document.favorite = true;
    });
    const latest = await caller.call('?$orderby=updatedDateTime%20desc&$top=1');
    expect(latest.body.value).toMatchObject([{ id, favorite: true }]);
    expect(sandbox.size).toBe(1_000);
  });
});
