import { beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { PartnerCapabilities } from '#core/ports/partner-system.ts';
import { API, connect, grant, LIST_PATH } from './connected.ts';
import { fixture, viewOf, withValue } from './fixture.ts';
import { guardWire } from './wire.ts';

guardWire();

const NAMED = withValue(fixture('referral-03-active-sales-qualified'), 'campaignId', null);
const ID = '87f4a24d-1d31-4d3c-af32-dd68c96817e5';
const PATH = `${LIST_PATH}/${ID}`;
const VIEW = viewOf(NAMED);
const NAME_BODY = [
  { op: 'replace', path: '/name', value: 'Alpine Ski House - field service rollout' },
];
const NULL_BODY = [{ op: 'replace', path: '/campaignId', value: null }];

/** The document after `count` writes. */
const after = (count: number): string =>
  JSON.stringify(withValue(NAMED, 'eTag', `"after ${count}"`));
const known = (writesName?: boolean, writesNull?: boolean): PartnerCapabilities => ({
  filtersByDate: true,
  writesName,
  writesNull,
});

const namePatch = () => nock(API).patch(PATH, NAME_BODY).matchHeader('if-match', VIEW.version);
const nullPatch = (version: string) =>
  nock(API).patch(PATH, NULL_BODY).matchHeader('if-match', version);

describe('probe', () => {
  beforeEach(() => grant('AT'));

  test('asks both, each guarded by the newest version', async () => {
    namePatch().reply(200, after(1));
    nullPatch('"after 1"').reply(200, after(2));
    const { partner } = connect();
    const { capabilities, view } = await partner.probe(VIEW);
    expect(capabilities).toEqual(known(true, true));
    expect(partner.capabilities).toEqual(capabilities);
    expect(view.version).toBe('"after 2"');
  });

  test('reads the referral where a write shows nothing', async () => {
    namePatch().reply(204);
    nock(API).get(PATH).reply(200, after(1));
    nullPatch('"after 1"').reply(204);
    nock(API).get(PATH).reply(200, after(2));
    const { capabilities, view } = await connect().partner.probe(VIEW);
    expect([capabilities, view.version]).toEqual([known(true, true), '"after 2"']);
  });

  test.each([
    { status: 400, is: false },
    { status: 422, is: false },
    { status: 403, is: undefined },
    { status: 404, is: undefined },
    { status: 409, is: undefined },
    { status: 412, is: undefined },
  ])('$status says $is, and leaves the view', async ({ status, is }) => {
    namePatch().reply(status);
    nullPatch(VIEW.version).reply(status);
    expect(await connect().partner.probe(VIEW)).toEqual({
      capabilities: known(is, is),
      view: VIEW,
    });
  });

  test('what is known is not asked again', async () => {
    nullPatch(VIEW.version).reply(400);
    const { partner } = connect({ capabilities: known(false) });
    expect((await partner.probe(VIEW)).capabilities).toEqual(known(false, false));
  });

  test.each([
    { case: 'no name', path: 'name', value: null },
    { case: 'a name that might come out changed', path: 'name', value: 'A &amp; B' },
  ])('$case is not written', async ({ path, value }) => {
    nullPatch(VIEW.version).reply(200, after(1));
    const view = viewOf(withValue(NAMED, path, value));
    expect((await connect().partner.probe(view)).capabilities).toEqual(known(undefined, true));
  });

  test('a campaign id that stands is never cleared', async () => {
    namePatch().reply(200, after(1));
    const view = viewOf(withValue(NAMED, 'campaignId', 'FY27'));
    expect((await connect().partner.probe(view)).capabilities).toEqual(known(true));
  });
});

test('a closed referral is left alone', async () => {
  const view = viewOf(fixture('referral-05-closed-lost'));
  expect(await connect().partner.probe(view)).toEqual({ capabilities: known(), view });
});
