import { z } from 'zod';
import type { Incoming } from '#test/sandbox/server.ts';
import type { Story } from '#test/sandbox/demo/day.ts';
import { addLateDeal } from '#test/sandbox/demo/leads.ts';
import { NotReached } from '#test/sandbox/demo/look.ts';
import { seenFields } from '#test/sandbox/demo/seen-fields.ts';
import { opportunitiesOf } from '#test/sandbox/demo/sight.ts';

const Composite = z.object({
  compositeRequest: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      body: z.looseObject({ PC_Referral_Id__c: z.string().optional() }).optional(),
    }),
  ),
});

const createsFor = (call: Incoming, referral: string): boolean => {
  if (call.method !== 'POST' || !call.url.pathname.endsWith('/composite')) return false;
  const parsed = Composite.safeParse(JSON.parse(call.text));
  return (parsed.data?.compositeRequest ?? []).some(
    ({ method, url, body }) =>
      method === 'POST' &&
      url.endsWith('/sobjects/Opportunity') &&
      body?.PC_Referral_Id__c?.toLowerCase() === referral,
  );
};

/** Killed once Salesforce has committed the new row and before the worker hears of it. */
export const killed: Story = async ({ look, worker, partner, crm }) => {
  const referral = addLateDeal(partner, Date.now());
  const rowAtStandIn = (): unknown =>
    crm.org.rows('Opportunity').find((row) => row['PC_Referral_Id__c'] === referral)?.['Id'];
  let committed: unknown;
  crm.server.plan({
    fault: { kind: 'loseReply' },
    matches: (call) => {
      if (!createsFor(call, referral)) return false;
      // The stand-in commits before it next awaits, so a microtask comes after the commit.
      queueMicrotask(() => {
        committed = rowAtStandIn();
        worker.kill();
      });
      return true;
    },
  });
  const after = await look.lead(
    referral,
    'the CRM ID written by the next worker',
    (pair) =>
      worker.restarts.length > 0 &&
      pair.referral.externalReferenceId !== '' &&
      pair.opportunity.Tasks.length === 1,
  );
  if (after.opportunity.Id !== committed) {
    throw new NotReached('Trey: the row is not the one that the killed worker had made');
  }
  const count = await look.until('Trey: a single opportunity', (sight) => {
    const rows = opportunitiesOf(sight, referral);
    return rows.length === 1 ? rows.length : undefined;
  });
  const [restart] = worker.restarts;
  return {
    who: `Trey arrives; SIGKILL hits worker ${restart?.killed} between create and save; ${restart?.next} goes on`,
    cells: [
      { label: 'Opportunities with this Referral Id', value: String(count) },
      ...seenFields(after.opportunity, 'StageName', 'PC_Sync_Status__c'),
      { label: 'Tasks', value: String(after.opportunity.Tasks.length) },
    ],
    partner: `CRM ID ${after.referral.externalReferenceId}, the row that the killed worker had made`,
  };
};
