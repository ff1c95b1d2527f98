import type { BoxCell } from '#test/sandbox/demo/box.ts';
import type { Story } from '#test/sandbox/demo/day.ts';
import { DEALS } from '#test/sandbox/demo/leads.ts';
import { pairOf, type Pair } from '#test/sandbox/demo/look.ts';

const SHOWN = ['adatum', 'lucerne', 'fabrikam'] as const;

const cellOf = ({ opportunity, referral }: Pair): BoxCell => {
  const { PC_Referral_Kind__c: kind, Owner, Tasks } = opportunity;
  return {
    label: `${referral.customerProfile.name} (${kind}) Owner`,
    value: `${Owner.Name}, Task due ${Tasks[0]?.due.slice(5) ?? 'never'}`,
  };
};

/** Each lead becomes an opportunity with an owner; one that waits for an answer brings a Task. */
export const arrive: Story = async ({ look, leads }) => {
  const pairs = await look.until('an opportunity for every lead', (sight) => {
    const found = Object.values(leads).map((id) => pairOf(sight, id));
    const done = found.filter(
      (pair) =>
        pair !== undefined &&
        pair.referral.externalReferenceId === pair.opportunity.Id &&
        (pair.referral.status !== 'New' || pair.opportunity.Tasks.length === 1),
    );
    return done.length === found.length ? (done as Pair[]) : undefined;
  });
  const three = SHOWN.map((name) => DEALS[name].customer);
  const shown = pairs.filter(({ referral }) =>
    three.some((customer) => customer === referral.customerProfile.name),
  );
  return {
    who: `Leads of three kinds arrive, with ${pairs.length - shown.length} more: each gets an owner and a Task`,
    cells: shown.map(cellOf),
    partner: `CRM ID on all ${pairs.length}, ${shown.map(({ referral }) => `${referral.customerProfile.name} ${referral.externalReferenceId}`).join(', ')}`,
  };
};
