import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { referralId } from '#core/lead/ids.ts';
import { SECOND_MS } from '#core/lead/instant.ts';
import type { Link, LinkRequest } from '#core/sync/link.ts';
import { LEASE_MS } from '#core/sync/run-tenant.ts';
import { aroundSaves } from '#test/scenarios/crash/support/around-saves.ts';
import { createGate } from '#test/scenarios/crash/support/gate.ts';
import { createLeadJournal } from '#test/scenarios/crash/support/lead-journal.ts';
import { outcomeOf } from '#test/scenarios/crash/support/outcome.ts';
import { comeToRest } from '#test/scenarios/crash/support/rest.ts';
import { startRig, type Rig, type Worker } from '#test/scenarios/crash/support/rig.ts';
import { received, sell } from '#test/scenarios/crash/support/stories.ts';
import { TENANT } from '#test/scenarios/support/harness.ts';

let rig: Rig;
let one: Worker;
let referral: string;
beforeEach(async () => {
  rig = await startRig();
  one = await rig.startWorker({ pid: 1, isDead: () => false });
  referral = rig.partner.addReferral(received(1));
});
afterEach(() => rig.stop());

const rest = async (worker: Worker): Promise<void> => {
  await comeToRest(rig, worker, [createLeadJournal(rig, referral)]);
};

test('while one works another is told who, and asks nothing of the systems', async () => {
  const gate = createGate();
  one.life.count({ number: 2, moment: 'after', gate });
  const running = one.run();
  await gate.isReached;
  const two = await rig.startWorker({ pid: 2, isDead: () => false });
  const calls = rig.partner.server.calls.length + rig.crm.server.calls.length;
  expect(await two.run()).toEqual({
    kind: 'busy',
    holder: { host: 'test', pid: 1, startedAt: '1' },
  });
  expect(rig.partner.server.calls.length + rig.crm.server.calls.length).toBe(calls);
  gate.open();
  expect(await running).toMatchObject({ kind: 'done' });
});

test('one that wakes after its lease has run out stops at its next cursor', async () => {
  const gate = createGate();
  one.life.count({ number: 2, moment: 'after', gate });
  const running = one.run();
  await gate.isReached;
  rig.clock.advance(LEASE_MS + SECOND_MS);
  const two = await rig.startWorker({ pid: 2, isDead: () => false });
  await rest(two);
  const before = await rig.stored(referral);
  gate.open();
  expect(await running).toMatchObject({ kind: 'failed', error: { code: 'RUN_SUPERSEDED' } });
  expect(await rig.stored(referral)).toEqual(before);
  await rest(two);
});

test('three at once on the same new lead make one of everything', async () => {
  const journal = createLeadJournal(rig, referral);
  const workers = await Promise.all([1, 2, 3].map((pid) => rig.startWorker({ pid })));
  rig.onCall = () => {
    journal.look();
    return undefined;
  };
  await Promise.all(workers.map((worker) => worker.run()));
  await rest(one);
  const { rows, shown } = await outcomeOf(rig, journal, 1);
  expect(rows).toEqual({ opportunities: 1, accounts: 1, contacts: 1, tasks: 1 });
  expect(shown['partner.crmId']).toBe('ours');
});

test('three at once on the same answer send it once', async () => {
  await rest(one);
  sell({ PC_Decision__c: 'Accept', Amount: 12_500 })(rig, referral);
  const from = rig.partner.server.calls.length;
  const workers = await Promise.all([1, 2, 3].map((pid) => rig.startWorker({ pid })));
  await Promise.all(workers.map((worker) => worker.run()));
  await rest(one);
  expect(rig.partner.referral(referral)).toMatchObject({
    substatus: 'Accepted',
    details: { dealValue: 12_500 },
  });
  expect(rig.opportunity(referral)).toMatchObject({ StageName: 'Qualification', Amount: 12_500 });
  expect((await rig.link(referral)).conflicts).toEqual([]);
  const later = rig.partner.server.calls.slice(from);
  expect(later.filter(({ status }) => status === 400)).toEqual([]);
});

test('a mark raised while the link is being saved is not lost', async () => {
  await rest(one);
  sell({ Amount: 12_500 })(rig, referral);
  const two = await rig.startWorker({
    store: aroundSaves(async (save) => {
      await rig.store.links.markDue(TENANT, [referralId(referral)]);
      return save();
    }),
  });
  await two.run();
  const { dueSeq, doneSeq } = await rig.stored(referral);
  expect(dueSeq - doneSeq).toBe(1);
  await rest(one);
});

/** As a command does it: by compare-and-set, and marked. */
const lay = async (request: LinkRequest): Promise<void> => {
  const { link } = await rig.stored(referral);
  const next: Link = { ...link, requests: [...link.requests, request] };
  expect(await rig.store.links.save(next)).toBe('saved');
  await rig.store.links.markDue(TENANT, [referralId(referral)]);
};

test.each([1, 2])(
  'a request laid right before save %i of the worker is carried out',
  async (number) => {
    await rest(one);
    sell({ PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' })(rig, referral);
    let saves = 0;
    const two = await rig.startWorker({
      store: aroundSaves(async (save) => {
        saves += 1;
        if (saves === number) await lay({ kind: 'stop', by: 'ana' });
        return save();
      }),
    });
    await two.run();
    rig.clock.advance(20 * SECOND_MS);
    await rest(one);
    expect(saves).toBeGreaterThanOrEqual(number);
    expect(rig.partner.referral(referral)).toMatchObject({ status: 'New' });
    expect((await rig.link(referral)).notes.map(({ key }) => key)).toContain('wait.stopped');
  },
);
