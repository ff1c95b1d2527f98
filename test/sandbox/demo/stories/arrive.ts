import { LABELS } from '#connectors/salesforce/labels.ts';
import type { BoxCell } from '#test/sandbox/demo/box.ts';
import type { Story } from '#test/sandbox/demo/day.ts';
import { pairOf, type Pair } from '#test/sandbox/demo/look.ts';

const KINDS: Readonly<Record<string, string>> = LABELS.en.values.PC_Referral_Kind__c;

const ownerCell = ({ opportunity, referral }: Pair): BoxCell => {
  const kind = opportunity.PC_Referral_Kind__c;
  return {
    label: `${referral.customerProfile.name} (${KINDS[kind] ?? kind}) Owner`,
    value: opportunity.Owner.Name,
  };
};

const dueDays = (pairs: readonly Pair[]): string =>
  [...new Set(pairs.flatMap(({ opportunity }) => opportunity.Tasks.map(({ due }) => due)))].join(
    ', ',
  );

/** An accepted lead asks for no answer, so it brings no Task. */
const isThere = ({ referral, opportunity }: Pair): boolean =>
  referral.externalReferenceId === opportunity.Id &&
  opportunity.Tasks.length === (referral.status === 'New' ? 1 : 0);

export const arrive: Story = async ({ look, leads }) => {
  const ids = Object.values(leads);
  const pairs = await look.until('an opportunity for every lead', (sight) => {
    const there = ids
      .map((id) => pairOf(sight, id))
      .filter((pair) => pair !== undefined && isThere(pair));
    return there.length === ids.length ? (there as Pair[]) : undefined;
  });
  const shown = [leads.adatum, leads.lucerne, leads.fabrikam].flatMap((id) =>
    pairs.filter(({ referral }) => referral.id === id),
  );
  const crmIds = shown.map(({ referral }) => referral.externalReferenceId).join(', ');
  return {
    who: `Leads of three kinds, and ${ids.length - shown.length} more, arrive: each gets an owner, each open one a Task`,
    cells: [...shown.map(ownerCell), { label: 'Task due', value: dueDays(shown) }],
    partner: `CRM ID on all ${ids.length}: ${crmIds} …`,
  };
};
