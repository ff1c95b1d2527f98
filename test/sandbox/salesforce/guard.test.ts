import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';

let now = 0;
let sandbox: Salesforce;
let caller: Caller;
let id = '';

const STAMP = Date.parse('2026-11-24T09:10:11Z');
const httpDate = (ms: number): string => new Date(ms).toUTCString();

beforeEach(async () => {
  now = STAMP + 400;
  sandbox = await startSalesforce({ now: () => now });
  caller = await createCaller(sandbox);
  id = await caller.create('Opportunity', {
    Name: 'Fabrikam',
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
    PC_Referral_Id__c: 'R1',
  });
});

afterEach(() => sandbox.stop());

const patch = (since: string, path = `/sobjects/Opportunity/${id}`): Promise<Reply> =>
  caller.call('PATCH', path, {
    headers: { 'If-Unmodified-Since': since },
    body: { NextStep: 'Call' },
  });

describe('If-Unmodified-Since', () => {
  test.each([
    { case: 'the stamp itself', since: httpDate(STAMP), status: 204, shown: 'Call' },
    { case: 'a second earlier', since: httpDate(STAMP - 1000), status: 412, shown: null },
    { case: 'the year of Unix', since: httpDate(0), status: 412, shown: null },
    { case: 'no date', since: 'yesterday', status: 400, shown: null },
  ])('$case answers $status', async ({ since, status, shown }) => {
    const reply = await patch(since);
    expect(reply.status).toBe(status);
    expect(sandbox.org.row(id)).toMatchObject({ NextStep: shown });
  });

  test('an edit in the same second slips through', async () => {
    sandbox.org.update(id, { Amount: 5 });
    expect((await patch(httpDate(STAMP))).status).toBe(204);
  });

  test.each([
    { guardStamp: 'LastModifiedDate', status: 204 },
    { guardStamp: 'SystemModstamp', status: 412 },
  ] as const)('is held against $guardStamp', async ({ guardStamp, status }) => {
    sandbox.switches.guardStamp = guardStamp;
    now += 60_000;
    sandbox.org.touch(id);
    expect((await patch(httpDate(STAMP))).status).toBe(status);
  });

  test.each([
    { guardsExternalId: false, status: 200 },
    { guardsExternalId: true, status: 412 },
  ])('by external id counts: $guardsExternalId', async ({ guardsExternalId, status }) => {
    sandbox.switches.guardsExternalId = guardsExternalId;
    const reply = await patch(httpDate(0), '/sobjects/Opportunity/PC_Referral_Id__c/R1');
    expect(reply.status).toBe(status);
  });

  test.each([
    { guardsComposite: true, status: 412 },
    { guardsComposite: false, status: 204 },
  ])('inside a composite counts: $guardsComposite', async ({ guardsComposite, status }) => {
    sandbox.switches.guardsComposite = guardsComposite;
    const url = `/services/data/v67.0/sobjects/Opportunity/${id}`;
    const part = {
      method: 'PATCH',
      url,
      referenceId: 'write',
      httpHeaders: { 'If-Unmodified-Since': httpDate(0) },
      body: { NextStep: 'Call' },
    };
    const { body } = await caller.call('POST', '/composite', {
      body: { compositeRequest: [part] },
    });
    expect(body).toMatchObject({ compositeResponse: [{ httpStatusCode: status }] });
  });

  test('refuses with an error array, or with nothing where the org does', async () => {
    expect((await patch(httpDate(0))).body).toMatchObject([{ errorCode: 'PRECONDITION_FAILED' }]);
    sandbox.switches.staleBody = 'empty';
    expect(await patch(httpDate(0))).toMatchObject({ status: 412, body: undefined });
  });
});

describe('entity tags', () => {
  test('mean nothing on an opportunity', async () => {
    const reply = await caller.call('PATCH', `/sobjects/Opportunity/${id}`, {
      headers: { 'If-Match': '"other"' },
      body: { NextStep: 'Call' },
    });
    expect(reply.status).toBe(204);
  });

  test('guard an account', async () => {
    const account = await caller.create('Account', { Name: 'Fabrikam' });
    const path = `/sobjects/Account/${account}`;
    const etag = (await caller.call('GET', path)).headers.get('etag') ?? '';
    now += 60_000;
    const write = (match: string): Promise<Reply> =>
      caller.call('PATCH', path, { headers: { 'If-Match': match }, body: { Phone: '1' } });
    expect([(await write(etag)).status, (await write(etag)).status]).toEqual([204, 412]);
  });
});

const get = (since: number): Promise<Reply> =>
  caller.call('GET', `/sobjects/Opportunity/${id}`, {
    headers: { 'If-Modified-Since': httpDate(since) },
  });

test('If-Modified-Since answers 304 for a row that has not changed', async () => {
  expect([(await get(STAMP)).status, (await get(STAMP - 1000)).status]).toEqual([304, 200]);
});
