import type { LinkFilter, Store, StoredLink } from '#core/ports/store.ts';
import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { PlannedWrites } from '#core/sync/link.ts';

const PAGE = 500;

/** Every link the filter takes, page by page. */
export async function* eachLink(
  store: Pick<Store, 'links'>,
  tenant: TenantId,
  filter: LinkFilter,
): AsyncGenerator<StoredLink> {
  let after: ReferralId | undefined;
  for (;;) {
    const page = await store.links.list(tenant, filter, {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* page;
    after = page.at(-1)?.link.referral;
    if (page.length < PAGE) return;
  }
}

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

export const createPlannedTally = (): {
  add(planned: PlannedWrites | null): void;
  counts(): PlannedCounts;
} => {
  const counts = { create: 0, change: 0, close: 0 };
  return {
    add: (planned) => {
      const kind = kindOfPlan(planned);
      if (kind !== undefined) counts[kind] += 1;
    },
    counts: () => ({ ...counts }),
  };
};

export const plannedWords = ({ create, change, close }: PlannedCounts): string =>
  `would create ${create}, change ${change}, close ${close}`;

/** What stands planned in the store, as the last observing cycles left it. */
export const countPlanned = async (
  store: Pick<Store, 'links'>,
  tenant: TenantId,
): Promise<PlannedCounts> => {
  const tally = createPlannedTally();
  for await (const { link } of eachLink(store, tenant, {})) tally.add(link.planned);
  return tally.counts();
};
