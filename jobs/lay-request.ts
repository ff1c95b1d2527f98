import { SyncError } from '#core/failures/sync-error.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import type { Link, LinkRequest } from '#core/sync/link.ts';
import type { Tenant } from './open-tenants.ts';

/** The worker saves a link within moments: more means that something else is wrong. */
const MOST_TRIES = 10;

/**
 * Lays a person's request on a link by compare-and-set and marks it due: the next cycle acts on it.
 * `make` sees the link as it is now; undefined = the request no longer makes sense.
 */
export const layRequest = async (
  { id, store }: Pick<Tenant, 'id' | 'store'>,
  referral: ReferralId,
  make: (link: Link) => LinkRequest | undefined,
): Promise<'laid' | 'changed'> => {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const stored = await store.links.find(id, referral);
    const request = stored === undefined ? undefined : make(stored.link);
    if (stored === undefined || request === undefined) return 'changed';
    const others = stored.link.requests.filter(
      (other) =>
        other.kind !== request.kind ||
        (other.kind === 'settle' && request.kind === 'settle' && other.key !== request.key),
    );
    const saved = await store.links.save({ ...stored.link, requests: [...others, request] });
    if (saved !== 'saved') continue;
    await store.links.markDue(id, [referral]);
    return 'laid';
  }
  throw new SyncError(
    'UNAVAILABLE',
    `The lead ${referral} is being written to all the time: try again.`,
  );
};
