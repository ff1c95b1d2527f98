import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MINUTE_MS } from '#core/lead/instant.ts';
import { Death, type Moment } from '#test/scenarios/crash/support/life.ts';
import { createLeadJournal } from '#test/scenarios/crash/support/lead-journal.ts';
import { comeToRest, cycle } from '#test/scenarios/crash/support/rest.ts';
import { startRig, type Rig, type Worker } from '#test/scenarios/crash/support/rig.ts';
import { received, sell, typeInPortal } from '#test/scenarios/crash/support/stories.ts';

let rig: Rig;
let referral: string;
let worker: Worker;
beforeEach(async () => {
  rig = await startRig();
  referral = rig.partner.addReferral(received(1));
  worker = await rig.startWorker();
  await rest();
});
afterEach(() => rig.stop());

const rest = async (): Promise<void> => {
  await comeToRest(rig, worker, [createLeadJournal(rig, referral)]);
};

/** The next patch of the referral is the last thing this process does. */
const dieAtPatch = async (moment: Moment): Promise<void> => {
  const { life } = worker;
  rig.onCall = ({ side, isWrite }) => {
    if (side !== 'partner' || !isWrite) return undefined;
    life.count({ number: 1, moment });
    return life.call('patch');
  };
  await expect(cycle(rig, worker)).rejects.toThrow(Death);
  rig.onCall = undefined;
  worker = await rig.startWorker();
};

const bothShow = (): readonly unknown[] => [
  rig.partner.referral(referral).details.dealValue,
  rig.opportunity(referral)['Amount'],
];

const conflicts = async (): Promise<readonly unknown[]> =>
  (await rig.link(referral)).conflicts.map(({ key, partner, crm }) => ({
    field: key.split('|')[0],
    partner,
    crm: crm['Amount'],
  }));

test('an accept that never left, and somebody accepts in the portal: the edit that was to go with it stands', async () => {
  sell({ PC_Decision__c: 'Accept', Amount: 12_500 })(rig, referral);
  await dieAtPatch('before');
  rig.partner.accept(referral);
  await rest();
  expect(bothShow()).toEqual([10_000, 12_500]);
  expect(await conflicts()).toEqual([
    { field: 'value', partner: { amount: '10000', currency: 'GBP' }, crm: '12500' },
  ]);
});

test('an accept that was carried out, and somebody edits in the portal since: the later edit crosses', async () => {
  sell({ PC_Decision__c: 'Accept', Amount: 12_500 })(rig, referral);
  await dieAtPatch('after');
  typeInPortal({ details: { notes: 'Another note.' } })(rig, referral);
  await rest();
  expect(bothShow()).toEqual([12_500, 12_500]);
  expect(rig.opportunity(referral)['PC_Notes__c']).toBe('Another note.');
  expect(await conflicts()).toEqual([]);
});

test('an edit that never left, and the same field changed in the portal: a person decides', async () => {
  sell({ Amount: 12_500 })(rig, referral);
  await dieAtPatch('before');
  typeInPortal({ details: { dealValue: 11_000 } })(rig, referral);
  await rest();
  expect(bothShow()).toEqual([11_000, 12_500]);
  expect(await conflicts()).toEqual([
    { field: 'value', partner: { amount: '11000', currency: 'GBP' }, crm: '12500' },
  ]);
});

test('an edit that never left, and the same value typed in the portal: nothing is left to do', async () => {
  sell({ Amount: 12_500 })(rig, referral);
  await dieAtPatch('before');
  typeInPortal({ details: { dealValue: 12_500 } })(rig, referral);
  await rest();
  expect(bothShow()).toEqual([12_500, 12_500]);
  expect(await conflicts()).toEqual([]);
});

test('a decline that never left, and the answer taken back: nothing is declined', async () => {
  sell({ PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' })(rig, referral);
  await cycle(rig, worker);
  await dieAtPatch('before');
  sell({ PC_Decision__c: null })(rig, referral);
  await rest();
  expect(rig.partner.referral(referral)).toMatchObject({ status: 'New', substatus: 'Received' });
  expect(rig.opportunity(referral)['StageName']).toBe('Prospecting');
});

test('a lead that expired while its accept was on the way stays open, and both instants are told', async () => {
  sell({ PC_Decision__c: 'Accept' })(rig, referral);
  await dieAtPatch('before');
  rig.partner.expire(referral);
  rig.clock.advance(MINUTE_MS);
  await rest();
  expect(rig.opportunity(referral)['StageName']).toBe('Prospecting');
  expect((await rig.link(referral)).notes.map(({ key }) => key)).toEqual([
    'action.endingOpenSince',
  ]);
});

test('a create whose answer was lost and whose row shows only later is taken as ours, with what was invented for it', async () => {
  const late = rig.partner.addReferral({
    ...received(2),
    details: { ...received(2).details, closingDateTime: null },
  });
  let isCreating = false;
  rig.onCall = ({ side, incoming }) => {
    const [row] = rig.opportunities(late);
    if (row !== undefined) rig.crm.org.setShared(String(row['Id']), false);
    const isCreate = side === 'crm' && incoming.text.includes('"referenceId":"created"');
    isCreating ||= isCreate;
    return isCreate ? 'loseReply' : undefined;
  };
  await cycle(rig, worker);
  rig.onCall = undefined;
  expect(isCreating).toBe(true);
  rig.crm.org.setShared(String(rig.opportunity(late)['Id']), true);
  sell({ PC_Decision__c: 'Accept' })(rig, late);
  await comeToRest(rig, worker, [createLeadJournal(rig, late)]);
  const { status, details } = rig.partner.referral(late);
  expect(rig.opportunities(late)).toHaveLength(1);
  expect({ status, closeDate: details.closingDateTime }).toEqual({
    status: 'Active',
    closeDate: `${String(rig.opportunity(late)['CloseDate'])}T12:00:00Z`,
  });
});
