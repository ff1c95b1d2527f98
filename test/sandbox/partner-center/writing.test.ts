import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';
import type { DeepPartial, Referral } from './referral.ts';

let now = 0;
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  sandbox = await startPartnerCenter({ now: () => now });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const replace = (values: Record<string, unknown>) =>
  Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));

const patch = (id: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  caller.call(`/${id}`, { method: 'PATCH', body, headers });

const ACCEPT = replace({ '/status': 'Active', '/substatus': 'Accepted' });
const CLOSE_DATE = '/details/closingDateTime';
const MANY = Array.from({ length: 51 }, () => ({ email: 'a@contoso.example' }));
const REGISTER = [
  {
    op: 'add',
    path: '/registrations/-',
    value: {
      type: 'AzureIPCoSell',
      contract: { value: 64_000, currency: 'EUR' },
      solutionDetails: [{ id: 'SOL-1', value: 64_000 }],
    },
  },
];
const REPRESENTATION = { prefer: 'return=representation' };

const WON: DeepPartial<Referral> = { status: 'Closed', substatus: 'Won' };

describe('a patch', () => {
  test('answers 204 and nothing, or the document when preferred', async () => {
    const id = sandbox.addReferral({});
    const quiet = await patch(id, ACCEPT);
    expect([quiet.status, quiet.text]).toEqual([204, '']);
    const told = await patch(id, replace({ '/details/dealValue': '12.50' }), REPRESENTATION);
    expect(told.status).toBe(200);
    expect(told.body).not.toHaveProperty('@odata.context');
    expect(told.body).toMatchObject({
      eTag: sandbox.referral(id).eTag,
      status: 'Active',
      acceptedDateTime: expect.stringMatching(/^2026-11-24T09:00:00/),
      details: { dealValue: 12.5 },
    });
  });

  test('does all of it or nothing', async () => {
    const id = sandbox.addReferral({});
    const before = sandbox.referral(id);
    const reply = await patch(id, replace({ '/campaignId': 'FY27', '/details/currency': 'euro' }));
    expect(reply.body.error).toMatchObject({
      code: 'invalidRequest',
      target: 'details/currency',
    });
    expect(sandbox.referral(id)).toEqual(before);
  });

  test('appends people, with what it knows of them', async () => {
    const id = sandbox.addReferral({ team: [{ email: 'a@contoso.example' }] });
    await patch(id, [{ op: 'add', path: '/team/-', value: { Email: 'b@contoso.example' } }]);
    expect(sandbox.referral(id).team).toMatchObject([
      { email: 'a@contoso.example' },
      { email: 'b@contoso.example', firstName: null, title: null },
    ]);
  });

  test.each<[string, unknown, string]>([
    ['remove', [{ op: 'remove', path: '/team' }], 'op'],
    ['a path not offered', replace({ '/type': 'Shared' }), '/type'],
    ['the name', replace({ '/name': 'x' }), '/name'],
    ['no value', [{ op: 'add', path: '/campaignId' }], '/campaignId'],
    ['replacing the end of a list', replace({ '/team/-': {} }), '/team/-'],
    ['an object', { status: 'Active' }, 'patch'],
    ['nothing', [], 'patch'],
    ['not JSON', '[', 'body'],
    ['half a pair', replace({ '/status': 'Active' }), 'substatus'],
    ['a wrong pair', replace({ '/status': 'Active', '/substatus': 'Won' }), 'substatus'],
    ['a wrong status', replace({ '/status': 'Open', '/substatus': 'Won' }), 'status'],
    ['a date without time', replace({ [CLOSE_DATE]: '2027-01-31' }), CLOSE_DATE.slice(1)],
    ['an amount in words', replace({ '/details/dealValue': 'ten' }), 'details/dealValue'],
    ['a person without e-mail', replace({ '/team': [{ firstName: 'A' }] }), 'team/email'],
    ['an unknown property', replace({ '/team': [{ mail: 'a' }] }), 'team/mail'],
    ['too many people', replace({ '/team': MANY }), 'team'],
    ['a registration of an open deal', REGISTER, 'registrations'],
  ])('is refused: %s', async (_, body, target) => {
    const id = sandbox.addReferral({});
    const { eTag } = sandbox.referral(id);
    const reply = await patch(id, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error).toMatchObject({ code: 'invalidRequest', target });
    expect(sandbox.referral(id).eTag).toBe(eTag);
  });

  test('must be application/json', async () => {
    const id = sandbox.addReferral({});
    const headers = { 'content-type': 'application/json-patch+json' };
    expect((await patch(id, ACCEPT, headers)).status).toBe(415);
  });
});

describe('If-Match', () => {
  test.each<{ case: string; sent: 'own' | 'bare' | 'old' | '*' | undefined; status: number }>([
    { case: 'the tag', sent: 'own', status: 204 },
    { case: 'any', sent: '*', status: 204 },
    { case: 'none: the last writer wins', sent: undefined, status: 204 },
    { case: 'the tag without its quotes', sent: 'bare', status: 412 },
    { case: 'an older tag', sent: 'old', status: 412 },
  ])('$case: $status', async ({ sent, status }) => {
    const id = sandbox.addReferral({});
    const old = sandbox.referral(id).eTag;
    sandbox.edit(id, (document) => {
      document.details.notes = 'a colleague was here';
    });
    const own = sandbox.referral(id).eTag;
    const tags = { own, old, '*': '*', bare: own.replaceAll('"', '') };
    const headers = sent === undefined ? {} : { 'if-match': tags[sent] };
    const reply = await patch(id, replace({ '/campaignId': 'FY27' }), headers);
    expect(reply.status).toBe(status);
    expect(reply.body.error?.['code']).toBe(status === 412 ? 'resourceModified' : undefined);
  });

  test('is refused as the switches say, before the closing is noticed', async () => {
    Object.assign(sandbox.switches, { staleStatus: 409, staleCode: 'preconditionFailed' });
    const id = sandbox.addReferral({});
    const old = sandbox.referral(id).eTag;
    now += 15 * 86_400_000;
    caller.useToken((await caller.refresh()).body['access_token']);
    const reply = await patch(id, ACCEPT, { 'if-match': old });
    expect(reply.status).toBe(409);
    expect(reply.body.error).toHaveProperty('code', 'preconditionFailed');
  });
});

test('a won deal can be registered once, and corrected', async () => {
  const id = sandbox.addReferral(WON);
  expect((await patch(id, REGISTER)).status).toBe(204);
  expect((await patch(id, REGISTER)).status).toBe(400);
  expect((await patch(id, replace({ '/registrations/0/contract/value': 65_000 }))).status).toBe(
    204,
  );
  expect(sandbox.referral(id)).toMatchObject({
    registrationStatus: 'ReviewPending',
    registrations: [{ status: 'ReviewPending', contract: { value: 65_000 } }],
  });
});
