import { expect, test } from '@jest/globals';
import type { TenantRequest } from '#core/ports/store.ts';
import type { TenantRecord } from '#core/sync/tenant-record.ts';
import { START, type StoreBench } from './bench.ts';
import { OTHER_TENANT, referral, TENANT } from './a-link.ts';
import { raiseEpoch } from './a-run.ts';

const record = (change: Partial<TenantRecord> = {}): TenantRecord => ({
  tenant: TENANT,
  world: { crmOrganizationId: '00D000000000001EAA', partnerOrganizationId: 'organization-1' },
  beganAt: START,
  admits: null,
  mismatch: null,
  stopped: { at: START, side: 'partner', words: 'AADSTS70000: expired' },
  partnerCapabilities: { filtersByDate: true, writesName: undefined, writesNull: false },
  crmProbe: { apiVersion: '67.0', isComposite: true },
  brakes: [
    {
      id: 'brake-1',
      kind: 'clears',
      subject: 'crm Amount',
      referrals: [referral(1)],
      heldAt: START,
      isReleased: false,
    },
  ],
  mappingVersion: null,
  ...change,
});

const release = (brake: string): TenantRequest => ({
  kind: 'release',
  brake,
  by: 'admin',
  at: START,
});

export const describeTenants = (bench: StoreBench): void => {
  test('a record is replaced whole and comes back as it was', async () => {
    const { tenants } = bench.store();
    expect(await tenants.find(TENANT)).toBeUndefined();
    expect(await tenants.save(record({ mappingVersion: 'old' }), 1)).toBe('saved');
    expect(await tenants.save(record(), 1)).toBe('saved');
    expect(await tenants.find(TENANT)).toEqual(record());
    expect(await tenants.find(OTHER_TENANT)).toBeUndefined();
  });

  test('an older epoch cannot replace it once a newer one has begun', async () => {
    const { tenants } = bench.store();
    await raiseEpoch(bench.store(), 1);
    await tenants.save(record({ mappingVersion: 'one' }), 1);
    await raiseEpoch(await bench.open(), 1);
    expect(await tenants.save(record({ mappingVersion: 'late' }), 1)).toBe('superseded');
    expect(await tenants.find(TENANT)).toEqual(record({ mappingVersion: 'one' }));
    expect(await tenants.save(record({ mappingVersion: 'two' }), 2)).toBe('saved');
    expect(await tenants.find(TENANT)).toEqual(record({ mappingVersion: 'two' }));
  });

  test('an older epoch cannot make a first record either', async () => {
    await raiseEpoch(bench.store(), 2);
    expect(await bench.store().tenants.save(record(), 1)).toBe('superseded');
    expect(await bench.store().tenants.find(TENANT)).toBeUndefined();
  });

  test('requests wait in the order they came, of this tenant only, until they are dropped', async () => {
    const { tenants } = bench.store();
    const adopt: TenantRequest = { kind: 'adopt', by: 'admin', at: START };
    await tenants.addRequest(TENANT, release('one'));
    await tenants.addRequest(TENANT, adopt);
    await tenants.addRequest(TENANT, release('one'));
    await tenants.addRequest(OTHER_TENANT, release('two'));
    const waiting = await tenants.listRequests(TENANT);
    expect(waiting.map(({ request }) => request)).toEqual([release('one'), adopt, release('one')]);
    expect(await tenants.listRequests(TENANT)).toEqual(waiting);
    await tenants.dropRequests(
      TENANT,
      waiting.slice(0, 2).map(({ id }) => id),
    );
    expect(await tenants.listRequests(TENANT)).toEqual(waiting.slice(2));
    expect((await tenants.listRequests(OTHER_TENANT)).map(({ request }) => request)).toEqual([
      release('two'),
    ]);
  });

  test('dropping again, or what another tenant has, changes nothing', async () => {
    const stores = [bench.store(), await bench.open()];
    await bench.store().tenants.addRequest(TENANT, release('a'));
    const ids = (await bench.store().tenants.listRequests(TENANT)).map(({ id }) => id);
    await bench.store().tenants.dropRequests(OTHER_TENANT, ids);
    expect(await bench.store().tenants.listRequests(TENANT)).toHaveLength(1);
    for (const { tenants } of stores) await tenants.dropRequests(TENANT, ids);
    expect(await bench.store().tenants.listRequests(TENANT)).toEqual([]);
  });

  test('a request needs no epoch and is not lost by a save of the record', async () => {
    const { tenants } = bench.store();
    await raiseEpoch(bench.store(), 1);
    await tenants.addRequest(TENANT, release('one'));
    await tenants.save(record(), 1);
    expect((await tenants.listRequests(TENANT)).map(({ request }) => request)).toEqual([
      release('one'),
    ]);
    expect(await tenants.find(TENANT)).toEqual(record());
  });
};
