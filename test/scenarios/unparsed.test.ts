import { afterEach, describe, expect, test } from '@jest/globals';
import { rest } from './support/calls.ts';
import { startHarness, TENANT, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived, leadWith } from './support/lead.ts';
import { ARRIVED, AT_WORK, counts, like, shown } from './support/shown.ts';

let harness: Harness;
afterEach(() => harness.stop());

const HOUR_MS = 3_600_000;

const broken = (document: { status: string }): void => {
  document.status = 'Paused';
};

describe('a referral that makes no sense', () => {
  test('is set aside with where it broke, once; the others arrive, the rest of it stays', async () => {
    harness = await startHarness();
    const known = await arrived(harness, ACCEPTED);
    harness.partner.edit(known, broken);
    const fresh = harness.partner.addReferral(leadWith({}));
    harness.partner.edit(fresh, broken);
    const good = harness.partner.addReferral(leadWith({}));
    await rest(harness);
    expect(shown(harness, good)).toEqual(ARRIVED);
    for (const id of [known, fresh])
      expect(await harness.link(id)).toMatchObject({
        state: { kind: 'parked', path: 'status' },
        notes: [{ key: 'action.unparsed', values: { path: 'status' } }],
      });
    expect(counts(harness)).toMatchObject({ opportunities: 2 });
    expect(harness.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('the seller of a known one reads so on the record', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    harness.partner.edit(id, broken);
    await rest(harness);
    expect(shown(harness, id).seller).toEqual({
      ...AT_WORK.seller,
      status: 'Action needed',
      message:
        'Partner Center sent this lead in a form that the sync does not understand (status). It was set aside, nothing was changed. Tell your administrator.',
    });
  });

  test('understood again, it goes on by itself, with the edits of both sides', async () => {
    harness = await startHarness();
    const id = await arrived(harness, ACCEPTED);
    harness.partner.edit(id, broken);
    await rest(harness);
    harness.sell(id, { Amount: 8 });
    await rest(harness);
    harness.partner.edit(id, (document) => {
      document.status = 'Active';
      document.details.notes = 'Sane again.';
    });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '8 GBP', notes: 'Sane again.' },
        portal: { value: '8 GBP', notes: 'Sane again.' },
      }),
    );
  });

  test('replayed by a person while still broken: set aside again; once sane, joined', async () => {
    harness = await startHarness();
    const id = harness.partner.addReferral(leadWith({}));
    harness.partner.edit(id, broken);
    await harness.cycle();
    const replay = async (): Promise<void> => {
      const link = await harness.link(id);
      await harness.store.links.save({ ...link, requests: [{ kind: 'replay', by: 'ada' }] });
      await harness.store.links.markDue(TENANT, [link.referral]);
    };
    harness.clock.advance(HOUR_MS);
    await replay();
    await rest(harness);
    expect((await harness.link(id)).state.kind).toBe('parked');
    harness.partner.edit(id, (document) => {
      document.status = 'New';
    });
    await rest(harness);
    expect(shown(harness, id)).toEqual(ARRIVED);
  });
});
