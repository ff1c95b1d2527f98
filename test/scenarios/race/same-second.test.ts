import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aroundSaves } from '#test/scenarios/crash/support/around-saves.ts';
import { createLeadJournal } from '#test/scenarios/crash/support/lead-journal.ts';
import { comeToRest, cycle } from '#test/scenarios/crash/support/rest.ts';
import { startRig, type Rig, type Worker } from '#test/scenarios/crash/support/rig.ts';
import { received, sell, typeInPortal } from '#test/scenarios/crash/support/stories.ts';

let rig: Rig;
let referral: string;
beforeEach(async () => {
  rig = await startRig();
  referral = rig.partner.addReferral(received(1));
  await rest(await rig.startWorker());
});
afterEach(() => rig.stop());

const rest = async (worker: Worker): Promise<void> => {
  await comeToRest(rig, worker, [createLeadJournal(rig, referral)]);
};

const stampOf = (): unknown => rig.opportunity(referral)['SystemModstamp'];
const shown = () => {
  const { dealValue, notes } = rig.partner.referral(referral).details;
  const { Amount, PC_Notes__c } = rig.opportunity(referral);
  return { value: [dealValue, Amount], notes: [notes, PC_Notes__c] };
};

const FROM_PORTAL = { details: { dealValue: 11_000, notes: 'From the portal.' } };

test.each([
  {
    case: 'the field that was written',
    fields: { Amount: 22_222 },
    is: { value: [22_222, 22_222], notes: ['From the portal.', 'From the portal.'] },
  },
  {
    case: 'another field',
    fields: { PC_Notes__c: 'From the seller.' },
    is: { value: [11_000, 11_000], notes: ['From the seller.', 'From the seller.'] },
  },
])(
  'an edit of $case right after our write, under the same stamp, crosses',
  async ({ fields, is }) => {
    let stamps: readonly unknown[] = [];
    const worker = await rig.startWorker({
      store: aroundSaves(async (save, { pending }) => {
        if (pending.length === 0 && stamps.length === 0) {
          const ours = stampOf();
          sell(fields)(rig, referral);
          stamps = [ours, stampOf()];
        }
        return save();
      }),
    });
    await cycle(rig, worker);
    stamps = [];
    typeInPortal(FROM_PORTAL)(rig, referral);
    await cycle(rig, worker);
    expect(stamps[0]).toBe(stamps[1]);
    await rest(worker);
    expect(shown()).toEqual(is);
  },
);

test('an edit between our look at a row and our write, under the same stamp, is not overwritten', async () => {
  const worker = await rig.startWorker();
  await cycle(rig, worker);
  rig.clock.advance(60_000);
  sell({ PC_Campaign_Id__c: 'spring' })(rig, referral);
  typeInPortal({ details: { notes: 'From the portal.' } })(rig, referral);
  const before = stampOf();
  let edited: unknown;
  rig.onCall = ({ side, isWrite }) => {
    // The row has been read; Partner Center's patch comes before the row's.
    if (side === 'partner' && isWrite && edited === undefined) {
      sell({ PC_Notes__c: 'From the seller.' })(rig, referral);
      edited = stampOf();
    }
    return undefined;
  };
  await worker.run();
  expect(edited).toBe(before);
  await rest(worker);
  const link = await rig.link(referral);
  expect(link.conflicts.map(({ key }) => key.split('|')[0])).toEqual(['notes']);
  expect(shown().notes).toEqual(['From the portal.', 'From the seller.']);
});
