import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { isSyncError } from '#core/failures/sync-error.ts';
import { addMs, MINUTE_MS } from '#core/lead/instant.ts';
import { openSalesforce, START } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectSignIn, org } from './org.ts';
import { HALTED, recorded, refusal, REFERRAL, ROOT, ROW_ID, row, view } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const DRAFT = {
  notAfter: addMs(START, MINUTE_MS),
  fields: {
    Name: 'Contoso',
    PC_Referral_Id__c: REFERRAL,
    Amount: '1500.50',
    CloseDate: '2026-12-31',
  },
  customerId: '001000000000001AAA',
  contactId: '003000000000001AAA',
  ownerId: '005000000000002AAA',
};
const duplicate = (words: string) => ({ status: 400, body: refusal('DUPLICATE_VALUE', words) });

const outcomeOf = async (work: Promise<unknown>) => {
  try {
    return await work;
  } catch (error) {
    return isSyncError(error) ? error.code : error;
  }
};

const users = (Id: string) => ({
  status: 200,
  body: { totalSize: 1, done: true, records: [{ Id }] },
});

describe('a new opportunity', () => {
  test('is one call, with account, owner and primary contact, and shows its row', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const sent = expectComposite([
      { status: 201, body: { id: '006000000000001', success: true, errors: [] } },
      { status: 200, body: row() },
    ]);
    const { crm } = openSalesforce();
    expect(await crm.createOpportunity(DRAFT)).toEqual({
      kind: 'created',
      id: ROW_ID,
      shown: view(),
    });
    expect(sent.body).toMatchObject({
      allOrNone: true,
      collateSubrequests: false,
      compositeRequest: [
        {
          method: 'POST',
          url: `${ROOT}/sobjects/Opportunity`,
          body: {
            ...DRAFT.fields,
            Amount: 1500.5,
            AccountId: DRAFT.customerId,
            ContactId: DRAFT.contactId,
            OwnerId: DRAFT.ownerId,
          },
        },
        {
          method: 'GET',
          url: expect.stringContaining('/sobjects/Opportunity/@{created.id}?fields=Id,'),
        },
      ],
    });
  });

  test('past its instant nothing is sent', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const { crm } = openSalesforce();
    expect(await crm.createOpportunity({ ...DRAFT, notAfter: addMs(START, -1) })).toEqual({
      kind: 'stale',
    });
  });

  test('without account, contact and owner names none', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const sent = expectComposite([
      { status: 201, body: { id: ROW_ID, success: true, errors: [] } },
      { status: 200, body: row() },
    ]);
    const { crm } = openSalesforce();
    const none = { customerId: undefined, contactId: undefined, ownerId: undefined };
    await crm.createOpportunity({ ...DRAFT, fields: { Name: 'Contoso' }, ...none });
    expect(sent.body.compositeRequest[0]?.body).toEqual({ Name: 'Contoso' });
  });

  test.each([
    {
      case: 'the referral id is taken',
      part: duplicate(
        `duplicate value found: PC_Referral_Id__c duplicates value on record with id: ${ROW_ID}`,
      ),
      is: { kind: 'exists' },
    },
    {
      case: 'taken, in another language and without the id',
      part: duplicate('valor duplicado encontrado: <desconhecido>'),
      is: { kind: 'exists' },
    },
    {
      case: 'a unique field of the org itself is taken',
      part: duplicate('duplicate value found: Deal_No__c duplicates value on record with id: '),
      is: {
        kind: 'refused',
        words: 'duplicate value found: Deal_No__c duplicates value on record with id:',
        code: 'DUPLICATE_VALUE',
        fields: [],
      },
    },
    {
      case: "an admin's rule",
      part: {
        status: 400,
        body: refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Region first', ['Region__c']),
      },
      is: {
        kind: 'refused',
        words: 'Region first',
        code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: ['Region__c'],
      },
    },
    {
      case: 'a locked account',
      part: { status: 400, body: refusal('UNABLE_TO_LOCK_ROW', 'x') },
      is: 'RATE_LIMITED',
    },
    { case: 'an odd 404', part: { status: 404, body: refusal('NOT_FOUND', 'x') }, is: 'REJECTED' },
  ])('$case', async ({ part, is }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([part, HALTED]);
    const { crm } = openSalesforce();
    expect(await outcomeOf(crm.createOpportunity(DRAFT))).toEqual(is);
  });

  test('rolled back for its second part, as recorded: the part that failed of itself decides', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectDescribe('Opportunity');
    org()
      .post(`${ROOT}/composite`)
      .reply(200, recorded('composite.allOrNone.PROCESSING_HALTED.200'));
    const { crm } = openSalesforce();
    expect(await outcomeOf(crm.createOpportunity(DRAFT))).toBe('REJECTED');
  });

  test.each([
    { case: 'no answer', reply: undefined },
    { case: 'an answer that is no composite reply', reply: {} },
    { case: 'an answer with one part of two', reply: recorded('composite.subrequest404.200') },
  ])('$case: unknown result, sent once', async ({ reply }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    const call = org().post(`${ROOT}/composite`);
    if (reply === undefined)
      call.replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    else call.reply(200, reply);
    const { crm } = openSalesforce();
    expect(await outcomeOf(crm.createOpportunity(DRAFT))).toBe('UNKNOWN_RESULT');
  });

  test('an inactive owner is refused in words, and looked up afresh next time', async () => {
    const query = {
      referral: REFERRAL as never,
      crmId: null,
      customer: null,
      contact: null,
      ownerEmail: 'ana@contoso.example',
    };
    const rows = { status: 200, body: { totalSize: 0, done: true, records: [] } };
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([rows, users('005000000000002AAA')]);
    const { crm } = openSalesforce();
    expect((await crm.findCounterparts(query)).ownerId).toBe('005000000000002AAA');
    expectComposite([
      {
        status: 400,
        body: refusal('INACTIVE_OWNER_OR_USER', 'owner or user is inactive.', ['OwnerId']),
      },
      HALTED,
    ]);
    expect(await crm.createOpportunity(DRAFT)).toEqual({
      kind: 'refused',
      words: 'owner or user is inactive.',
      code: 'INACTIVE_OWNER_OR_USER',
      fields: ['OwnerId'],
    });
    expectComposite([rows, users('005000000000003AAA')]);
    expect((await crm.findCounterparts(query)).ownerId).toBe('005000000000003AAA');
  });
});
