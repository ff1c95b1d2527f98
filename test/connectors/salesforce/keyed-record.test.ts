import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { isSyncError } from '#core/failures/sync-error.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectDescribe, expectQuery, expectSignIn, org } from './org.ts';
import { refusal, ROOT } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const CUSTOMER = {
  key: 'customer-key',
  name: 'Contoso Ltda',
  duns: '123456789',
  street: 'Rua A, 1',
  city: 'São Paulo',
  state: 'SP',
  postalCode: '01000-000',
  country: 'BR',
};
const ID = '0015500001QdQWfAAN';

const LOST = Object.assign(new Error('x'), { code: 'ECONNRESET' });

const expectPost = (
  object: string,
): { body: object; reply: (status: number, body: unknown) => void; lose: () => void } => {
  const sent = { body: {} };
  const call = org().post(`${ROOT}/sobjects/${object}`, (body: object) => {
    sent.body = body;
    return true;
  });
  return Object.assign(sent, {
    reply: (status: number, body: unknown) => void call.reply(status, body as object),
    lose: () => void call.replyWithError(LOST),
  });
};

const candidate = (more: object = {}) => ({
  Id: ID,
  IsDeleted: false,
  MasterRecordId: null,
  ...more,
});

const outcomeOf = async (work: Promise<unknown>) => {
  try {
    return await work;
  } catch (error) {
    return isSyncError(error) ? error.code : error;
  }
};

const detected = (...matches: readonly (readonly [type: string, id: string])[]) => [
  {
    errorCode: 'DUPLICATES_DETECTED',
    message: 'Use one of these records?',
    duplicateResult: {
      allowSave: false,
      duplicateRule: 'Standard_Account_Duplicate_Rule',
      matchResults: matches.map(([entityType, Id]) => ({
        entityType,
        rule: 'Standard_Account_Match_Rule_v1_0',
        size: 1,
        matchRecords: [{ matchConfidence: 100, record: { attributes: { type: entityType }, Id } }],
      })),
    },
  },
];
const notSure = {
  kind: 'refused',
  words: 'Use one of these records?',
  code: 'DUPLICATES_DETECTED',
};

describe('an account', () => {
  test.each([
    { case: 'found', found: [candidate()], is: { kind: 'found', id: ID } },
    {
      case: 'found beside a deleted one',
      found: [candidate({ Id: '001000000000009AAA', IsDeleted: true }), candidate()],
      is: { kind: 'found', id: ID },
    },
    {
      case: 'only in the bin: refused in words',
      found: [candidate({ IsDeleted: true })],
      is: { kind: 'refused', words: 'duplicate value found', code: 'DUPLICATE_VALUE' },
    },
    {
      case: 'invisible to us: refused in words',
      found: [],
      is: { kind: 'refused', words: 'duplicate value found', code: 'DUPLICATE_VALUE' },
    },
  ])('whose key is taken is $case', async ({ found, is }) => {
    expectSignIn();
    expectDescribe('Account');
    expectPost('Account').reply(400, refusal('DUPLICATE_VALUE', 'duplicate value found'));
    const asked = expectQuery(found);
    const { crm } = openSalesforce();
    expect(await crm.ensureCustomer(CUSTOMER)).toEqual(is);
    expect(asked.soql).toBe(
      "SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE PC_Customer_Key__c = 'customer-key' LIMIT 10",
    );
  });

  test.each([
    { case: 'one account', reply: detected(['Account', ID]), is: { kind: 'found', id: ID } },
    {
      case: 'the same account twice',
      reply: detected(['Account', ID], ['Account', '0015500001QdQWf']),
      is: { kind: 'found', id: ID },
    },
    {
      case: 'an account and a lead',
      reply: detected(['Lead', '00Q000000000001AAA'], ['Account', ID]),
      is: { kind: 'found', id: ID },
    },
    {
      case: 'two accounts',
      reply: detected(['Account', ID], ['Account', '001000000000002AAA']),
      is: notSure,
    },
    { case: 'a lead alone', reply: detected(['Lead', '00Q000000000001AAA']), is: notSure },
    {
      case: 'nothing it names',
      reply: refusal('DUPLICATES_DETECTED', 'Use one of these records?'),
      is: notSure,
    },
  ])('that a duplicate rule holds for $case: $is.kind', async ({ reply, is }) => {
    expectSignIn();
    expectDescribe('Account');
    expectPost('Account').reply(400, reply);
    const { crm } = openSalesforce();
    expect(await crm.ensureCustomer(CUSTOMER)).toEqual(is);
  });

  test('whose reply was lost is looked up by its key: done', async () => {
    expectSignIn();
    expectDescribe('Account');
    expectPost('Account').lose();
    expectQuery([candidate()]);
    const { crm } = openSalesforce();
    expect(await crm.ensureCustomer(CUSTOMER)).toEqual({ kind: 'found', id: ID });
  });

  test('whose request was lost is sent once more, and no more than once', async () => {
    expectSignIn();
    expectDescribe('Account');
    expectPost('Account').lose();
    expectQuery([]);
    expectPost('Account').lose();
    const { crm } = openSalesforce();
    expect(await outcomeOf(crm.ensureCustomer(CUSTOMER))).toBe('UNKNOWN_RESULT');
  });

  test.each([
    {
      status: 400,
      code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      is: { kind: 'refused', words: 'words', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' },
    },
    { status: 404, code: 'NOT_FOUND', is: { kind: 'refused', words: 'words', code: 'NOT_FOUND' } },
    { status: 400, code: 'UNABLE_TO_LOCK_ROW', is: 'RATE_LIMITED' },
  ])('$status $code', async ({ status, code, is }) => {
    expectSignIn();
    expectDescribe('Account');
    expectPost('Account').reply(status, refusal(code, 'words'));
    const { crm } = openSalesforce();
    expect(await outcomeOf(crm.ensureCustomer(CUSTOMER))).toEqual(is);
  });
});
