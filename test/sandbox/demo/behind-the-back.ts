import type { Day } from './day.ts';

const PLANTED = 99_000;

/** A value is changed while no worker runs: the closing table must not call that in step. */
export const changeBehindTheBack = async (
  day: Day,
  line: (text: string) => void,
): Promise<void> => {
  const { leads, look, sell, worker } = day;
  await look.lead(
    leads.woodgrove,
    'Woodgrove in step',
    (pair) => pair.opportunity.PC_Sync_Status__c === 'Synced',
  );
  await worker.stop();
  line('\nThe worker is stopped. Behind its back Amount of Woodgrove becomes 99,000 USD.');
  await sell('sofia', leads.woodgrove, { Amount: PLANTED });
};
