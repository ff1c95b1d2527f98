import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';
import { createCaller, type Caller, type Reply } from './partner-center/caller.ts';
import type { Switches } from './partner-center/switches.ts';
import { startPartnerCenter, type PartnerCenterSandbox } from './partner-center.ts';

let clock: ManualClock;
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  clock = createManualClock('2026-11-24T09:00:00Z');
  sandbox = await startPartnerCenter({ now: clock.ms });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const set = (switches: Partial<Switches>): void => {
  Object.assign(sandbox.switches, switches);
};

const ids = (reply: Reply): string[] => reply.body.value.map((row) => row['id'] as string);

describe('reading one referral', () => {
  test('gives the document with its context, tag and links', async () => {
    const id = sandbox.addReferral({ name: 'Backup' });
    const reply = await caller.call(`/${id}`);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      '@odata.context':
        'https://api.partner.microsoft.com/v1.0/engagements/$metadata#Referrals/$entity',
      id,
      status: 'New',
      substatus: 'Pending',
      expirationDateTime: '2026-12-08T00:00:00Z',
      eTag: expect.stringMatching(/^"[0-9a-f]{8}-0000-0100-0000-6b0552100000"$/),
      createdDateTime: expect.stringMatching(/^2026-11-24T09:00:00(\.\d{1,7})?Z$/),
    });
    const { engagementId } = sandbox.referral(id);
    expect(reply.body['links']).toHaveProperty(
      'relatedReferrals.uri',
      `https://api.partner.microsoft.com/v1.0/engagements/referrals?$filter=engagementId eq ${engagementId}`,
    );
    expect(reply.headers.get('etag')).toBe(sandbox.referral(id).eTag);
    expect(reply.headers.get('client-request-id')).toBe('5d1b1f7e-7d1c-4a52-8a4c-0b9f2f1c8f10');
    expect(reply.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('gives the same tag until something changes', async () => {
    const id = sandbox.addReferral({});
    const first = await caller.call(`/${id}`);
    expect((await caller.call(`/${id}`)).body['eTag']).toBe(first.body['eTag']);
    sandbox.edit(id, (document) => {
      document.details.notes = 'called';
    });
    const after = await caller.call(`/${id}`);
    expect(after.body['eTag']).not.toBe(first.body['eTag']);
    expect(after.body['updatedDateTime']).not.toBe(first.body['updatedDateTime']);
  });

  test('encodes names, notes and solution names once, and nothing else', async () => {
    const id = sandbox.addReferral({
      name: 'A & B <"x">',
      customerProfile: { name: "O'Neil &amp; Co", address: { city: 'X & Y' } },
      details: {
        notes: 'a < b',
        requirements: { solutions: [{ id: 'SOL-1', name: 'Backup & Recovery' }] },
      },
    });
    const { body } = await caller.call(`/${id}`);
    expect(body).toMatchObject({
      name: 'A &amp; B &lt;&quot;x&quot;&gt;',
      customerProfile: { name: 'O&#39;Neil &amp;amp; Co', address: { city: 'X & Y' } },
      details: {
        notes: 'a &lt; b',
        requirements: { solutions: [{ id: 'SOL-1', name: 'Backup &amp; Recovery' }] },
      },
    });
    set({ encodesText: false });
    expect((await caller.call(`/${id}`)).body['name']).toBe('A & B <"x">');
  });

  test.each([
    { case: 'an unknown id', path: '/00000000-0000-4000-a000-000000000000', status: 404 },
    { case: 'a removal', path: '/x', method: 'DELETE', status: 405 },
    { case: 'a list sent by PUT', path: '', method: 'PUT', status: 405 },
  ])('refuses $case with $status', async ({ path, method, status }) => {
    const reply = await caller.call(path, method === undefined ? {} : { method });
    expect(reply.status).toBe(status);
    expect(reply.body.error).toHaveProperty('code');
  });

  test('refuses a call without client-request-id', async () => {
    const reply = await caller.call('', { headers: { 'client-request-id': '' } });
    expect(reply.body.error).toMatchObject({ code: 'invalidRequest', target: 'client-request-id' });
    set({ requiresClientRequestId: false });
    expect((await caller.call('', { headers: { 'client-request-id': '' } })).status).toBe(200);
  });
});

describe('the clock', () => {
  test('closes a lead at its expiration date, stamped then and not when somebody looks', async () => {
    const id = sandbox.addReferral({});
    clock.advance(20 * 86_400_000);
    const { body } = await caller.call(`/${id}`);
    expect(body).toMatchObject({
      status: 'Closed',
      substatus: 'Expired',
      closedDateTime: expect.stringMatching(/^2026-12-08T00:00:00/),
      updatedDateTime: expect.stringMatching(/^2026-12-08T00:00:00/),
      acceptedDateTime: null,
    });
  });

  test.each([
    { case: 'accepted', clears: false, expirationDateTime: '2026-12-08T00:00:00Z' },
    { case: 'accepted, date cleared', clears: true, expirationDateTime: null },
  ])('never closes what was $case', async ({ clears, expirationDateTime }) => {
    set({ acceptanceClearsExpiration: clears });
    const id = sandbox.addReferral({});
    expect(sandbox.accept(id)).toBe(true);
    clock.advance(20 * 86_400_000);
    expect((await caller.call(`/${id}`)).body).toMatchObject({
      status: 'Active',
      expirationDateTime,
    });
  });

  test('shows a change by id at once and in the list only after the lag', async () => {
    const id = sandbox.addReferral({ name: 'before' });
    set({ listLagMs: 30_000 });
    sandbox.edit(id, (document) => {
      document.name = 'after';
    });
    const late = sandbox.addReferral({});
    expect((await caller.call(`/${id}`)).body['name']).toBe('after');
    const list = await caller.call('');
    expect(list.body.value).toMatchObject([{ id, name: 'before' }]);
    clock.advance(30_000);
    const caughtUp = await caller.call('?$orderby=createdDateTime asc');
    expect(caughtUp.body.value).toMatchObject([{ id, name: 'after' }, { id: late }]);
  });

  test('answers 429 in another shape once a minute is used up, writes first', async () => {
    const id = sandbox.addReferral({});
    set({ callsPerMinute: 3, writesPerMinute: 1, retryAfterSeconds: 7 });
    const patch = {
      method: 'PATCH',
      body: [{ op: 'replace', path: '/campaignId', value: 'FY27' }],
    };
    expect((await caller.call(`/${id}`, patch)).status).toBe(204);
    const refused = await caller.call(`/${id}`, patch);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(refused.body).toEqual({
      statusCode: 429,
      message: 'Rate limit is exceeded. Try again later.',
    });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await caller.call('')).status);
    expect(statuses).toEqual([200, 200, 429]);
    clock.advance(60_000);
    expect((await caller.call('')).status).toBe(200);
  });
});

describe('who sees what', () => {
  test.each([
    { case: 'an admin of the company', viewer: {}, sees: ['own', 'other'] },
    { case: 'an admin of one location', viewer: { locations: ['777'] }, sees: ['other'] },
    { case: 'a user in one team', viewer: { role: 'user' as const }, sees: ['own'] },
  ])('$case', async ({ viewer, sees }) => {
    set({ viewer: { ...sandbox.switches.viewer, ...viewer } });
    const names = { own: '', other: '' };
    names.own = sandbox.addReferral({ team: [{ email: 'jordan.patel@contoso.example' }] });
    names.other = sandbox.addReferral({ mpnId: '777' });
    const seen = ids(await caller.call('')).toSorted();
    expect(seen).toEqual(sees.map((name) => names[name as 'own']).toSorted());
    const status = (await caller.call(`/${names.own}`)).status;
    expect(status).toBe(sees.includes('own') ? 200 : 404);
  });

  test('marketplace leads may not be served at all', async () => {
    const id = sandbox.addReferral({ qualification: 'Direct' });
    expect(ids(await caller.call(''))).toEqual([id]);
    set({ listsDirectLeads: false });
    expect(ids(await caller.call(''))).toEqual([]);
    expect((await caller.call(`/${id}`)).status).toBe(404);
  });
});
