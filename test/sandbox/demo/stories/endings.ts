import type { Story } from '#test/sandbox/demo/day.ts';
import { seenFields } from '#test/sandbox/demo/seen-fields.ts';
import { money } from '#test/sandbox/demo/verdict.ts';

/** The last edit travels with the ending: afterwards nothing can be changed any more. */
export const won: Story = async ({ look, sell, leads: { proseware } }) => {
  await sell('bruno', proseware, { StageName: 'Closed Won', Amount: 64_500 });
  const waiting = await look.lead(proseware, 'the announced win', ({ opportunity }) =>
    opportunity.PC_Sync_Message__c.startsWith('Will be reported to Microsoft as won'),
  );
  const { referral } = await look.lead(
    proseware,
    'the win in Partner Center',
    (pair) => pair.referral.substatus === 'Won' && pair.opportunity.PC_Referral_Stage__c === 'Won',
  );
  return {
    who: 'Bruno wins Proseware and corrects Amount in the same breath',
    cells: seenFields(waiting.opportunity, 'StageName', 'Amount', 'PC_Sync_Message__c'),
    partner: `${referral.substatus} with ${money(referral.details.dealValue, referral.details.currency)}`,
  };
};

export const lost: Story = async ({ look, sell, leads: { wingtip } }) => {
  const reason = 'Customer chose another vendor';
  await sell('sofia', wingtip, { StageName: 'Closed Lost', PC_Reason__c: reason });
  const { referral, opportunity } = await look.lead(
    wingtip,
    'the loss in Partner Center',
    (pair) =>
      pair.referral.substatus === 'Lost' && pair.opportunity.PC_Referral_Stage__c === 'Lost',
  );
  return {
    who: 'Sofia loses Wingtip',
    cells: seenFields(opportunity, 'StageName', 'PC_Reason__c', 'PC_Sync_Status__c'),
    partner: `${referral.substatus}: ${referral.statusReason}`,
  };
};

/** Nobody has answered: Microsoft closes the lead, and the opportunity follows. */
export const expired: Story = async ({ look, portal, leads: { alpine } }) => {
  await portal(alpine, { action: 'expire' });
  const { referral, opportunity } = await look.lead(
    alpine,
    'the closed opportunity and its closed Task',
    (pair) =>
      pair.opportunity.IsClosed &&
      pair.opportunity.PC_Referral_Stage__c === 'Expired' &&
      pair.opportunity.Tasks.every((task) => task.status === 'Completed'),
  );
  const task = opportunity.Tasks[0];
  return {
    who: 'Nobody answers Alpine in time: it expires',
    cells: [
      ...seenFields(opportunity, 'StageName', 'PC_Referral_Stage__c', 'PC_Sync_Status__c'),
      { label: 'Task', value: `${task?.subject ?? ''}, ${task?.status ?? ''}` },
    ],
    partner: `${referral.status}: ${referral.substatus}`,
  };
};
