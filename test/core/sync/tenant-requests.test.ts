import { describe, expect, test } from '@jest/globals';
import { newTenantRecord, type TenantRecord } from '#core/sync/tenant-record.ts';
import { answerRequests } from '#core/sync/tenant-requests.ts';
import type { TenantRequest } from '#core/ports/store.ts';
import { aLink, referral } from '#test/contracts/store/a-link.ts';
import { NOW } from '#test/support/context-of.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { runtimeOf } from '#test/support/session-of.ts';

const identity = {
  organizationId: '00D2',
  organizationName: 'Contoso',
  isSandbox: false,
  userId: '005',
  userName: 'sync@contoso.example',
};
const record = newTenantRecord(policyOf().tenant);
const adopt: TenantRequest = { kind: 'adopt', by: 'admin', at: NOW };
const release: TenantRequest = { kind: 'release', brake: 'endings', by: 'admin', at: NOW };
const held = {
  id: 'endings',
  kind: 'endings',
  subject: '',
  referrals: [referral(1), referral(2)],
  heldAt: '2026-11-23T09:00:00.000Z',
  isReleased: false,
} as const;

const answered = async (requests: readonly TenantRequest[], before: TenantRecord) => {
  const runtime = await runtimeOf();
  const { store, policy } = runtime;
  for (const number of [1, 2, 3]) await store.links.insert(aLink(number));
  const marks = async () => {
    const stored = await store.links.findMany(policy.tenant, [1, 2, 3].map(referral));
    return stored
      .toSorted((one, other) => (one.link.referral < other.link.referral ? -1 : 1))
      .map(({ dueSeq }) => dueSeq);
  };
  for (const request of requests) await store.tenants.addRequest(policy.tenant, request);
  const { record: after, ids } = await answerRequests(runtime, before, identity);
  return { after, marks: await marks(), ids: ids.length };
};

describe('what people asked of the tenant', () => {
  test('nothing changes nothing', async () => {
    expect(await answered([], record)).toEqual({ after: record, marks: [1, 1, 1], ids: 0 });
  });

  test('adopt pins the systems as they are, and lets the tenant write again', async () => {
    const before = {
      ...record,
      world: { crmOrganizationId: '00D1', partnerOrganizationId: 'own' },
      mismatch: { at: NOW, why: 'another org' },
    };
    const { after } = await answered([adopt], before);
    expect(after).toEqual({
      ...before,
      world: { crmOrganizationId: '00D2', partnerOrganizationId: null },
      mismatch: null,
      beganAt: NOW,
      adoptedAt: NOW,
    });
  });

  test('adopt keeps since when the tenant began', async () => {
    const beganAt = '2026-01-01T00:00:00.000Z';
    const { after } = await answered([adopt], { ...record, beganAt });
    expect(after.beganAt).toBe(beganAt);
  });

  test('release frees the held links and marks exactly them due', async () => {
    const before = { ...record, brakes: [{ ...held, id: 'gone:crm' }, held] };
    expect(await answered([release], before)).toEqual({
      after: { ...before, brakes: [before.brakes[0], { ...held, isReleased: true }] },
      marks: [2, 2, 1],
      ids: 1,
    });
  });

  test('release of what was released before frees what is held now', async () => {
    const old = { ...held, referrals: [referral(3)], isReleased: true };
    const { after, marks } = await answered([release], { ...record, brakes: [old, held] });
    expect([after.brakes, marks]).toEqual([
      [old, { ...held, isReleased: true }],
      [2, 2, 1],
    ]);
  });

  test('release of what nobody holds changes nothing, and is done with', async () => {
    expect(await answered([release], record)).toEqual({ after: record, marks: [1, 1, 1], ids: 1 });
  });

  test('an answer given twice, after a crash, is the same answer', async () => {
    const { after } = await answered([release, adopt], { ...record, brakes: [held] });
    const again = await answered([release, adopt], after);
    expect(again.after).toEqual(after);
  });
});
