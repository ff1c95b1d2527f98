import { afterEach, expect, test } from '@jest/globals';
import { HOUR_MS } from '#core/lead/instant.ts';
import type { Switches } from '#test/sandbox/partner-center.ts';
import { createLeadJournal, type LeadJournal } from '#test/scenarios/crash/support/lead-journal.ts';
import { comeToRest } from '#test/scenarios/crash/support/rest.ts';
import { startRig, type Rig, type Worker } from '#test/scenarios/crash/support/rig.ts';
import { received, typeInPortal } from '#test/scenarios/crash/support/stories.ts';

const LEADS = 9;

let rig: Rig;
let worker: Worker;
let journals: readonly LeadJournal[];
afterEach(() => rig.stop());

const begin = async (switches: Partial<Switches>): Promise<void> => {
  rig = await startRig({ partner: { switches: { pageSize: 2, ...switches } } });
  worker = await rig.startWorker();
  journals = Array.from({ length: LEADS }, (_, at) => {
    rig.clock.advance(HOUR_MS);
    return createLeadJournal(rig, rig.partner.addReferral(received(at)));
  });
};
const lead = (at: number): string => journals[at]?.referral ?? '';

/** Before every further page of the list somebody edits a lead that a former page has shown, so that it moves. */
const moveRows = (): void => {
  let pages = 0;
  rig.onCall = ({ side, incoming: { method, url } }) => {
    if (side !== 'partner' || method !== 'GET' || !url.pathname.endsWith('/referrals'))
      return undefined;
    if (pages > 0 && pages < LEADS) {
      const notes = `Page ${pages}.`;
      typeInPortal({ details: { notes } })(rig, lead(pages - 1));
    }
    pages += 1;
    return undefined;
  };
};

const apart = (): readonly string[] =>
  journals
    .map(({ referral }) => referral)
    .filter((referral) => {
      const [row] = rig.opportunities(referral);
      const { dealValue, notes } = rig.partner.referral(referral).details;
      return row === undefined || row['Amount'] !== dealValue || row['PC_Notes__c'] !== notes;
    });

const STYLES: readonly { readonly case: string; readonly switches: Partial<Switches> }[] = [
  { case: 'tokens that hold a row', switches: { paging: 'keyset' } },
  { case: 'tokens that count rows', switches: { paging: 'offset' } },
  { case: 'no date filter', switches: { paging: 'keyset', dateLiteral: 'none' } },
  {
    case: 'no date filter, and tokens that count rows',
    switches: { paging: 'offset', dateLiteral: 'none' },
  },
];

test.each(STYLES)(
  'the first pass leaves no lead out while rows move, with $case',
  async ({ switches }) => {
    await begin(switches);
    moveRows();
    await comeToRest(rig, worker, []);
    await comeToRest(rig, worker, []);
    expect(apart()).toEqual([]);
  },
);

test.each(STYLES)(
  'a later pass leaves no edit out while rows move, with $case',
  async ({ switches }) => {
    await begin(switches);
    await comeToRest(rig, worker, journals);
    for (const { referral } of journals) {
      rig.clock.advance(HOUR_MS);
      typeInPortal({ details: { dealValue: 12_500 } })(rig, referral);
    }
    moveRows();
    await comeToRest(rig, worker, journals);
    await comeToRest(rig, worker, journals);
    expect(apart()).toEqual([]);
  },
);
