import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { opportunityId } from '#core/lead/ids.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectDescribe, expectSignIn, org, SERVER_DATE } from './org.ts';
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
const SINGLE = { apiVersion: '67.0', isComposite: false };

const expectPatch = (status: number, body: object | string = '') =>
  org()
    .patch(`${ROOT}/sobjects/Opportunity/${ROW_ID}`, { Name: 'x' })
    .reply(status, body, SERVER_DATE);

describe('a guarded write in single calls', () => {
  test.each([
    { case: 'somebody else wrote in between', reply: [200, row()] as const },
    {
      case: 'the row cannot be read back',
      reply: [403, refusal('INSUFFICIENT_ACCESS', 'no')] as const,
    },
  ])('$case: written, nothing shown', async ({ reply: [status, body] }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectPatch(204);
    org()
      .get(`${ROOT}/sobjects/Opportunity/${ROW_ID}`)
      .query(true)
      .reply(status, body, SERVER_DATE);
    const { crm } = openSalesforce({ probe: SINGLE });
    expect(await crm.patch(ID, { Name: 'x' }, GUARD)).toEqual({
      kind: 'written',
      shown: undefined,
    });
  });

  test.each([
    { status: 412, body: '', is: { kind: 'stale' } },
    { status: 404, body: refusal('NOT_FOUND', 'x'), is: { kind: 'gone' } },
    {
      status: 400,
      body: refusal('STRING_TOO_LONG', 'Name: data value too large', ['Name']),
      is: {
        kind: 'refused',
        words: 'Name: data value too large',
        code: 'STRING_TOO_LONG',
        fields: ['Name'],
      },
    },
  ])('$status: $is.kind', async ({ status, body, is }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectPatch(status, body);
    const { crm } = openSalesforce({ probe: SINGLE });
    expect(await crm.patch(ID, { Name: 'x' }, GUARD)).toEqual(is);
  });
});
