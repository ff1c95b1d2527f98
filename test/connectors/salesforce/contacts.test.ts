import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { openSalesforce } from './open-salesforce.ts';
import { expectDescribe, expectSignIn, org } from './org.ts';
import { recorded, refusal, ROOT } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const CONTACT = {
  key: 'contact-key',
  firstName: 'Ana',
  lastName: 'Lima',
  email: 'ana@contoso.example',
  phone: '+55 11 5555',
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

describe('a contact', () => {
  test('is one call with its unique key, as recorded', async () => {
    expectSignIn();
    expectDescribe('Contact');
    const post = expectPost('Contact');
    post.reply(201, recorded('row.create.Contact.201'));
    const { crm } = openSalesforce();
    expect(await crm.ensureContact(CONTACT, ID)).toEqual({
      kind: 'created',
      id: '0031a000005hwVQAAY',
    });
    expect(post.body).toEqual({
      LastName: 'Lima',
      FirstName: 'Ana',
      Email: 'ana@contoso.example',
      Phone: '+55 11 5555',
      AccountId: ID,
      PC_Key__c: 'contact-key',
    });
  });

  test.each([
    {
      case: 'a first name alone',
      draft: { firstName: 'Ana', lastName: null },
      is: { LastName: 'Ana' },
    },
    { case: 'an e-mail alone', draft: { firstName: null, lastName: '' }, is: { LastName: 'ana' } },
    {
      case: 'nothing',
      draft: { firstName: null, lastName: null, email: null },
      is: { LastName: 'Contact' },
    },
  ])('needs a last name: $case', async ({ draft, is }) => {
    expectSignIn();
    expectDescribe('Contact');
    const post = expectPost('Contact');
    post.reply(201, recorded('row.create.Contact.201'));
    const { crm } = openSalesforce();
    await crm.ensureContact({ ...CONTACT, phone: null, ...draft }, undefined);
    const { email = CONTACT.email } = draft;
    expect(post.body).toEqual({
      ...is,
      ...(email === null ? {} : { Email: email }),
      PC_Key__c: 'contact-key',
    });
  });

  test('whose e-mail is refused goes without it', async () => {
    expectSignIn();
    expectDescribe('Contact');
    expectPost('Contact').reply(
      400,
      refusal('INVALID_EMAIL_ADDRESS', 'Email: invalid email address', ['Email']),
    );
    const second = expectPost('Contact');
    second.reply(201, recorded('row.create.Contact.201'));
    const { crm } = openSalesforce();
    expect((await crm.ensureContact(CONTACT, undefined)).kind).toBe('created');
    expect(second.body).toEqual({
      LastName: 'Lima',
      FirstName: 'Ana',
      Phone: '+55 11 5555',
      PC_Key__c: 'contact-key',
    });
  });

  test('whose e-mail is too long loses it whole', async () => {
    expectSignIn();
    expectDescribe('Contact');
    const post = expectPost('Contact');
    post.reply(201, recorded('row.create.Contact.201'));
    const { crm } = openSalesforce();
    await crm.ensureContact({ ...CONTACT, email: `${'a'.repeat(80)}@contoso.example` }, undefined);
    expect(post.body).toEqual({
      LastName: 'Lima',
      FirstName: 'Ana',
      Phone: '+55 11 5555',
      PC_Key__c: 'contact-key',
    });
  });

  test('without the key field is not made', async () => {
    expectSignIn();
    expectDescribe('Contact', recorded('describe.Contact'));
    const { crm } = openSalesforce();
    expect(await crm.ensureContact(CONTACT, undefined)).toMatchObject({
      kind: 'refused',
      code: 'INVALID_FIELD',
    });
  });
});
