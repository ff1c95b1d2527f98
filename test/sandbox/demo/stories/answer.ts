import type { Story } from '#test/sandbox/demo/day.ts';
import { seenFields } from '#test/sandbox/demo/seen-fields.ts';
import { money } from '#test/sandbox/demo/verdict.ts';

/** Accept without what Microsoft needs: the record says what is missing, and filling it is all there is to do. */
export const accept: Story = async ({ look, sell, leads: { adatum } }) => {
  await sell('carla', adatum, { PC_Decision__c: 'Accept' });
  const waiting = await look.lead(adatum, 'a message about the missing value', ({ opportunity }) =>
    opportunity.PC_Sync_Message__c.includes('Estimated deal value'),
  );
  await sell('carla', adatum, { Amount: 48_000 });
  const { referral } = await look.lead(
    adatum,
    'the acceptance in Partner Center',
    (pair) =>
      pair.referral.substatus === 'Accepted' && pair.opportunity.PC_Sync_Status__c === 'Synced',
  );
  return {
    who: 'Carla accepts Adatum without a value, reads on the record what is missing, and fills it in',
    cells: seenFields(
      waiting.opportunity,
      'PC_Decision__c',
      'PC_Sync_Status__c',
      'PC_Sync_Message__c',
    ),
    partner: `${waiting.referral.substatus}, then ${referral.substatus} with ${money(referral.details.dealValue, referral.details.currency)}, close date ${referral.details.closingDateTime.slice(0, 10)}`,
  };
};

/** A date that the CRM wants and Microsoft did not name is invented, said so, and not sent. */
export const placeholder: Story = async ({ look, sell, leads: { lucerne } }) => {
  const notes = 'Answered the backup campaign. Call in the morning.';
  await sell('bruno', lucerne, { PC_Notes__c: notes });
  const { referral, opportunity } = await look.lead(
    lucerne,
    'the note in Partner Center',
    (pair) =>
      pair.referral.details.notes === notes &&
      pair.opportunity.PC_Sync_Message__c.includes('Close date'),
  );
  const date = referral.details.closingDateTime;
  return {
    who: 'Bruno adds a note to Lucerne, whose close date is a placeholder',
    cells: seenFields(opportunity, 'CloseDate', 'PC_Sync_Message__c'),
    partner: `the new note; close date ${date === '' ? 'still empty: an invented one is not sent' : date}`,
  };
};

/** An answer can be taken back while its grace runs. */
export const decline: Story = async ({ look, sell, leads: { fabrikam } }) => {
  const declines = { PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' };
  const announced = 'Will be declined';
  await sell('sofia', fabrikam, declines);
  const waiting = await look.lead(fabrikam, 'the announced decline', ({ opportunity }) =>
    opportunity.PC_Sync_Message__c.startsWith(announced),
  );
  await sell('sofia', fabrikam, { PC_Decision__c: null });
  const back = await look.lead(
    fabrikam,
    'the decline taken back',
    ({ opportunity }) => !opportunity.PC_Sync_Message__c.startsWith(announced),
  );
  await sell('sofia', fabrikam, declines);
  const { referral } = await look.lead(
    fabrikam,
    'the decline in Partner Center',
    (pair) => pair.referral.substatus === 'Declined' && pair.opportunity.IsClosed,
  );
  return {
    who: 'Sofia declines Fabrikam, takes it back within the grace, and declines again',
    cells: seenFields(waiting.opportunity, 'PC_Decision__c', 'PC_Sync_Message__c'),
    partner: `${waiting.referral.substatus}, taken back: ${back.referral.substatus}, at last ${referral.substatus}: ${referral.statusReason}`,
  };
};
