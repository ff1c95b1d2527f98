import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { LinkFilter, Store, StoredLink } from '#core/ports/store.ts';

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
