import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller } from './caller.ts';

let sandbox: Salesforce;
let id = '';
let kills = 0;

beforeEach(async () => {
  kills = 0;
  sandbox = await startSalesforce({
    now: () => Date.parse('2026-11-24T09:10:11Z'),
    onKillWorker: () => {
      kills += 1;
    },
  });
  id = sandbox.org.insert('Opportunity', {
    Name: '<b>Fabrikam & Co</b>',
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
    PC_Sync_Status__c: 'Action needed',
    PC_Sync_Message__c: 'To accept, Microsoft also needs: "Amount"',
    PC_Notes__c: 'one\ntwo',
  });
});

afterEach(() => sandbox.stop());

const get = async (path: string): Promise<string> => (await fetch(sandbox.url + path)).text();
const post = (path: string, form: Record<string, string>): Promise<Response> =>
  fetch(sandbox.url + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  });

test('the list shows the deals, every word escaped', async () => {
  const page = await get('/sandbox');
  expect(page).toContain(
    `<a href="/sandbox/opportunities/${id}">&lt;b&gt;Fabrikam &amp; Co&lt;/b&gt;</a>`,
  );
  expect(page).toContain('Action needed');
  expect(page).not.toContain('<b>Fabrikam');
});

describe('the record', () => {
  test('shows the labels a seller knows', async () => {
    const page = await get(`/sandbox/opportunities/${id}`);
    for (const label of [
      'Stage',
      'Amount',
      'Close Date',
      'Owner',
      'Answer to Microsoft',
      'Reason (declined, lost)',
      'Settle',
      'Notes shared with Microsoft',
      'Sync Status',
      'Sync Message',
      'Respond By',
      'Tasks',
    ]) {
      expect(page).toContain(`>${label}<`);
    }
    expect(page).toContain('needs: &quot;Amount&quot;');
  });

  test('saves as a seller what was changed, and nothing else', async () => {
    sandbox.org.update(id, { NextStep: 'Call', Amount: 7 });
    const form = {
      asUser: sandbox.org.userId('bruno.lima@contoso.example'),
      PC_Decision__c: 'Accept',
      'was:PC_Decision__c': '',
      Amount: '',
      'was:Amount': '',
      PC_Notes__c: 'one\r\ntwo',
      'was:PC_Notes__c': 'one\ntwo',
      PC_Sync_Status__c: 'Synced',
      'was:PC_Sync_Status__c': '',
    };
    const reply = await post(`/sandbox/opportunities/${id}`, form);
    expect([reply.status, reply.headers.get('location')]).toEqual([
      303,
      `/sandbox/opportunities/${id}`,
    ]);
    expect(sandbox.org.row(id)).toMatchObject({
      PC_Decision__c: 'Accept',
      PC_Notes__c: 'one\ntwo',
      PC_Sync_Status__c: 'Action needed',
      Amount: 7,
      LastModifiedById: sandbox.org.userId('bruno.lima@contoso.example'),
    });
  });

  test('says why it was not saved', async () => {
    sandbox.org.addValidationRule('Opportunity', () => 'No <amount>, no deal');
    const form = { Name: 'Other', 'was:Name': '' };
    const reply = await post(`/sandbox/opportunities/${id}`, form);
    expect([reply.status, await reply.text()]).toEqual([
      400,
      expect.stringContaining('No &lt;amount&gt;, no deal'),
    ]);
  });

  test('that is not there', async () => {
    expect((await fetch(`${sandbox.url}/sandbox/opportunities/0065500000KPywjAAD`)).status).toBe(
      404,
    );
  });
});

test('programs edit in JSON, and read all deals', async () => {
  const edit = (body: object): Promise<Response> =>
    fetch(`${sandbox.url}/sandbox/opportunities/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect(
    (await edit({ StageName: 'Closed Won', asUser: 'carla.mendes@contoso.example' })).status,
  ).toBe(200);
  expect((await edit({ Nope: 1 })).status).toBe(400);
  expect(JSON.parse(await get('/sandbox/opportunities.json'))).toMatchObject([
    {
      Id: id,
      IsWon: true,
      LastModifiedById: sandbox.org.userId('carla.mendes@contoso.example'),
      Owner: { Name: 'Sofia Almeida' },
      Account: { Name: '' },
      Tasks: [],
    },
  ]);
});

test('a page keeps itself up to date, part by part', async () => {
  expect(await get('/sandbox')).toContain(`data-live="${id}"`);
  expect(await get('/sandbox/live.js')).toContain('[data-live]');
});

test('programs read how many calls were counted', async () => {
  const caller = await createCaller(sandbox);
  await caller.call('GET', '/limits');
  expect(JSON.parse(await get('/sandbox/calls.json'))).toEqual({ used: sandbox.usage().used });
  expect(sandbox.usage().used).toBeGreaterThan(0);
});

test('the next reply to a write is lost on demand, once', async () => {
  const caller = await createCaller(sandbox);
  await post('/sandbox/faults', { kind: 'loseReply', only: 'writes' });
  const write = (step: string) =>
    caller.call('PATCH', `/sobjects/Opportunity/${id}`, { body: { NextStep: step } });
  expect((await caller.call('GET', '/limits')).status).toBe(200);
  await expect(write('first')).rejects.toThrow('fetch failed');
  expect(sandbox.org.row(id)).toMatchObject({ NextStep: 'first' });
  expect((await write('second')).status).toBe(204);
});

test('faults are planned by programs, and wrong ones refused', async () => {
  const caller = await createCaller(sandbox);
  const plan = (body: object): Promise<Response> =>
    fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await plan({ kind: 'answer', status: 503, times: 2, method: 'GET' })).status).toBe(204);
  const statuses = [];
  for (let count = 0; count < 3; count += 1) {
    statuses.push((await caller.call('GET', '/limits')).status);
  }
  expect(statuses).toEqual([503, 503, 200]);
  expect((await plan({ kind: 'explode' })).status).toBe(400);
});

test('the worker is killed by its button', async () => {
  expect(await get('/sandbox')).toContain('Kill the worker');
  expect((await post('/sandbox/kill-worker', {})).status).toBe(303);
  expect(kills).toBe(1);
});

test('looking costs no call', async () => {
  await get('/sandbox');
  expect([sandbox.usage().used, sandbox.server.calls]).toEqual([0, []]);
});
