import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { opportunityId } from '#core/lead/ids.ts';
import { isSyncError } from '#core/failures/sync-error.ts';
import { openSalesforce, OUR_USER } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectSignIn, org } from './org.ts';
import { describeOf, HALTED, refusal, ROOT, ROW_ID, row, view } from './rows.ts';

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

const codeOf = async (work: Promise<unknown>) => {
  try {
    return await work;
  } catch (error) {
    return isSyncError(error) ? error.code : error;
  }
};

describe('a guarded write', () => {
  test('is one call and shows the row as the same transaction leaves it', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const stamp = '2026-11-24T09:10:11.000+0000';
    const sent = expectComposite([
      { status: 204 },
      {
        status: 200,
        body: row({
          Amount: 99,
          SystemModstamp: stamp,
          LastModifiedDate: stamp,
          LastModifiedById: OUR_USER,
        }),
      },
    ]);
    const { crm } = openSalesforce();
    const outcome = await crm.patch(ID, { Amount: '100.50', PC_Respond_By__c: null }, GUARD);
    const { fields } = view();
    expect(outcome).toEqual({
      kind: 'written',
      shown: view({
        version: stamp,
        modifiedAt: '2026-11-24T09:10:11.000Z',
        modifiedByUs: true,
        fields: { ...fields, Amount: '99' },
      }),
    });
    expect(sent.body).toEqual({
      allOrNone: true,
      collateSubrequests: false,
      compositeRequest: [
        {
          method: 'PATCH',
          url: `${ROOT}/sobjects/Opportunity/${ROW_ID}`,
          referenceId: 'write',
          httpHeaders: { 'If-Unmodified-Since': 'Tue, 24 Nov 2026 09:00:00 GMT' },
          body: { Amount: 100.5, PC_Respond_By__c: null },
        },
        {
          method: 'GET',
          url: `${ROOT}/sobjects/Opportunity/${ROW_ID}?fields=Id,SystemModstamp,CreatedDate,LastModifiedDate,LastModifiedById,IsDeleted,IsClosed,IsWon,OwnerId,PC_Referral_Id__c,PC_Respond_By__c,Name,StageName,Amount,CloseDate`,
          referenceId: 'row',
        },
      ],
    });
  });

  test.each([
    { case: 'a failed precondition', part: { status: 412 }, is: { kind: 'stale' } },
    {
      case: 'a row that is gone',
      part: { status: 404, body: refusal('ENTITY_IS_DELETED', 'entity is deleted') },
      is: { kind: 'gone' },
    },
    {
      case: 'a value the org refuses',
      part: {
        status: 400,
        body: refusal(
          'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          'Stage: bad value for restricted picklist field: X',
          ['StageName'],
        ),
      },
      is: {
        kind: 'refused',
        words: 'Stage: bad value for restricted picklist field: X',
        code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        fields: ['StageName'],
      },
    },
    {
      case: 'a locked row',
      part: {
        status: 400,
        body: refusal('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access'),
      },
      is: 'RATE_LIMITED',
    },
    {
      case: 'a server that broke',
      part: { status: 500, body: refusal('UNKNOWN_EXCEPTION', 'x') },
      is: 'UNKNOWN_RESULT',
    },
  ])('$case', async ({ part, is }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([part, HALTED]);
    const { crm } = openSalesforce();
    expect(await codeOf(crm.patch(ID, { StageName: 'X' }, GUARD))).toEqual(is);
  });

  test('whose reply is lost has an unknown result and is not repeated', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    org()
      .post(`${ROOT}/composite`)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    const { crm } = openSalesforce();
    expect(await codeOf(crm.patch(ID, { Name: 'x' }, GUARD))).toBe('UNKNOWN_RESULT');
  });

  test('past its time is not sent', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const { crm, clock } = openSalesforce();
    clock.advance(30_001);
    expect(await crm.patch(ID, { Name: 'x' }, GUARD)).toEqual({ kind: 'stale' });
  });

  test('undone because its read-back names a hidden field is sent once more without it', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([
      HALTED,
      { status: 400, body: refusal('INVALID_FIELD', "No such column 'Amount'") },
    ]);
    const all = describeOf('Opportunity');
    expectDescribe('Opportunity', {
      ...all,
      fields: all.fields.filter((one) => one['name'] !== 'Amount'),
    });
    const sent = expectComposite([{ status: 204 }, { status: 200, body: row() }]);
    const { crm } = openSalesforce();
    const outcome = await crm.patch(ID, { Name: 'x' }, GUARD);
    expect(outcome.kind).toBe('written');
    expect(sent.body.compositeRequest[1]?.url.includes('Amount')).toBe(false);
  });
});
