import type { TenantId } from '#core/lead/ids.ts';
import type { Store } from '#core/ports/store.ts';
import type { PlannedWrites } from '#core/sync/link.ts';
import { eachLink } from './each-link.ts';

/** What a live cycle would do, in leads. */
export interface PlannedCounts {
  readonly create: number;
  readonly change: number;
  readonly close: number;
}

const ENDING_MOVES: readonly PlannedWrites['move'][] = ['won', 'lost', 'declined'];

/** A lead counts once: as created, else as closed, else as changed. */
export const kindOfPlan = (planned: PlannedWrites | null): keyof PlannedCounts | undefined => {
  if (planned === null) return undefined;
  if (planned.creates) return 'create';
  if (planned.closesCrm || ENDING_MOVES.includes(planned.move)) return 'close';
  const isChange = planned.move !== null || planned.partner.length > 0 || planned.crm.length > 0;
  return isChange ? 'change' : undefined;
};

export const countKinds = (kinds: readonly (keyof PlannedCounts | undefined)[]): PlannedCounts => {
  const count = (kind: keyof PlannedCounts): number => kinds.filter((one) => one === kind).length;
  return { create: count('create'), change: count('change'), close: count('close') };
};

export const plannedWords = ({ create, change, close }: PlannedCounts): string =>
  `would create ${create}, change ${change}, close ${close}`;

/** What stands planned in the store, as the last observing cycles left it. */
export const countPlanned = async (
  store: Pick<Store, 'links'>,
  tenant: TenantId,
): Promise<PlannedCounts> => {
  const kinds: ReturnType<typeof kindOfPlan>[] = [];
  for await (const { link } of eachLink(store, tenant, {})) kinds.push(kindOfPlan(link.planned));
  return countKinds(kinds);
};
