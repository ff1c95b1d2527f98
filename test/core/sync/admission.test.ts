import { describe, expect, test } from '@jest/globals';
import type { LeadFields } from '#core/lead/lead.ts';
import { STAGES, type Stage } from '#core/lead/stage.ts';
import { admitsOf, leftBecause } from '#core/sync/admission.ts';
import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { partnerViewOf } from '#test/support/views-of.ts';

interface Case {
  readonly case: string;
  readonly fields: LeadFields;
  readonly policy: TenantPolicy;
  readonly is: string | null;
}

const countries = (...list: readonly string[]) => policyOf({ include: { countries: list } });
const locations = (...list: readonly string[]) => policyOf({ include: { locations: list } });

describe('what the settings leave out', () => {
  test.each<Case>([
    { case: 'a kind that is wanted', fields: { kind: 'coSell' }, policy: policyOf(), is: null },
    {
      case: 'a kind that is not',
      fields: { kind: 'partnerDeal' },
      policy: policyOf(),
      is: 'left.kind partnerDeal',
    },
    { case: 'a kind that nobody can tell', fields: { kind: null }, policy: policyOf(), is: null },
    { case: 'any country', fields: { 'customer.country': 'BR' }, policy: policyOf(), is: null },
    {
      case: 'a country of the list',
      fields: { 'customer.country': 'BR' },
      policy: countries('US', 'BR'),
      is: null,
    },
    {
      case: 'a country that is not',
      fields: { 'customer.country': 'DE' },
      policy: countries('BR'),
      is: 'left.country DE',
    },
    {
      case: 'no country, where some are wanted',
      fields: { 'customer.country': null },
      policy: countries('BR'),
      is: 'left.country',
    },
    { case: 'a location of the list', fields: { location: '1' }, policy: locations('1'), is: null },
    {
      case: 'a location that is not',
      fields: { location: '2' },
      policy: locations('1'),
      is: 'left.location 2',
    },
    { case: 'spam', fields: { isSpam: true }, policy: policyOf(), is: 'left.spam' },
    {
      case: 'spam that is wanted',
      fields: { isSpam: true },
      policy: policyOf({ include: { spam: true } }),
      is: null,
    },
    {
      case: 'the kind first, where several are',
      fields: { kind: 'partnerDeal', isSpam: true },
      policy: countries('BR'),
      is: 'left.kind partnerDeal',
    },
  ])('$case: $is', ({ fields, policy, is }) => {
    const why = leftBecause(partnerViewOf('received', fields), policy, false);
    expect(why === undefined ? null : `${why.key} ${why.values['value'] ?? ''}`.trim()).toBe(is);
  });
});

const isOpen = (stage: Stage) => stage === 'received' || stage === 'accepted';

describe('by stage and age', () => {
  const EVERY = STAGES.flatMap((stage) =>
    [true, false].map((isBackfill) => ({ stage, isBackfill })),
  );
  test.each(EVERY)('backfill open: $stage, there before $isBackfill', ({ stage, isBackfill }) => {
    expect(leftBecause(partnerViewOf(stage), policyOf(), isBackfill)?.key).toBe(
      isOpen(stage) ? undefined : 'left.closed',
    );
  });

  test.each(EVERY)('backfill all: $stage, there before $isBackfill', ({ stage, isBackfill }) => {
    expect(leftBecause(partnerViewOf(stage), policyOf({ backfill: 'all' }), isBackfill)?.key).toBe(
      isOpen(stage) || isBackfill ? undefined : 'left.closed',
    );
  });

  test.each(EVERY)('backfill none: $stage, there before $isBackfill', ({ stage, isBackfill }) => {
    expect(leftBecause(partnerViewOf(stage), policyOf({ backfill: 'none' }), isBackfill)?.key).toBe(
      isOpen(stage) ? (isBackfill ? 'left.backfill' : undefined) : 'left.closed',
    );
  });

  test.each([
    { stage: 'received', is: 'left.notAccepted' },
    { stage: 'accepted', is: undefined },
  ] as const)('created when accepted: $stage is $is', ({ stage, is }) => {
    const policy = policyOf({ createAt: 'accepted' });
    expect(leftBecause(partnerViewOf(stage), policy, false)?.key).toBe(is);
  });
});

test.each<[string, Parameters<typeof policyOf>[0], boolean]>([
  ['the same settings', {}, true],
  ['another limit', { limits: { closesPerCycle: 9 } }, true],
  ['another kind', { include: { kinds: ['coSell'] } }, false],
  ['another country', { include: { countries: ['BR'] } }, false],
  ['creation at another stage', { createAt: 'accepted' }, false],
  ['another backfill', { backfill: 'all' }, false],
])('%s let in the same referrals: %#', (_case, change, isSame) => {
  expect(admitsOf(policyOf(change)) === admitsOf(policyOf())).toBe(isSame);
});
