import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, counts, like, portal, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const rowId = (id: string): string => String(harness.opportunity(id)['Id']);
const stateOf = async (id: string) => {
  const { state, notes } = await harness.link(id);
  return { kind: state.kind, notes: notes.map((note) => note.key) };
};
const GONE_CRM = { kind: 'gone', notes: ['action.gone.crm'] };

describe('an opportunity that was deleted', () => {
  test('is not made again, closes nothing, and waits for a person', async () => {
    const id = await arrived(harness, ACCEPTED);
    const row = rowId(id);
    harness.crm.org.delete(row);
    expect(await writesOf(harness, () => rest(harness))).toEqual([]);
    expect(await stateOf(id)).toEqual(GONE_CRM);
    harness.partner.save(id, { details: { notes: 'Still there?' } });
    expect(await writesOf(harness, () => rest(harness))).toEqual([]);
    expect(counts(harness)).toMatchObject({ opportunities: 0 });
    expect(harness.partner.referral(id)).toMatchObject({
      substatus: 'Accepted',
      externalReferenceId: row,
    });
  });

  test('comes back out of the bin: live again, and nothing of the meantime is lost', async () => {
    const id = await arrived(harness, ACCEPTED);
    const row = rowId(id);
    harness.crm.org.delete(row);
    await rest(harness);
    harness.partner.save(id, { details: { notes: 'While it was gone.', dealValue: 7 } });
    await rest(harness);
    harness.clock.advance(3_600_000);
    harness.crm.org.undelete(row);
    harness.sell(id, { CloseDate: '2027-05-01' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { notes: 'While it was gone.', value: '7 GBP', closeDate: '2027-05-01' },
        portal: { notes: 'While it was gone.', value: '7 GBP', closes: '2027-05-01T12:00:00Z' },
      }),
    );
    expect((await harness.link(id)).state).toEqual({ kind: 'live' });
  });

  test('with a seller’s last edit not yet across: the edit crosses when it comes back', async () => {
    const id = await arrived(harness, ACCEPTED);
    const row = rowId(id);
    harness.sell(id, { Amount: 5 });
    harness.crm.org.delete(row);
    await rest(harness);
    expect(portal(harness, id).value).toBe('18500 GBP');
    harness.crm.org.undelete(row);
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { value: '5 GBP' }, portal: { value: '5 GBP' } }),
    );
  });

  test('before the lead was answered: its expiry changes nothing', async () => {
    const id = await arrived(harness);
    harness.crm.org.delete(rowId(id));
    await rest(harness);
    harness.partner.expire(id);
    expect(await writesOf(harness, () => rest(harness))).toEqual([]);
    expect(await stateOf(id)).toEqual(GONE_CRM);
  });

  test('many at once are held back: it looks like an accident', async () => {
    const ids: string[] = [];
    for (let lead = 0; lead < 22; lead += 1) ids.push(harness.partner.addReferral(ACCEPTED));
    await harness.cycle();
    for (const id of ids) harness.crm.org.delete(rowId(id));
    await rest(harness);
    for (const id of ids)
      expect(await stateOf(id)).toEqual({ kind: 'live', notes: ['wait.brake'] });
  });
});

describe('an opportunity our user may no longer see', () => {
  test('is asked for twice, minutes apart, before it counts as gone; seen again it lives', async () => {
    const id = await arrived(harness, ACCEPTED);
    const row = rowId(id);
    harness.crm.org.setShared(row, false);
    harness.partner.save(id, { details: { notes: 'Are you there?' } });
    await harness.cycle();
    expect((await stateOf(id)).kind).toBe('live');
    await minutes(harness, 6);
    expect(await stateOf(id)).toEqual(GONE_CRM);
    harness.clock.advance(3_600_000);

    harness.crm.org.setShared(row, true);
    harness.sell(id, { Amount: 9 });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '9 GBP', notes: 'Are you there?' },
        portal: { value: '9 GBP', notes: 'Are you there?' },
      }),
    );
  });
});

describe('a referral that Partner Center no longer shows', () => {
  const VANISHED =
    "Partner Center no longer shows this lead. Nothing was changed here. Ask your administrator whether the sync's account may still see it.";

  test('deletes no opportunity; the seller who edits it is told', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.partner.switches.viewer = {
      role: 'user',
      email: 'somebody@contoso.example',
      locations: 'all',
    };
    harness.sell(id, { Amount: 5 });
    await rest(harness);
    expect(await stateOf(id)).toEqual({ kind: 'gone', notes: ['action.gone.partner'] });
    expect(seller(harness, id)).toEqual({
      ...AT_WORK.seller,
      value: '5 GBP',
      status: 'Action needed',
      message: VANISHED,
    });
    const writes = await writesOf(harness, () => minutes(harness, 5));
    expect(writes).toEqual([]);
    expect(counts(harness)).toMatchObject({ opportunities: 1 });
  });

  test('and shows again: what was edited meanwhile crosses, both ways', async () => {
    const id = await arrived(harness, ACCEPTED);
    const { viewer } = harness.partner.switches;
    harness.partner.switches.viewer = { ...viewer, role: 'user', email: 'x@contoso.example' };
    harness.sell(id, { Amount: 5 });
    await rest(harness);
    harness.partner.switches.viewer = viewer;
    harness.partner.save(id, { details: { notes: 'Back again.' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, {
        seller: { value: '5 GBP', notes: 'Back again.' },
        portal: { value: '5 GBP', notes: 'Back again.' },
      }),
    );
  });
});
