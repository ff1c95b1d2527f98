import { describe, expect, test } from '@jest/globals';
import type { PartnerView } from '#core/ports/partner-system.ts';
import { tenantId } from '#core/lead/ids.ts';
import { newTenantRecord } from '#core/sync/tenant-record.ts';
import { judgeCrmWorld, judgePartnerWorld, ownOrganization } from '#core/sync/world.ts';
import { partnerViewOf } from '#test/support/views-of.ts';

const fresh = newTenantRecord(tenantId('contoso'));
const pinned = { ...fresh, world: { crmOrganizationId: '00D1', partnerOrganizationId: 'own' } };

describe('which CRM this is', () => {
  const facts = {
    crmOrganizationId: '00D1',
    organizationName: 'Contoso',
    holdsReferrals: false,
    hasLinks: false,
  };

  test.each([
    { case: 'a first run on an org without our rows', record: fresh, change: {}, is: 'first' },
    {
      case: 'a first run with links of our own',
      record: fresh,
      change: { holdsReferrals: true, hasLinks: true },
      is: 'first',
    },
    {
      case: 'a fresh store and an org with our rows',
      record: fresh,
      change: { holdsReferrals: true },
      is: 'mismatch',
    },
    { case: 'the org that was pinned', record: pinned, change: {}, is: 'same' },
    {
      case: 'the org that was pinned, with our rows',
      record: pinned,
      change: { holdsReferrals: true, hasLinks: true },
      is: 'same',
    },
    {
      case: 'another org: a refreshed sandbox',
      record: pinned,
      change: { crmOrganizationId: '00D2' },
      is: 'mismatch',
    },
  ])('$case: $is', ({ record, change, is }) => {
    expect(judgeCrmWorld(record, { ...facts, ...change }).kind).toBe(is);
  });

  test('a mismatch names both', () => {
    expect(judgeCrmWorld(pinned, { ...facts, crmOrganizationId: '00D2' })).toEqual({
      kind: 'mismatch',
      why: 'The links belong to the CRM organization 00D1, but the settings now lead to Contoso (00D2)',
    });
  });
});

const row = (organizationId: string, isIndependent = false): PartnerView =>
  partnerViewOf('received', {}, { organizationId, isIndependent });
const page = (...rows: readonly PartnerView[]) => ({ rows, unparsed: [] });

describe('whose referrals these are', () => {
  test.each([
    { case: 'what was pinned', rows: [row('other', true)], known: 'own', is: 'own' },
    {
      case: 'the owner of what only one partner sees',
      rows: [row('msft'), row('other'), row('own', true)],
      known: null,
      is: 'own',
    },
    {
      case: 'the one that is not Microsoft',
      rows: [row('msft'), row('own'), row('own')],
      known: null,
      is: 'own',
    },
    {
      case: 'nobody’s yet, with two partners in sight',
      rows: [row('msft'), row('own'), row('other')],
      known: null,
      is: null,
    },
    { case: 'nobody’s yet, with Microsoft alone', rows: [row('msft')], known: null, is: null },
    { case: 'nobody’s yet, on an empty page', rows: [], known: null, is: null },
  ])('$case', ({ rows, known, is }) => {
    expect(ownOrganization(page(...rows), known)).toBe(is);
  });

  test.each([
    {
      case: 'our own',
      rows: [row('own', true), row('msft'), row('other')],
      world: pinned.world,
      isOurs: true,
    },
    {
      case: 'somebody else’s',
      rows: [row('own', true), row('other', true)],
      world: pinned.world,
      isOurs: false,
    },
    {
      case: 'not known yet',
      rows: [row('other', true)],
      world: { ...pinned.world, partnerOrganizationId: null },
      isOurs: true,
    },
    { case: 'a first run', rows: [row('other', true)], world: null, isOurs: true },
  ])('the signed-in person sees leads that are $case', ({ rows, world, isOurs }) => {
    expect(judgePartnerWorld(page(...rows), world)).toBe(
      isOurs
        ? undefined
        : 'The links belong to the partner organization own, but the signed-in person sees the leads of other',
    );
  });
});
