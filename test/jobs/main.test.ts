import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { startPartnerCenter } from '#test/sandbox/partner-center.ts';
import { startSalesforce } from '#test/sandbox/salesforce.ts';
import { ENV, settingsText } from './settings-text.ts';

const MAIN = fileURLToPath(new URL('../../jobs/main.ts', import.meta.url));

/** Processes of their own, on a machine that may be busy with the other tests. */
jest.setTimeout(60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lead-sync-main-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const now = (): number => Date.now();

/** The command line in a process of its own, in an empty folder. */
const start = (argv: readonly string[], env: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, [MAIN, ...argv], { cwd: folder, env });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  /** Resolves when stderr has told this. */
  const told = async (words: string): Promise<void> => {
    while (!said.err.includes(words)) await once(child.stderr, 'data');
  };
  return { child, ended, told };
};

test('bad settings: exit 2, every problem at once, no secret told and no store made', async () => {
  const secret = 'sf-secret-that-nobody-may-read';
  const text = settingsText(
    { partner: 'http://partner.example', crm: 'https://contoso.my.salesforce.com' },
    { tenant: { mode: 'lve', crm: { kind: 'salesforce', clientSecret: secret } } },
  );
  await writeFile(join(folder, 'lead-sync.json'), text);
  const { code, out, err } = await start(['run'], { PC_REFRESH_TOKEN: 'pc-refresh-secret' }).ended;
  const paths = err
    .split('\n')
    .slice(1)
    .filter((line) => line !== '' && !line.startsWith(' '))
    .map((line) => line.split(': ')[0]);
  expect({ code, out, paths, hasSecret: /secret-that|refresh-secret/.test(err) }).toEqual({
    code: 2,
    out: '',
    paths: [
      'tenants[0].partnerCenter.clientSecret',
      'tenants[0].mode',
      'tenants[0].partnerCenter.apiUrl',
      'tenants[0].partnerCenter.loginUrl',
      'tenants[0].crm.loginUrl',
      'tenants[0].crm.clientId',
      'LEAD_SYNC_KEY (environment)',
    ],
    hasSecret: false,
  });
});

test('help is exit 0 and names every verb', async () => {
  const { code, out } = await start(['--help'], {}).ended;
  const verbs = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, verb]) => verb);
  expect({ code, verbs }).toEqual({
    code: 0,
    verbs: [
      'init',
      'connect',
      'check',
      'provision',
      'run',
      'sync',
      'plan',
      'status',
      'leads',
      'conflicts',
      'parked',
      'release',
      'adopt',
      'help',
    ],
  });
});

test('SIGTERM: the worker ends its cycle and exits 0, and the next command finds the tenant free', async () => {
  const partner = await startPartnerCenter({ now });
  const crm = await startSalesforce({ now });
  const settings = settingsText(
    { partner: partner.url, crm: crm.url },
    { whole: { store: 'sqlite:./lead-sync.db' } },
  );
  await writeFile(join(folder, 'lead-sync.json'), settings);
  try {
    partner.addReferral({ name: 'One' });
    const worker = start(['run'], ENV);
    await worker.told('cycle done');
    worker.child.kill('SIGTERM');
    const { code, signal, out, err } = await worker.ended;
    const status = await start(['status', '--json'], ENV).ended;
    const { lastRun } = (JSON.parse(status.out) as Record<string, { lastRun: unknown }>)[
      'contoso'
    ] ?? { lastRun: null };
    expect({ code, signal, out, rows: crm.org.rows('Opportunity').length, lastRun }).toEqual({
      code: 0,
      signal: null,
      out: '',
      rows: 1,
      lastRun: expect.objectContaining({ outcome: expect.objectContaining({ kind: 'done' }) }),
    });
    expect(Object.values(ENV).filter((secret) => err.includes(secret))).toEqual([]);
  } finally {
    await partner.stop();
    await crm.stop();
  }
});
