import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '#core/lead/instant.ts';
import { Death } from '#test/scenarios/crash/support/life.ts';
import { createLeadJournal, type LeadJournal } from '#test/scenarios/crash/support/lead-journal.ts';
import { comeToRest, cycle } from '#test/scenarios/crash/support/rest.ts';
import { startRig, type Rig, type Worker } from '#test/scenarios/crash/support/rig.ts';
import { received, sell, typeInPortal } from '#test/scenarios/crash/support/stories.ts';

let rig: Rig;
let worker: Worker;
let journals: readonly LeadJournal[];

const LEADS = 7;

beforeEach(async () => {
  rig = await startRig();
  worker = await rig.startWorker();
  journals = Array.from({ length: LEADS }, (_, at) =>
    createLeadJournal(rig, rig.partner.addReferral(received(at))),
  );
  await comeToRest(rig, worker, journals);
});
afterEach(() => rig.stop());

const lead = (at: number): string => journals[at]?.referral ?? '';
const amounts = (at: number): readonly unknown[] => [
  rig.partner.referral(lead(at)).details.dealValue,
  rig.opportunity(lead(at))['Amount'],
];

test.each([
  { case: 'a minute', minutes: 1 },
  { case: 'nine minutes', minutes: 9 },
])('an edit stamped before it can be seen, by $case, crosses once it can', async ({ minutes }) => {
  rig.crm.lateCommit(minutes * MINUTE_MS);
  sell({ Amount: 12_500 })(rig, lead(0));
  for (let passed = 0; passed < minutes - 1; passed += 1) {
    sell({ Amount: 20_000 + passed })(rig, lead(1));
    await cycle(rig, worker);
  }
  expect(amounts(0)).toEqual([10_000, 10_000]);
  rig.clock.advance(MINUTE_MS);
  await comeToRest(rig, worker, journals);
  expect(amounts(0)).toEqual([12_500, 12_500]);
});

test('an edit that becomes visible while its row is being written is not overwritten', async () => {
  rig.crm.lateCommit(30_000);
  sell({ Amount: 12_500 })(rig, lead(0));
  typeInPortal({ details: { notes: 'From the portal.' } })(rig, lead(0));
  await comeToRest(rig, worker, journals);
  expect(amounts(0)).toEqual([12_500, 12_500]);
  expect(rig.opportunity(lead(0))['PC_Notes__c']).toBe('From the portal.');
});

test('an edit made while the CRM is out of reach crosses hours later, whatever else has changed since', async () => {
  typeInPortal({ details: { dealValue: 12_500 } })(rig, lead(0));
  rig.onCall = ({ side, incoming }) =>
    side === 'crm' && incoming.url.pathname.includes('composite') ? 'unavailable' : undefined;
  for (let hour = 0; hour < 3; hour += 1) {
    await cycle(rig, worker);
    rig.clock.advance(HOUR_MS);
    typeInPortal({ details: { notes: `Hour ${hour}.` } })(rig, lead(1));
  }
  rig.onCall = undefined;
  rig.clock.advance(HOUR_MS);
  await comeToRest(rig, worker, journals);
  expect(amounts(0)).toEqual([12_500, 12_500]);
  expect(rig.opportunity(lead(1))['PC_Notes__c']).toBe('Hour 2.');
});

test('an edit that was noticed, and could not be read for hours, crosses in the end', async () => {
  const { life } = worker;
  typeInPortal({ details: { dealValue: 12_500 } })(rig, lead(0));
  // Longer than the overlap: the list will not show it again.
  rig.clock.advance(HOUR_MS);
  typeInPortal({ details: { notes: 'Another hour.' } })(rig, lead(1));
  rig.onCall = ({ side }) => {
    if (side === 'crm') life.count({ number: 1, moment: 'before' });
    return side === 'crm' ? life.call('first call of the CRM') : undefined;
  };
  await expect(cycle(rig, worker)).rejects.toThrow(Death);
  worker = await rig.startWorker();
  rig.onCall = ({ incoming }) =>
    incoming.method === 'GET' && incoming.url.pathname.endsWith(lead(0))
      ? 'unavailable'
      : undefined;
  for (let hour = 0; hour < 3; hour += 1) {
    await cycle(rig, worker);
    rig.clock.advance(HOUR_MS);
    typeInPortal({ details: { notes: `Hour ${hour}.` } })(rig, lead(1));
  }
  rig.onCall = undefined;
  rig.clock.advance(HOUR_MS);
  await comeToRest(rig, worker, journals);
  expect(amounts(0)).toEqual([12_500, 12_500]);
});

test('a CRM that takes no write for half an hour is not pestered', async () => {
  typeInPortal({ details: { dealValue: 12_500 } })(rig, lead(0));
  let tries = 0;
  rig.onCall = ({ side, isWrite }) => {
    if (side !== 'crm' || !isWrite) return undefined;
    tries += 1;
    return 'unavailable';
  };
  for (let minutes = 0; minutes < 30; minutes += 1) await cycle(rig, worker);
  expect(tries).toBeLessThanOrEqual(14);
  rig.onCall = undefined;
  rig.clock.advance(HOUR_MS);
  await comeToRest(rig, worker, journals);
  expect(amounts(0)).toEqual([12_500, 12_500]);
});
