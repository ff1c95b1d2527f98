import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { opportunityId } from '#core/lead/ids.ts';
import { openSalesforce, OUR_USER } from './open-salesforce.ts';
import {
  expectComposite,
  expectDescribe,
  expectQuery,
  expectSignIn,
  org,
  SERVER_DATE,
} from './org.ts';
import { refusal, ROOT, ROW_ID, row } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const ID = opportunityId(ROW_ID);
const GUARD = {
  ifVersion: '2026-11-24T09:00:00.000+0000',
  notAfter: '2026-11-24T09:10:41.000Z',
  urgent: true,
};

const reread = (body: object) =>
  org()
    .get(`${ROOT}/sobjects/Opportunity/${ROW_ID}`)
    .query(true)
    .reply(200, body, { date: 'Tue, 24 Nov 2026 09:10:12 GMT' });

describe('a row whose stamp is younger than two seconds', () => {
  const stamp = '2026-11-24T09:10:10.000+0000';
  const young = row({ SystemModstamp: stamp });
  const guard = { ...GUARD, ifVersion: stamp };
  const seen = async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectQuery([young]);
    const opened = openSalesforce();
    await Array.fromAsync(
      opened.crm.listChanges(JSON.stringify({ stamp: '2026-11-24T09:00:00.000Z' })),
    );
    return opened;
  };

  test('is waited for, read again and written when it shows the same', async () => {
    const { crm, clock } = await seen();
    reread(young);
    expectComposite([{ status: 204 }, { status: 200, body: young }]);
    expect((await crm.patch(ID, { Name: 'x' }, guard)).kind).toBe('written');
    expect(clock.slept()).toBe(1_000);
  });

  test.each([
    { case: 'another value under the same stamp', change: { Amount: 7 } },
    { case: 'another owner under the same stamp', change: { OwnerId: OUR_USER } },
    { case: 'a later stamp', change: { SystemModstamp: '2026-11-24T09:10:11.000+0000' } },
  ])('$case: stale', async ({ change }) => {
    const { crm } = await seen();
    reread({ ...young, ...change });
    expect(await crm.patch(ID, { Name: 'x' }, guard)).toEqual({ kind: 'stale' });
  });

  test('and is gone when read again: gone', async () => {
    const { crm } = await seen();
    org()
      .get(`${ROOT}/sobjects/Opportunity/${ROW_ID}`)
      .query(true)
      .reply(404, refusal('NOT_FOUND', 'x'), SERVER_DATE);
    expect(await crm.patch(ID, { Name: 'x' }, guard)).toEqual({ kind: 'gone' });
  });

  test('is not waited for past the time of the write', async () => {
    const { crm } = await seen();
    const outcome = await crm.patch(
      ID,
      { Name: 'x' },
      { ...guard, notAfter: '2026-11-24T09:10:11.500Z' },
    );
    expect(outcome).toEqual({ kind: 'stale' });
  });

  test('is not waited for when only our clock was put back: stale', async () => {
    const { crm, clock } = await seen();
    clock.advance(-3_600_000);
    expect(await crm.patch(ID, { Name: 'x' }, guard)).toEqual({ kind: 'stale' });
    expect(clock.slept()).toBe(0);
  });

  test('that we never saw cannot be compared: stale, and the next look settles it', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    reread(young);
    const { crm, clock } = openSalesforce();
    expect(await crm.patch(ID, { Name: 'x' }, guard)).toEqual({ kind: 'stale' });
    expect(clock.slept()).toBe(1_000);
    expectComposite([{ status: 204 }, { status: 200, body: young }]);
    clock.advance(1_000);
    expect((await crm.patch(ID, { Name: 'x' }, guard)).kind).toBe('written');
  });

  test('read young, written later: still read again, without a wait', async () => {
    const { crm, clock } = await seen();
    clock.advance(10_000);
    reread({ ...young, Name: 'a second edit in the same second' });
    expect(await crm.patch(ID, { Name: 'x' }, guard)).toEqual({ kind: 'stale' });
    expect(clock.slept()).toBe(0);
  });
});
