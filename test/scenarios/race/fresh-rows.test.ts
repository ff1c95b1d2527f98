import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SECOND_MS } from '#core/lead/instant.ts';
import { aroundSaves } from '#test/scenarios/crash/support/around-saves.ts';
import { createLeadJournal } from '#test/scenarios/crash/support/lead-journal.ts';
import { comeToRest, cycle } from '#test/scenarios/crash/support/rest.ts';
import { startRig, type Call, type Rig, type Worker } from '#test/scenarios/crash/support/rig.ts';
import { received, sell } from '#test/scenarios/crash/support/stories.ts';

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

const readsRows = ({ side, incoming: { url } }: Call): boolean =>
  side === 'crm' && /queryAll|composite|sobjects\/Opportunity/.test(url.pathname);

interface Sent {
  readonly body: string;
  /** From the arrival of the last read of the row to that of the patch. */
  readonly ageMs: number;
}

/** The patches that reach Partner Center, with the age of what they were decided on. */
const watchPatches = (): Sent[] => {
  const sent: Sent[] = [];
  let readAt = rig.clock.ms();
  rig.onCall = (call) => {
    if (readsRows(call)) readAt = rig.clock.ms();
    if (call.side === 'partner' && call.isWrite)
      sent.push({ body: call.incoming.text, ageMs: rig.clock.ms() - readAt });
    return undefined;
  };
  return sent;
};

/** The machine is slow right after the intent is saved: so long passes before the write can leave. */
const slowAfterIntent = (
  ms: number,
  meanwhile: () => void = () => undefined,
): ReturnType<typeof aroundSaves> => {
  let isSlow = true;
  return aroundSaves(async (save, { pending }) => {
    const outcome = await save();
    if (isSlow && pending.length > 0) {
      isSlow = false;
      rig.clock.advance(ms);
      meanwhile();
    }
    return outcome;
  });
};

const ACCEPT = { PC_Decision__c: 'Accept' };
const EDIT = { Amount: 12_500 };

test.each([
  { case: 'an accept', fields: ACCEPT, slowMs: 4_900, ageMs: 4_900 },
  { case: 'an accept', fields: ACCEPT, slowMs: 5_100, ageMs: 0 },
  { case: 'an edit', fields: EDIT, slowMs: 29_000, ageMs: 29_000 },
  { case: 'an edit', fields: EDIT, slowMs: 30_100, ageMs: 0 },
])(
  '$case held up for $slowMs ms leaves with a row read $ageMs ms before',
  async ({ fields, slowMs, ageMs }) => {
    const worker = await rig.startWorker({ store: slowAfterIntent(slowMs) });
    await cycle(rig, worker);
    sell(fields)(rig, referral);
    const sent = watchPatches();
    await rest(worker);
    expect(sent.map((patch) => patch.ageMs)).toEqual([ageMs]);
  },
);

test('an answer taken back while the accept was held up is not sent', async () => {
  const worker = await rig.startWorker({
    store: slowAfterIntent(6 * SECOND_MS, () => sell({ PC_Decision__c: null })(rig, referral)),
  });
  await cycle(rig, worker);
  sell(ACCEPT)(rig, referral);
  const sent = watchPatches();
  await rest(worker);
  expect(sent).toEqual([]);
  expect(rig.partner.referral(referral)).toMatchObject({ status: 'New', substatus: 'Received' });
});

test.each([
  { move: 'accepted', fields: ACCEPT },
  { move: 'declined', fields: { PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' } },
])(
  '$move: with every call slow, no move is decided on a row older than five seconds',
  async ({ fields }) => {
    const worker = await rig.startWorker();
    await cycle(rig, worker);
    sell(fields)(rig, referral);
    const sent = watchPatches();
    const watch = rig.onCall;
    rig.onCall = (call) => {
      const mishap = watch?.(call);
      rig.clock.advance(1_700);
      return mishap;
    };
    await rest(worker);
    const moves = sent.filter(({ body }) => body.includes('/substatus'));
    expect(moves).toHaveLength(1);
    expect(moves[0]?.ageMs).toBeLessThanOrEqual(5 * SECOND_MS);
  },
);
