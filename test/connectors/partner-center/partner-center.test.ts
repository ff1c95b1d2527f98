import { beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { addMs } from '#core/lead/instant.ts';
import { referralId } from '#core/lead/ids.ts';
import type { PartnerChange } from '#core/ports/partner-system.ts';
import { API, connect, failureOf, grant, LIST_PATH, NOW } from './connected.ts';
import { fixture, fixtureText, viewOf, withValue } from './fixture.ts';
import { guardWire } from './wire.ts';

guardWire();
beforeEach(() => grant('AT'));

const ACCEPTED = 'referral-03-active-sales-qualified';
const ID = referralId('87f4a24d-1d31-4d3c-af32-dd68c96817e5');
const PATH = `${LIST_PATH}/${ID}`;
const GUARD = { ifVersion: '"af0ba2cc"', notAfter: addMs(NOW, 30_000), urgent: true };
const EDIT: PartnerChange = { fields: { notes: 'Pilot confirmed for January.' } };
const EDIT_BODY = [
  { op: 'replace', path: '/details/notes', value: 'Pilot confirmed for January.' },
];

const error = (code: string, more: object = {}): string =>
  JSON.stringify({ error: { code, message: 'in their words', ...more } });

describe('fetch', () => {
  test('reads one referral', async () => {
    nock(API, { badheaders: ['if-match'] })
      .get(PATH)
      .matchHeader('authorization', 'Bearer AT')
      .matchHeader('accept', 'application/json')
      .matchHeader('client-request-id', 'guid-2')
      .matchHeader('ms-correlationid', 'guid-1')
      .reply(200, fixtureText(ACCEPTED));
    expect(await connect().partner.fetch(ID)).toEqual(viewOf(fixture(ACCEPTED)));
  });

  test.each([
    { status: 404, body: fixtureText('error-404-not-found') },
    { status: 410, body: '' },
  ])('$status is gone', async ({ status, body }) => {
    nock(API).get(PATH).reply(status, body);
    expect(await connect().partner.fetch(ID)).toBe('gone');
  });

  test.each([
    {
      case: 'not for us',
      status: 403,
      body: fixtureText('error-403-forbidden'),
      code: 'FORBIDDEN',
      message: `We may not read referral ${ID} (HTTP 403, accessDenied: "The caller may not act on this referral."). The signed-in user needs the role Referrals admin for the whole company.`,
    },
    {
      case: 'a bad request',
      status: 400,
      body: error('invalidRequest'),
      code: 'REJECTED',
      message: `Partner Center refused to show referral ${ID} (HTTP 400, invalidRequest: "in their words").`,
    },
    {
      case: 'an unknown stage',
      status: 200,
      body: JSON.stringify(withValue(fixture(ACCEPTED), 'substatus', 'Dancing')),
      code: 'UNEXPECTED_ANSWER',
      message: `Partner Center's answer for referral ${ID} cannot be read: substatus is unknown.`,
    },
    {
      case: 'a page of HTML',
      status: 200,
      body: '<html>',
      code: 'UNEXPECTED_ANSWER',
      message: `Partner Center's answer for referral ${ID} cannot be read: it is not JSON.`,
    },
  ])('$case is told with the referral id', async ({ status, body, code, message }) => {
    nock(API).get(PATH).reply(status, body);
    expect(await failureOf(connect().partner.fetch(ID))).toMatchObject({ code, message });
  });

  test('a refused token is renewed once', async () => {
    nock(API).get(PATH).matchHeader('authorization', 'Bearer AT').reply(401);
    grant('AT2');
    nock(API).get(PATH).matchHeader('authorization', 'Bearer AT2').reply(404);
    expect(await connect().partner.fetch(ID)).toBe('gone');
  });

  test('a token without a second factor stops, in words', async () => {
    nock(API).get(PATH).times(2).reply(401, error('900421'));
    grant('AT2');
    expect(await failureOf(connect().partner.fetch(ID))).toMatchObject({
      code: 'TOKEN_REJECTED',
      message: expect.stringContaining('wants multi-factor authentication'),
    });
  });
});

describe('patch', () => {
  test('sends one guarded JSON Patch and shows the new document', async () => {
    nock(API)
      .patch(PATH, EDIT_BODY)
      .matchHeader('if-match', GUARD.ifVersion)
      .matchHeader('prefer', 'return=representation')
      .matchHeader('content-type', 'application/json')
      .matchHeader('client-request-id', 'guid-2')
      .matchHeader('ms-correlationid', 'guid-1')
      .reply(200, fixtureText(ACCEPTED));
    expect(await connect().partner.patch(ID, EDIT, GUARD)).toEqual({
      kind: 'written',
      shown: viewOf(fixture(ACCEPTED)),
    });
  });

  test.each([
    { case: '204 in spite of Prefer', status: 204, body: '' },
    { case: 'a document that does not parse', status: 200, body: '{"id":"x"}' },
    { case: 'no JSON', status: 200, body: 'ok' },
  ])('$case is written, showing nothing', async ({ status, body }) => {
    nock(API).patch(PATH).reply(status, body);
    expect(await connect().partner.patch(ID, EDIT, GUARD)).toEqual({
      kind: 'written',
      shown: undefined,
    });
  });

  test.each([
    { status: 412, body: fixtureText('error-412-etag'), is: { kind: 'stale' } },
    { status: 409, body: error('resourceModified'), is: { kind: 'stale' } },
    { status: 404, body: fixtureText('error-404-not-found'), is: { kind: 'gone' } },
    { status: 410, body: '', is: { kind: 'gone' } },
    {
      status: 400,
      body: fixtureText('error-400-transition'),
      is: {
        kind: 'refused',
        code: 'invalidRequest',
        words: 'The status and substatus pair is not reachable from the current state.',
        fields: ['stage'],
      },
    },
    {
      status: 403,
      body: fixtureText('error-403-forbidden'),
      is: {
        kind: 'refused',
        code: 'accessDenied',
        words: 'The caller may not act on this referral.',
        fields: [],
      },
    },
    {
      status: 422,
      body: error('invalidRequest', { target: 'details/dealValue' }),
      is: { kind: 'refused', code: 'invalidRequest', words: 'in their words', fields: ['value'] },
    },
    {
      status: 409,
      body: error('conflict'),
      is: { kind: 'refused', code: 'conflict', words: 'in their words', fields: [] },
    },
    {
      status: 413,
      body: '',
      is: { kind: 'refused', code: '413', words: 'HTTP 413 without a reason', fields: [] },
    },
  ])('$status is $is.kind', async ({ status, body, is }) => {
    nock(API).patch(PATH).reply(status, body);
    expect(await connect().partner.patch(ID, EDIT, GUARD)).toEqual(is);
  });

  test.each([
    { status: 500, code: 'UNKNOWN_RESULT' },
    { status: 423, code: 'UNKNOWN_RESULT' },
    { status: 405, code: 'REJECTED' },
  ])('$status is thrown as $code, and not sent again', async ({ status, code }) => {
    nock(API).patch(PATH).reply(status);
    expect(await failureOf(connect().partner.patch(ID, EDIT, GUARD))).toMatchObject({ code });
  });

  test('a patch that would leave too late is stale', async () => {
    const { partner, clock } = connect();
    clock.advance(31_000);
    expect(await partner.patch(ID, EDIT, GUARD)).toEqual({ kind: 'stale' });
  });
});

test('a change that cannot be patched is refused without a call', async () => {
  nock.cleanAll();
  const { partner } = connect();
  expect(await partner.patch(ID, { fields: { name: 'New name' } }, GUARD)).toEqual({
    kind: 'refused',
    code: 'notPatchable',
    words: 'Partner Center takes no change of these fields',
    fields: ['name'],
  });
});

describe('linkTo', () => {
  beforeEach(() => nock.cleanAll());

  test.each([
    { portalUrl: undefined, is: `https://partner.microsoft.com/referrals/v2/inbox?id=${ID}` },
    {
      portalUrl: 'https://portal.example/leads?view=all',
      is: `https://portal.example/leads?view=all&id=${ID}`,
    },
  ])('$portalUrl', ({ portalUrl, is }) => {
    const settings = portalUrl === undefined ? {} : { portalUrl };
    expect(connect({ settings }).partner.linkTo(ID)).toBe(is);
  });
});

test('an address with a folder and a slash at its end is served', async () => {
  nock(`${API}/sandbox`).get(PATH).reply(404);
  expect(await connect({ settings: { apiUrl: `${API}/sandbox/` } }).partner.fetch(ID)).toBe('gone');
});
