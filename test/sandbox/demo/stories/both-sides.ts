import type { Story } from '#test/sandbox/demo/day.ts';
import { seenFields } from '#test/sandbox/demo/seen-fields.ts';
import { money } from '#test/sandbox/demo/verdict.ts';

/** Two people, two fields, the same moment: nobody loses anything. */
export const differentFields: Story = async ({ look, sell, portal, leads: { woodgrove } }) => {
  const notes = 'Data platform, phases 1 and 2.';
  await Promise.all([
    sell('sofia', woodgrove, { Amount: 120_000 }),
    portal(woodgrove, { change: { details: { notes } } }),
  ]);
  const { referral, opportunity } = await look.lead(
    woodgrove,
    'both edits on both sides',
    (pair) =>
      pair.opportunity.PC_Notes__c === notes &&
      pair.opportunity.Amount === 120_000 &&
      pair.referral.details.dealValue === 120_000 &&
      pair.referral.details.notes === notes,
  );
  return {
    who: 'At once Sofia raises Amount of Woodgrove and a colleague rewrites its notes in the portal',
    cells: seenFields(opportunity, 'Amount', 'PC_Notes__c', 'PC_Sync_Status__c'),
    partner: `Deal value ${money(referral.details.dealValue, referral.details.currency)} · Notes: ${referral.details.notes}`,
  };
};

/** Two people, one field: nothing is overwritten; the seller settles it on the record. */
export const sameField: Story = async ({ look, sell, portal, leads: { litware } }) => {
  const [mine, theirs] = ['Approved.', 'Refused.'];
  await Promise.all([
    sell('carla', litware, { PC_Notes__c: mine }),
    portal(litware, { change: { details: { notes: theirs } } }),
  ]);
  const open = await look.lead(
    litware,
    'an open conflict',
    ({ opportunity }) =>
      opportunity.PC_Sync_Status__c === 'Action needed' &&
      opportunity.PC_Sync_Message__c.includes(theirs),
  );
  await sell('carla', litware, { PC_Settle__c: 'Keep mine' });
  const { referral } = await look.lead(
    litware,
    'the settled conflict',
    (pair) =>
      pair.referral.details.notes === mine &&
      pair.opportunity.PC_Sync_Status__c === 'Synced' &&
      pair.opportunity.PC_Settle__c === '',
  );
  return {
    who: 'Both sides rewrite the notes of Litware; Carla sets Settle to Keep mine',
    cells: seenFields(open.opportunity, 'PC_Sync_Status__c', 'PC_Sync_Message__c'),
    partner: `Notes: ${open.referral.details.notes} · once settled: ${referral.details.notes}`,
  };
};
