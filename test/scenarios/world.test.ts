import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { changes, everything, minutes, rest, writesOf } from './support/calls.ts';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { CURRENCIES, startHarness, TENANT, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { ARRIVED, AT_WORK, counts, like, portal, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const anotherOrg = (): Promise<Salesforce> =>
  startSalesforce({ now: harness.clock.ms, currencies: CURRENCIES, seed: 2 });

const adopt = (): Promise<void> =>
  harness.store.tenants.addRequest(TENANT, { kind: 'adopt', by: 'ada', at: harness.clock.now() });

/** The run refuses to touch anything, and nothing in either system moves. */
const refuses = async (why: RegExp): Promise<void> => {
  const before = everything(harness);
  const writes = await writesOf(harness, async () => {
    harness.clock.advance(60_000);
    const result = await harness.run();
    expect(result).toEqual({ kind: 'mismatch', why: expect.stringMatching(why) });
  });
  expect({ writes, moved: changes(before, everything(harness)) }).toEqual({
    writes: [],
    moved: [],
  });
  const record = await harness.store.tenants.find(TENANT);
  expect(record?.mismatch?.why).toMatch(why);
};

describe('the settings lead to another CRM organization', () => {
  test('nothing is written, again and again, until a person adopts it', async () => {
    const id = await arrived(harness);
    const { organizationId } = harness.crm;
    await harness.restart({ crm: await anotherOrg() });
    const why = new RegExp(
      `The links belong to the CRM organization ${organizationId}, but the settings now lead to Contoso`,
    );
    await refuses(why);
    harness.partner.save(id, { details: { notes: 'Changed meanwhile.' } });
    await refuses(why);
    await harness.restart();
    await refuses(why);
    expect(portal(harness, id).stage).toBe('Received');

    await adopt();
    harness.partner.addReferral(leadWith({}));
    await harness.cycle();
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
  });

  test('and back again: still nothing until a person has looked', async () => {
    const id = await arrived(harness);
    const own = harness.crm;
    await harness.restart({ crm: await anotherOrg() });
    await refuses(/The links belong to the CRM organization/);
    await harness.restart({ crm: own });
    await refuses(/The links belong to the CRM organization/);
    await adopt();
    harness.sell(id, { Amount: 4 });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, { seller: { value: '4 GBP' }, portal: { value: '4 GBP' } }),
    );
  });
});

describe('an empty store', () => {
  test('meets an org that already carries lead ids: nothing is written until adopted, then all are found', async () => {
    const ids = [await arrived(harness, ACCEPTED), await arrived(harness)];
    await rest(harness);
    await harness.restart({ store: 'empty' });
    await refuses(/The CRM Contoso .* already holds opportunities with referral ids/);
    await adopt();
    const writes = await writesOf(harness, () => minutes(harness, 1));
    expect(writes.filter((label) => label.startsWith('create opp'))).toEqual([]);
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 2, contacts: 1, tasks: 1 });
    expect(ids.map((id) => shown(harness, id))).toEqual([AT_WORK, ARRIVED]);
  });

  test('and a row was deleted before: it is not made again', async () => {
    const id = await arrived(harness, ACCEPTED);
    await arrived(harness);
    harness.crm.org.delete(String(harness.opportunity(id)['Id']));
    await harness.restart({ store: 'empty' });
    await adopt();
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
    expect((await harness.link(id)).state.kind).toBe('gone');
  });
});

test('another partner signs in: none of its leads is taken, none of ours is touched', async () => {
  const id = await arrived(harness);
  harness.sell(id, { Amount: 4 });
  harness.partner.addReferral(leadWith({ organizationId: '9c1d7c92-6f3b-4b0e-8e15-2d9c07b35f64' }));
  await refuses(/The links belong to the partner organization .*, but the signed-in person sees/);
  expect(counts(harness)).toMatchObject({ opportunities: 1 });
});

/** Rows as they were at an earlier instant: values and stamps. */
const restore = (ids: readonly string[], amount: number, at: number): void => {
  for (const id of ids)
    harness.crm.org.update(String(harness.opportunity(id)['Id']), { Amount: amount }, { at });
};

const four = async (): Promise<readonly string[]> => {
  const ids = Array.from({ length: 4 }, () => harness.partner.addReferral(leadWith(ACCEPTED)));
  await rest(harness);
  for (const id of ids) harness.sell(id, { Amount: 30_000 });
  await rest(harness);
  return ids;
};

describe('the CRM was restored from an older copy', () => {
  test('three rows older than seen: no old value goes out, until adopted', async () => {
    const ids = await four();
    const before = harness.clock.ms() - 3_600_000;
    restore(ids, 18_500, before);
    for (const id of ids) harness.partner.save(id, { details: { notes: 'Looked at.' } });
    await refuses(/are older than they were seen before: it looks like a restored copy/);
    expect(ids.map((id) => portal(harness, id).value)).toEqual(ids.map(() => '30000 GBP'));

    await adopt();
    await rest(harness);
    for (const id of ids)
      expect(shown(harness, id)).toEqual(
        like(AT_WORK, { seller: { notes: 'Looked at.' }, portal: { notes: 'Looked at.' } }),
      );
  });
});
