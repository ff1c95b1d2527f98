import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller } from './caller.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
let kills = 0;
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  kills = 0;
  sandbox = await startPartnerCenter({ now: () => NOW, onKillWorker: () => void (kills += 1) });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const page = async (tab: string): Promise<string> =>
  (await caller.send(`/sandbox?tab=${tab}`)).text;

/** As a browser sends a form. */
const post = (path: string, form: Record<string, string> = {}) =>
  caller.send(path, {
    method: 'POST',
    body: String(new URLSearchParams(form)),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('the page', () => {
  test('puts each kind under its tab, with the stage in the words of the portal', async () => {
    sandbox.addReferral({ name: 'Inquiry', qualification: 'Direct' });
    sandbox.addReferral({ name: 'Qualified', status: 'Active' });
    sandbox.addReferral({ name: 'Shared', type: 'Shared', status: 'Closed', substatus: 'Won' });
    const found = await Promise.all(['marketplace', 'qualified', 'cosell'].map(page));
    const shown = found.map((text) => [
      /<h2>(\w+)<\/h2>/.exec(text)?.[1],
      /<span class="stage \w+">([\w: ]+)</.exec(text)?.[1],
      /aria-current="page">([\w -]+ \(\d\))/.exec(text)?.[1],
    ]);
    expect(shown).toEqual([
      ['Inquiry', 'Received', 'Marketplace leads (1)'],
      ['Qualified', 'Accepted', 'Qualified leads (1)'],
      ['Shared', 'Closed: Won', 'Co-sell (1)'],
    ]);
  });

  test('escapes whatever a lead holds', async () => {
    const evil = '"><script>alert(1)</script>';
    sandbox.addReferral({
      name: evil,
      statusReason: evil,
      externalReferenceId: evil,
      customerProfile: { name: evil, team: [{ firstName: evil, email: 'a@x.example' }] },
      details: { notes: `</textarea>${evil}`, currency: evil },
    });
    const text = await page('qualified');
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>');
    expect(text.match(/<\/textarea>/g)).toHaveLength(1);
  });

  test('saves only what was changed in the form', async () => {
    const id = sandbox.addReferral({
      details: { notes: 'first\nsecond', closingDateTime: '2027-01-31T17:00:00Z', dealValue: 10 },
      externalReferenceId: '',
    });
    const form = {
      name: 'New name',
      dealValue: '12.50',
      currency: 'eur',
      closingDateTime: '2027-01-31',
      externalReferenceId: '',
      campaignId: '',
      notes: 'first\r\nsecond',
      action: 'save',
    };
    const reply = await post(`/sandbox/referrals/${id}?tab=qualified`, form);
    expect([reply.status, reply.headers.get('location')]).toEqual([
      303,
      `/sandbox?tab=qualified#r-${id}`,
    ]);
    expect(sandbox.referral(id)).toMatchObject({
      name: 'New name',
      externalReferenceId: '',
      campaignId: null,
      details: {
        notes: 'first\nsecond',
        closingDateTime: '2027-01-31T17:00:00Z',
        dealValue: 12.5,
        currency: 'EUR',
      },
    });
  });

  test('undoes no change that came while the form was open', async () => {
    const id = sandbox.addReferral({ details: { notes: 'old', dealValue: 10 } });
    sandbox.edit(id, (document) => {
      document.details.dealValue = 20;
    });
    const form = { dealValue: '10', 'was:dealValue': '10', notes: 'new', 'was:notes': 'old' };
    await post(`/sandbox/referrals/${id}`, form);
    expect(sandbox.referral(id).details).toMatchObject({ notes: 'new', dealValue: 20 });
  });

  test('keeps itself up to date, lead by lead', async () => {
    const id = sandbox.addReferral({});
    expect(await page('qualified')).toContain(`data-live="${id}"`);
    const script = await caller.send('/sandbox/live.js');
    expect([script.status, script.text.includes('[data-live]')]).toEqual([200, true]);
  });

  test('answers and closes', async () => {
    const [one, two] = [sandbox.addReferral({}), sandbox.addReferral({})] as const;
    await post(`/sandbox/referrals/${one}`, { action: 'accept', name: 'Ours' });
    await post(`/sandbox/referrals/${one}`, { action: 'lose', reason: 'Others' });
    await post(`/sandbox/referrals/${two}`, { action: 'decline', reason: 'Not a customer' });
    expect([one, two].map((id) => sandbox.referral(id))).toMatchObject([
      { status: 'Closed', substatus: 'Lost', statusReason: 'Others', name: 'Ours' },
      { status: 'Closed', substatus: 'Declined', statusReason: 'Not a customer' },
    ]);
  });

  test('loses the next reply, not the change; kills the worker', async () => {
    const id = sandbox.addReferral({});
    await caller.call('');
    expect((await post('/sandbox/faults')).status).toBe(303);
    const body = [{ op: 'replace', path: '/campaignId', value: 'FY27' }];
    await expect(caller.call(`/${id}`, { method: 'PATCH', body })).rejects.toThrow('fetch failed');
    expect(sandbox.referral(id).campaignId).toBe('FY27');
    expect((await caller.call('')).status).toBe(200);
    await post('/sandbox/kill-worker');
    expect(kills).toBe(1);
  });

  test('is where a person signs in', async () => {
    const code = (await caller.signIn({}, 'devicecode')).body;
    expect((await caller.send('/sandbox/sign-in')).text).toContain(String(code['user_code']));
    await post('/sandbox/sign-in', { code: String(code['user_code']), answer: 'approved' });
    const tokens = await caller.signIn({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(code['device_code']),
    });
    expect(tokens.status).toBe(200);
  });
});

describe('controls for programs', () => {
  test('list everything, edit, and plan faults', async () => {
    const id = sandbox.addReferral({ name: 'A & B' });
    const edit = (body: object) =>
      caller.send(`/sandbox/referrals/${id}`, { method: 'POST', body });
    const saved = await edit({ change: { details: { notes: 'x' } } });
    expect([saved.status, saved.body]).toMatchObject([200, { details: { notes: 'x' } }]);
    expect((await edit({ action: 'expire' })).body).toMatchObject({ substatus: 'Expired' });
    expect((await edit({ action: 'accept' })).status).toBe(409);
    const all = await caller.send('/sandbox/referrals.json');
    expect(all.body).toMatchObject([{ id, name: 'A & B', substatus: 'Expired' }]);
    await caller.call('');
    expect((await caller.send('/sandbox/calls.json')).body).toEqual({
      used: sandbox.server.calls.length,
    });
    const body = { kind: 'answer', status: 503, method: 'GET', times: 2 };
    const planned = await caller.send('/sandbox/faults', { method: 'POST', body });
    expect(planned.status).toBe(204);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await caller.call('')).status);
    expect(statuses).toEqual([503, 503, 200]);
  });
});

describe('people', () => {
  test('can do only what the portal still offers', () => {
    const id = sandbox.addReferral({});
    expect([sandbox.win(id), sandbox.accept(id), sandbox.accept(id)]).toEqual([false, true, false]);
    expect([sandbox.decline(id, 'Others'), sandbox.expire(id)]).toEqual([false, false]);
    expect([sandbox.win(id), sandbox.save(id, { name: 'x' })]).toEqual([true, false]);
  });

  test("add Microsoft's half to an engagement", () => {
    const own = sandbox.addReferral({
      type: 'Shared',
      status: 'Active',
      name: 'POC',
      inviteContext: { invitedBy: { organizationId: sandbox.organizationId } },
    });
    const half = sandbox.addMicrosoftHalf(own, { details: { notes: 'theirs' } });
    expect(sandbox.referral(half)).toMatchObject({
      engagementId: sandbox.referral(own).engagementId,
      organizationId: 'msft',
      name: 'POC',
      status: 'New',
      details: { notes: 'theirs' },
    });
    expect(sandbox.referral(own).details.notes).toBeNull();
  });
});
