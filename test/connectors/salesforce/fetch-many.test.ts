import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { opportunityId } from '#core/lead/ids.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectDescribe, expectQuery, expectSignIn, org, SERVER_DATE } from './org.ts';
import { ROOT, ROW_ID, row, view } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const idOf = (at: number) => opportunityId(`006${String(at).padStart(12, '0')}AAA`);

const expectRetrieve = (answer: readonly unknown[]): { ids: readonly string[] } => {
  const sent: { ids: readonly string[] } = { ids: [] };
  org()
    .post(`${ROOT}/composite/sobjects/Opportunity`, (body: { ids: readonly string[] }) => {
      sent.ids = body.ids;
      return true;
    })
    .reply(200, answer, SERVER_DATE);
  return sent;
};

describe('rows by id', () => {
  test('one call; what it lacks is looked for in the bin; what the bin lacks is hidden', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const sent = expectRetrieve([row(), null, null]);
    const asked = expectQuery([row({ Id: idOf(2), IsDeleted: true })]);
    const { crm } = openSalesforce();
    const ids = [opportunityId(ROW_ID), idOf(2), idOf(3)];
    expect([...(await crm.fetchMany(ids))]).toEqual([
      [ROW_ID, view()],
      [idOf(2), view({ id: idOf(2), isDeleted: true })],
      [idOf(3), 'hidden'],
    ]);
    expect(sent.ids).toEqual(ids);
    expect(/WHERE (.*)/.exec(asked.soql)?.[1]).toBe(`Id IN ('${idOf(2)}','${idOf(3)}')`);
  });

  test('are found by the form of the id they were asked by', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectRetrieve([row()]);
    const { crm } = openSalesforce();
    const short = opportunityId('006000000000001');
    expect([...(await crm.fetchMany([short]))]).toEqual([[short, view()]]);
  });

  test('no id, or none that can be one: no call', async () => {
    const { crm } = openSalesforce();
    const odd = opportunityId("' OR Id != null");
    expect([...(await crm.fetchMany([]))]).toEqual([]);
    expect([...(await crm.fetchMany([odd]))]).toEqual([[odd, 'hidden']]);
  });

  test('more than one retrieve can hold are asked in turns', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const ids = Array.from({ length: 2_001 }, (_, at) => idOf(at));
    const first = expectRetrieve(ids.slice(0, 2_000).map((Id) => row({ Id })));
    const second = expectRetrieve([row({ Id: ids[2_000] })]);
    const { crm } = openSalesforce();
    const found = await crm.fetchMany(ids);
    expect([first.ids.length, second.ids.length, found.size]).toEqual([2_000, 1, 2_001]);
    expect([...found.values()].filter((one) => typeof one === 'string')).toEqual([]);
  });

  test('something else than a list is told', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    org().post(`${ROOT}/composite/sobjects/Opportunity`).reply(200, {});
    const { crm } = openSalesforce();
    await expect(crm.fetchMany([idOf(1)])).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  });
});
