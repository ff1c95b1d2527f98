import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { referralId } from '#core/lead/ids.ts';
import { MINUTE_MS } from '#core/lead/instant.ts';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import type { Incoming } from '#test/sandbox/server.ts';
import { START, TENANT } from '#test/scenarios/support/harness.ts';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';
import { received } from './support/stories.ts';
import { isWrite, watchCalls, type Mishap } from './support/watch-calls.ts';

const LONGEST_MS = 60_000;
const CHILD = fileURLToPath(new URL('support/one-cycle.ts', import.meta.url));

/** Writes at which nobody is killed: what PATCH takes is asked by writing what is there, and a contact is made as an account is. */
const SPARED = ['PATCH /name', 'PATCH /campaignId', 'POST /services/data/v67.0/sobjects/Contact'];

let folder: string;
let clock: ManualClock;
let partner: PartnerCenterSandbox;
let crm: Salesforce;
let onCall: (call: Incoming) => Mishap | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lead-sync-'));
  clock = createManualClock(START);
  partner = await startPartnerCenter({ now: clock.ms });
  crm = await startSalesforce({ now: clock.ms, currencies: ['USD', 'GBP'] });
  onCall = () => undefined;
  watchCalls(partner.server, (call) => onCall(call));
  watchCalls(crm.server, (call) => onCall(call));
});
afterEach(async () => {
  await partner.stop();
  await crm.stop();
  await rm(folder, { recursive: true });
});

const KEY = 'a key of the tests, long enough';
const file = (): string => join(folder, 'lead-sync.db');

const nameOf = ({ method, url, text }: Incoming): string => {
  const [patched] = /(?<="path":")[^"]+/.exec(text) ?? [];
  return `${method} ${patched ?? url.pathname}`;
};

/**
 * A process of its own runs one cycle. It is killed at its first write that is not among those survived:
 * once that is committed, and before it is answered.
 * @returns that write, or how the cycle ended.
 */
const runOnce = async (survived: ReadonlySet<string>): Promise<unknown> => {
  clock.advance(MINUTE_MS);
  const child = fork(CHILD, [file(), partner.url, crm.url, clock.now()], { execArgv: [] });
  let last: string | undefined;
  let report: unknown;
  onCall = (call) => {
    const name = nameOf(call);
    if (last !== undefined || !isWrite(call) || survived.has(name)) return undefined;
    last = name;
    // The stand-in commits before any microtask runs, and answers after it.
    queueMicrotask(() => child.kill('SIGKILL'));
    return 'loseReply';
  };
  child.on('message', (message) => {
    report = message;
  });
  await once(child, 'close');
  return last ?? report;
};

test(
  'killed after the commit of each of its writes in turn, a lead still comes to be once',
  async () => {
    const referral = partner.addReferral(received(1));
    const survived = new Set(SPARED);
    let ended: unknown;
    do {
      ended = await runOnce(survived);
      if (typeof ended === 'string') survived.add(ended);
    } while (typeof ended === 'string');
    expect([...survived].slice(SPARED.length)).toEqual([
      'POST /services/data/v67.0/sobjects/Account',
      'POST /services/data/v67.0/composite',
      'PATCH /externalReferenceId',
      'POST /services/data/v67.0/sobjects/Task',
    ]);
    expect(ended).toMatchObject({ created: 0, patched: 0 });
    const rows = (object: string) => crm.org.rows(object).length;
    expect({
      opportunities: rows('Opportunity'),
      accounts: rows('Account'),
      contacts: rows('Contact'),
      tasks: rows('Task'),
    }).toEqual({ opportunities: 1, accounts: 1, contacts: 1, tasks: 1 });
    const [opportunity] = crm.org.rows('Opportunity');
    expect(partner.referral(referral).externalReferenceId).toBe(opportunity?.['Id']);
    const store = await createSqliteStore({ path: file(), key: KEY });
    const stored = await store.links.find(TENANT, referralId(referral));
    await store.close();
    expect(stored?.link).toMatchObject({
      opportunity: opportunity?.['Id'],
      pending: [],
      notes: [],
      task: 'open',
    });
  },
  LONGEST_MS,
);
