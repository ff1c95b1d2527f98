import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startSalesforce({ now: () => Date.parse('2026-11-24T09:10:11Z') });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const ROOT = '/services/data/v67.0';
const DEAL = { Name: 'Fabrikam', StageName: 'Prospecting', CloseDate: '2026-12-31' };
const create = (referenceId: string, body: object): object => ({
  method: 'POST',
  url: `${ROOT}/sobjects/Opportunity`,
  referenceId,
  body,
});
const send = (parts: readonly object[], options: object = {}): Promise<Reply> =>
  caller.call('POST', '/composite', { body: { ...options, compositeRequest: parts } });
const partsOf = (reply: Reply): unknown =>
  (reply.body as { compositeResponse: unknown }).compositeResponse;
const names = (): readonly unknown[] => sandbox.org.rows('Opportunity').map((row) => row['Name']);

describe('a composite', () => {
  test('is one call, and answers each part', async () => {
    const reply = await send([
      create('made', DEAL),
      { method: 'GET', url: `${ROOT}/query?q=SELECT Name FROM Organization`, referenceId: 'org' },
      { method: 'GET', url: `${ROOT}/sobjects/Foo/1`, referenceId: 'foo' },
    ]);
    const id = sandbox.org.rows('Opportunity')[0]?.['Id'];
    expect(reply.status).toBe(200);
    expect(partsOf(reply)).toMatchObject([
      {
        body: { id, success: true, errors: [] },
        httpHeaders: { Location: `${ROOT}/sobjects/Opportunity/${String(id)}` },
        httpStatusCode: 201,
        referenceId: 'made',
      },
      { body: { totalSize: 1, records: [{ Name: 'Contoso' }] }, httpStatusCode: 200 },
      {
        body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
        httpHeaders: {},
        httpStatusCode: 404,
        referenceId: 'foo',
      },
    ]);
    expect(sandbox.usage().used).toBe(1);
  });

  test('fills in what an earlier part answered', async () => {
    const reply = await send([
      create('deal', { ...DEAL, AccountId: '@{account.id}' }),
      {
        method: 'GET',
        url: `${ROOT}/sobjects/Account/@{account.id}?fields=Name`,
        referenceId: 'read',
      },
      {
        method: 'POST',
        url: `${ROOT}/sobjects/Account`,
        referenceId: 'account',
        body: { Name: 'Fabrikam' },
      },
    ]);
    expect(partsOf(reply)).toMatchObject([
      { httpStatusCode: 201 },
      { body: { Name: 'Fabrikam' }, httpStatusCode: 200 },
      { httpStatusCode: 201 },
    ]);
    expect(sandbox.org.rows('Opportunity')).toMatchObject([
      { AccountId: sandbox.org.rows('Account')[0]?.['Id'] },
    ]);
  });

  test('halts what names a part that failed', async () => {
    const reply = await send([
      create('first', { ...DEAL, Name: null }),
      { method: 'GET', url: `${ROOT}/sobjects/Opportunity/@{first.id}`, referenceId: 'second' },
    ]);
    expect(partsOf(reply)).toMatchObject([
      { body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }], httpStatusCode: 400 },
      { body: [{ errorCode: 'PROCESSING_HALTED' }], httpStatusCode: 400 },
    ]);
  });

  test('all or none takes everything back', async () => {
    const reply = await send([create('good', DEAL), create('bad', { ...DEAL, Name: null })], {
      allOrNone: true,
      collateSubrequests: false,
    });
    expect(reply.status).toBe(200);
    expect(partsOf(reply)).toMatchObject([
      {
        body: [
          {
            errorCode: 'PROCESSING_HALTED',
            message:
              'The transaction was rolled back since another operation in the same transaction failed.',
          },
        ],
        httpStatusCode: 400,
      },
      { body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }], httpStatusCode: 400 },
    ]);
    expect(names()).toEqual([]);
  });

  test('without it keeps what went well', async () => {
    await send([create('good', DEAL), create('bad', { ...DEAL, Name: null })]);
    expect(names()).toEqual(['Fabrikam']);
  });
});

describe('the order', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const parts = letters.map((name) => create(name, { ...DEAL, Name: name }));

  test('is free by default', async () => {
    await send(parts);
    expect(names()).not.toEqual(letters);
    expect(new Set(names())).toEqual(new Set(letters));
  });

  test('is the one written where collation is off', async () => {
    await send(parts, { collateSubrequests: false });
    expect(names()).toEqual(letters);
  });

  test('lets a guarded write be read back in the same call', async () => {
    const id = await caller.create('Opportunity', DEAL);
    const url = `${ROOT}/sobjects/Opportunity/${id}`;
    const reply = await send(
      [
        { method: 'PATCH', url, referenceId: 'write', body: { StageName: 'Closed Won' } },
        { method: 'GET', url: `${url}?fields=IsWon,SystemModstamp`, referenceId: 'read' },
      ],
      { allOrNone: true, collateSubrequests: false },
    );
    expect(partsOf(reply)).toMatchObject([
      { body: null, httpStatusCode: 204 },
      { body: { IsWon: true }, httpStatusCode: 200 },
    ]);
  });
});

const query = (referenceId: string): object => ({
  method: 'GET',
  url: `${ROOT}/query?q=SELECT Id FROM User`,
  referenceId,
});

describe('refused as a whole', () => {
  test.each([
    {
      case: 'more than 25 parts',
      parts: Array.from({ length: 26 }, (_part, n) => create(`r${n}`, DEAL)),
    },
    { case: 'more than 5 queries', parts: Array.from({ length: 6 }, (_part, n) => query(`q${n}`)) },
    { case: 'one reference twice', parts: [create('r', DEAL), create('r', DEAL)] },
    { case: 'a reference that is no name', parts: [create('1-r', DEAL)] },
    { case: 'no parts', parts: [] },
    {
      case: 'its own authorization',
      parts: [{ ...query('q'), httpHeaders: { Authorization: 'Bearer x' } }],
    },
  ])('$case', async ({ parts }) => {
    expect((await send(parts)).status).toBe(400);
    expect(names()).toEqual([]);
  });
});
