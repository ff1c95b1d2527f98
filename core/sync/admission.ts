import { isEnding } from '#core/lead/stage.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Note } from './link.ts';
import type { TenantPolicy } from './tenant-policy.ts';

const left = (key: string, value = ''): Note => ({ key: `left.${key}`, values: { value } });

/**
 * Why a referral gets no opportunity (yet), by the tenant's settings; undefined = it gets one.
 * `isBackfill`: it was there before the tenant's first cycle had ended.
 */
export const leftBecause = (
  partner: PartnerView,
  policy: TenantPolicy,
  isBackfill: boolean,
): Note | undefined => {
  const { include, createAt, backfill } = policy;
  const { kind, isSpam, location } = partner.fields;
  const country = partner.fields['customer.country'];
  if (kind !== undefined && kind !== null && !include.kinds.includes(kind))
    return left('kind', kind);
  if (include.countries.length > 0 && !include.countries.includes(country ?? '')) {
    return left('country', country ?? '');
  }
  if (include.locations.length > 0 && !include.locations.includes(location ?? '')) {
    return left('location', location ?? '');
  }
  if (isSpam === true && !include.spam) return left('spam');
  if (isEnding(partner.stage) && !(isBackfill && backfill === 'all')) return left('closed');
  if (isBackfill && backfill === 'none') return left('backfill');
  return createAt === 'accepted' && partner.stage === 'received' ? left('notAccepted') : undefined;
};

/** Changes whenever the settings let in other referrals than before. */
export const admitsOf = ({ include, createAt, backfill }: TenantPolicy): string =>
  JSON.stringify([include, createAt, backfill]);
