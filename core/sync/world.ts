import type { PartnerView } from '#core/ports/partner-system.ts';
import type { FeedPage } from '#core/ports/feed.ts';
import type { TenantRecord, World } from './tenant-record.ts';

/** So many linked rows that are older than we have seen them mean a restored copy (design §9). */
export const OLDER_ROWS = 3;

/** The systems are not those that the links belong to: no write anywhere until a person adopts. */
export class WorldMismatch extends Error {
  override readonly name = 'WorldMismatch';
}

export type WorldVerdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'first' }
  | { readonly kind: 'mismatch'; readonly why: string };

/** Is this the CRM the links belong to? A refreshed sandbox must never decline real leads. */
export const judgeCrmWorld = (
  record: TenantRecord,
  facts: {
    readonly crmOrganizationId: string;
    readonly organizationName: string;
    readonly holdsReferrals: boolean;
    readonly hasLinks: boolean;
  },
): WorldVerdict => {
  const pinned = record.world?.crmOrganizationId;
  const { crmOrganizationId: shown, organizationName } = facts;
  if (pinned === undefined) {
    return facts.holdsReferrals && !facts.hasLinks
      ? {
          kind: 'mismatch',
          why: `The CRM ${organizationName} (${shown}) already holds opportunities with referral ids, but this store knows none of them`,
        }
      : { kind: 'first' };
  }
  return pinned === shown
    ? { kind: 'same' }
    : {
        kind: 'mismatch',
        why: `The links belong to the CRM organization ${pinned}, but the settings now lead to ${organizationName} (${shown})`,
      };
};

/** The tenant's own organization: owner of whatever only one partner can see, else the one that is not Microsoft. */
export const ownOrganization = (
  page: FeedPage<PartnerView>,
  known: string | null,
): string | null => {
  if (known !== null) return known;
  const independent = page.rows.find((row) => row.isIndependent);
  if (independent !== undefined) return independent.organizationId;
  const others = new Set(page.rows.map((row) => row.organizationId).filter((id) => id !== 'msft'));
  const [only] = others;
  return others.size === 1 && only !== undefined ? only : null;
};

/** @returns the reason when Partner Center now shows another partner's referrals than those pinned. */
export const judgePartnerWorld = (
  page: FeedPage<PartnerView>,
  world: World | null,
): string | undefined => {
  const pinned = world?.partnerOrganizationId;
  if (pinned === undefined || pinned === null) return undefined;
  const stranger = page.rows.find((row) => row.isIndependent && row.organizationId !== pinned);
  return stranger === undefined
    ? undefined
    : `The links belong to the partner organization ${pinned}, but the signed-in person sees the leads of ${stranger.organizationId}`;
};
