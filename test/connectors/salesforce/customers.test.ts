import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { openSalesforce } from './open-salesforce.ts';
import { expectDescribe, expectSignIn, org } from './org.ts';
import { describeOf, field, recorded, refusal, ROOT } from './rows.ts';

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

describe('an account', () => {
  test('is one call with its unique key, as recorded', async () => {
    expectSignIn();
    expectDescribe('Account');
    const post = expectPost('Account');
    post.reply(201, recorded('row.create.201'));
    const { crm } = openSalesforce();
    expect(await crm.ensureCustomer(CUSTOMER)).toEqual({ kind: 'created', id: ID });
    expect(post.body).toEqual({
      Name: 'Contoso Ltda',
      BillingStreet: 'Rua A, 1',
      BillingCity: 'São Paulo',
      BillingState: 'SP',
      BillingPostalCode: '01000-000',
      BillingCountry: 'Brazil',
      DunsNumber: '123456789',
      PC_Customer_Key__c: 'customer-key',
    });
  });

  test('takes a country code where the org has one, no DUNS where it has none, and clips what is too long', async () => {
    expectSignIn();
    const all = describeOf('Account', [field('BillingCountryCode', 'picklist')]);
    expectDescribe('Account', {
      ...all,
      fields: all.fields.filter((one) => one['name'] !== 'DunsNumber'),
    });
    const post = expectPost('Account');
    post.reply(201, recorded('row.create.201'));
    const { crm } = openSalesforce();
    await crm.ensureCustomer({
      ...CUSTOMER,
      name: 'x'.repeat(300),
      city: 'y'.repeat(50),
      state: null,
      street: null,
      postalCode: null,
    });
    expect(post.body).toEqual({
      Name: 'x'.repeat(255),
      BillingCity: 'y'.repeat(40),
      BillingCountryCode: 'BR',
      PC_Customer_Key__c: 'customer-key',
    });
  });

  test('whose state is not in the org list goes without state and country, which the description keeps', async () => {
    expectSignIn();
    expectDescribe('Account');
    expectPost('Account').reply(
      400,
      refusal('FIELD_INTEGRITY_EXCEPTION', 'There is a problem with this state', ['BillingState']),
    );
    const second = expectPost('Account');
    second.reply(201, recorded('row.create.201'));
    const { crm } = openSalesforce();
    expect(await crm.ensureCustomer(CUSTOMER)).toEqual({ kind: 'created', id: ID });
    expect(second.body).toEqual({
      Name: 'Contoso Ltda',
      BillingStreet: 'Rua A, 1',
      BillingCity: 'São Paulo',
      BillingPostalCode: '01000-000',
      DunsNumber: '123456789',
      PC_Customer_Key__c: 'customer-key',
      Description: 'State and country as Partner Center has them: SP, Brazil',
    });
  });

  test('without the key field is not made: a second try could make a second one', async () => {
    expectSignIn();
    expectDescribe('Account', recorded('describe.Account'));
    const { crm } = openSalesforce();
    expect(await crm.ensureCustomer(CUSTOMER)).toEqual({
      kind: 'refused',
      code: 'INVALID_FIELD',
      words: 'Account has no field PC_Customer_Key__c that our user may see. Run `provision`.',
    });
  });
});
