import { afterEach, describe, expect, test } from '@jest/globals';
import type { Foreseen } from '#core/sync/observe.ts';
import { changes, everything, minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, TENANT, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { ARRIVED, AT_WORK, counts, like, shown } from './support/shown.ts';

let harness: Harness;
afterEach(() => harness.stop());

const OBSERVE = { mode: 'observe' };

/** Neither system gets a write, and no stamp in either moves. */
const writesNothing = async (story: () => Promise<unknown>): Promise<void> => {
  const before = everything(harness);
  const writes = await writesOf(harness, story);
  expect({ writes, moved: changes(before, everything(harness)) }).toEqual({
    writes: [],
    moved: [],
  });
};

describe('observe', () => {
  test('writes nothing anywhere, says what it would make, and live then makes it', async () => {
    harness = await startHarness({ tenant: OBSERVE });
    const id = harness.partner.addReferral(leadWith({}));
    const spam = harness.partner.addReferral(leadWith({ isSpam: true }));
    const broken = harness.partner.addReferral(leadWith({ status: 'Paused' }));
    await writesNothing(() => minutes(harness, 3));
    expect(counts(harness)).toEqual({ accounts: 0, contacts: 0, opportunities: 0, tasks: 0 });
    const link = await harness.link(id);
    expect(link).toMatchObject({
      opportunity: null,
      base: {},
      pending: [],
      planned: { creates: true, move: null, partner: [], crm: [] },
    });
    expect(await harness.link(spam)).toMatchObject({
      planned: null,
      notes: [{ key: 'left.spam' }],
    });

    expect(await harness.link(broken)).toMatchObject({ state: { kind: 'parked' }, planned: null });

    await harness.restart({ tenant: {} });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(ARRIVED);
    expect((await harness.link(id)).planned).toBe(null);
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 1, tasks: 1 });
  });

  test('after live: edits, answers and endings are shown, not carried; the next live cycle does them', async () => {
    harness = await startHarness({ tenant: { limits: { closeGraceMinutes: 0 } } });
    const id = await arrived(harness);
    const won = await arrived(harness, ACCEPTED);
    const edited = await arrived(harness, ACCEPTED);
    await rest(harness);
    await harness.restart({ tenant: { ...OBSERVE, limits: { closeGraceMinutes: 0 } } });
    harness.sell(id, { PC_Decision__c: 'Accept' });
    harness.sell(won, { StageName: 'Closed Won' });
    harness.partner.save(edited, { details: { dealValue: 5 } });
    harness.sell(edited, { PC_Notes__c: 'From here.' });
    await writesNothing(() => minutes(harness, 3));
    const planned = async (lead: string) => (await harness.link(lead)).planned;
    expect(await planned(id)).toMatchObject({ creates: false, move: 'accepted' });
    expect(await planned(won)).toMatchObject({ move: 'won' });
    expect(await planned(edited)).toEqual({
      creates: false,
      move: null,
      closesCrm: false,
      partner: ['notes|PC_Notes__c|'],
      crm: ['value|Amount+CurrencyIsoCode|'],
    });

    await harness.restart({ tenant: { limits: { closeGraceMinutes: 0 } } });
    await harness.cycle();
    expect(shown(harness, id)).toMatchObject({
      seller: { stage: 'Qualification', status: 'Synced' },
      portal: { stage: 'Accepted' },
    });
    expect(shown(harness, won)).toMatchObject({ portal: { stage: 'Won' } });
    expect(shown(harness, edited)).toEqual(
      like(AT_WORK, {
        seller: { value: '5 GBP', notes: 'From here.' },
        portal: { value: '5 GBP', notes: 'From here.' },
      }),
    );
    await rest(harness);
  });

  test('a row changed twice while observing: the last state is what is shown and done', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await harness.restart({ tenant: OBSERVE });
    harness.sell(id, { Amount: 1 });
    await harness.cycle();
    harness.sell(id, { Amount: 18_500 });
    await writesNothing(() => minutes(harness, 2));
    expect((await harness.link(id)).planned).toMatchObject({ partner: [], crm: [] });
    await harness.restart({ tenant: {} });
    await rest(harness);
    expect(shown(harness, id)).toEqual(AT_WORK);
  });

  test('a lead put into the bin while observing is told as gone once live', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await harness.restart({ tenant: OBSERVE });
    harness.crm.org.delete(String(harness.opportunity(id)['Id']));
    await writesNothing(() => minutes(harness, 2));
    await harness.restart({ tenant: {} });
    await rest(harness);
    expect((await harness.link(id)).state).toMatchObject({ kind: 'gone', side: 'crm' });
  });
});

const preview = async (): Promise<readonly Foreseen[]> => {
  const foreseen: Foreseen[] = [];
  harness.clock.advance(60_000);
  const result = await harness.run({ preview: (it) => foreseen.push(it) });
  expect(result.kind).toBe('done');
  return foreseen;
};

const stored = async () => ({
  links: await harness.store.links.list(TENANT, {}, { limit: 100 }),
  tenant: await harness.store.tenants.find(TENANT),
  cursors: [
    await harness.store.cursors.find(TENANT, 'partner'),
    await harness.store.cursors.find(TENANT, 'crm'),
  ],
});

describe('preview', () => {
  test('of a first run: tells every creation and saves nothing', async () => {
    harness = await startHarness();
    const ids = [1, 2, 3].map(() => harness.partner.addReferral(leadWith({})));
    const before = await stored();
    let foreseen: readonly Foreseen[] = [];
    await writesNothing(async () => {
      foreseen = await preview();
    });
    expect(foreseen.map(({ link }) => link.referral).toSorted()).toEqual(ids.toSorted());
    expect(foreseen.map(({ planned }) => planned?.creates)).toEqual([true, true, true]);
    expect(await stored()).toEqual(before);
    await rest(harness);
    expect(counts(harness)).toMatchObject({ opportunities: 3 });
  });

  test('of edits: tells each write field by field, and the cycle after it does just those', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    await rest(harness);
    harness.partner.save(id, { details: { notes: 'From the portal.' } });
    harness.sell(id, { Amount: 2 });
    const before = await stored();
    let foreseen: readonly Foreseen[] = [];
    await writesNothing(async () => {
      foreseen = await preview();
    });
    expect(await stored()).toEqual(before);
    expect(foreseen.flatMap(({ operations }) => operations)).toEqual([
      expect.objectContaining({
        side: 'partner',
        change: { fields: { value: { amount: '2', currency: 'GBP' } } },
      }),
      expect.objectContaining({ side: 'crm', fields: { PC_Notes__c: 'From the portal.' } }),
    ]);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '2 GBP', notes: 'From the portal.' },
        portal: { value: '2 GBP', notes: 'From the portal.' },
      }),
    );
  });
});
