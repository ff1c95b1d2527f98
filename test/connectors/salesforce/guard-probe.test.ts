import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { opportunityId } from '#core/lead/ids.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectSignIn, org, SERVER_DATE } from './org.ts';
import { refusal, ROOT, ROW_ID, row, view } from './rows.ts';

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
  urgent: false,
};
const LONG_AGO = 'Thu, 01 Jan 1970 00:00:00 GMT';
const WRITTEN = [{ status: 204 }, { status: 200, body: row() }];

const expectSingle = (status: number) =>
  org()
    .patch(`${ROOT}/sobjects/Opportunity/${ROW_ID}`, {})
    .matchHeader('if-unmodified-since', LONG_AGO)
    .reply(status, '', SERVER_DATE);

describe('the write guard', () => {
  test('proved in a composite call: kept, and never asked again', async () => {
    expectSignIn();
    const probe = expectComposite([{ status: 412 }]);
    expectDescribe('Opportunity');
    expectComposite(WRITTEN);
    expectComposite(WRITTEN);
    const { crm, saved } = openSalesforce({ probe: null });
    const outcomes = [
      await crm.patch(ID, { Name: 'a' }, GUARD),
      await crm.patch(ID, { Name: 'b' }, GUARD),
    ];
    expect(outcomes.map((one) => one.kind)).toEqual(['written', 'written']);
    expect(saved).toEqual([{ apiVersion: '67.0', isComposite: true }]);
    expect(probe.body).toEqual({
      allOrNone: true,
      collateSubrequests: false,
      compositeRequest: [
        {
          method: 'PATCH',
          url: `${ROOT}/sobjects/Opportunity/${ROW_ID}`,
          referenceId: 'probe',
          httpHeaders: { 'If-Unmodified-Since': LONG_AGO },
          body: {},
        },
      ],
    });
  });

  test('is asked once by writes that start together', async () => {
    expectSignIn();
    expectComposite([{ status: 412 }]);
    expectDescribe('Opportunity');
    expectComposite(WRITTEN);
    expectComposite(WRITTEN);
    const { crm, saved } = openSalesforce({ probe: null });
    await Promise.all([crm.patch(ID, {}, GUARD), crm.patch(ID, {}, GUARD)]);
    expect(saved.length).toBe(1);
  });

  test('proved for another API version counts for nothing', async () => {
    expectSignIn();
    expectComposite([{ status: 412 }]);
    expectDescribe('Opportunity');
    expectComposite(WRITTEN);
    const { crm, saved } = openSalesforce({ probe: { apiVersion: '66.0', isComposite: false } });
    await crm.patch(ID, {}, GUARD);
    expect(saved).toEqual([{ apiVersion: '67.0', isComposite: true }]);
  });

  test('let through in a composite call, honoured alone: single calls from then on', async () => {
    expectSignIn();
    expectComposite([{ status: 204 }]);
    expectSingle(412);
    expectDescribe('Opportunity');
    org()
      .patch(`${ROOT}/sobjects/Opportunity/${ROW_ID}`, { Name: 'a' })
      .matchHeader('if-unmodified-since', 'Tue, 24 Nov 2026 09:00:00 GMT')
      .reply(204, '', SERVER_DATE);
    org()
      .get(`${ROOT}/sobjects/Opportunity/${ROW_ID}`)
      .query(true)
      .reply(200, row({ LastModifiedById: '005000000000001AAA' }), SERVER_DATE);
    const { crm, saved } = openSalesforce({ probe: null });
    expect(await crm.patch(ID, { Name: 'a' }, GUARD)).toEqual({
      kind: 'written',
      shown: view({ modifiedByUs: true }),
    });
    expect(saved).toEqual([{ apiVersion: '67.0', isComposite: false }]);
  });

  test('honoured nowhere: nothing is written, now or later', async () => {
    expectSignIn();
    expectComposite([{ status: 204 }]);
    expectSingle(204);
    const { crm, saved } = openSalesforce({ probe: null });
    const refused = {
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('does not honour'),
    };
    await expect(crm.patch(ID, { Name: 'a' }, GUARD)).rejects.toMatchObject(refused);
    await expect(crm.patch(ID, { Name: 'a' }, GUARD)).rejects.toMatchObject(refused);
    expect(saved).toEqual([]);
  });

  test.each([
    { case: 'gone', status: 404, body: refusal('NOT_FOUND', 'x'), is: { kind: 'gone' } },
    {
      case: 'not ours to write',
      status: 403,
      body: refusal('INSUFFICIENT_ACCESS_OR_READONLY', 'no'),
      is: { kind: 'refused', words: 'no', code: 'INSUFFICIENT_ACCESS_OR_READONLY', fields: [] },
    },
  ])('a row that is $case proves nothing; the next one is asked', async ({ status, body, is }) => {
    expectSignIn();
    expectComposite([{ status, body }]);
    const { crm, saved } = openSalesforce({ probe: null });
    expect(await crm.patch(ID, { Name: 'a' }, GUARD)).toEqual(is);
    expect(saved).toEqual([]);
    expectComposite([{ status: 412 }]);
    expectDescribe('Opportunity');
    expectComposite(WRITTEN);
    expect((await crm.patch(ID, { Name: 'a' }, GUARD)).kind).toBe('written');
  });
});
