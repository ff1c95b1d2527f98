import type { Kind } from '#core/lead/lead.ts';

/** Microsoft as owner or inviter. */
const MICROSOFT = 'msft';

export interface KindFacts {
  readonly type: string;
  readonly qualification: string | null | undefined;
  readonly organizationId: string;
  readonly invitedBy: string | null | undefined;
}

/** Reference PC §2.3, Shared first; undefined where the table has no row. */
export const kindOf = (facts: KindFacts): Kind | undefined => {
  if (facts.type === 'Shared') return 'coSell';
  if (facts.qualification === 'Direct') return 'customerInquiry';
  if (facts.qualification === 'MarketingQualified') return 'marketingQualified';
  const isSalesQualified = facts.qualification === 'SalesQualified';
  const isUnqualified = facts.qualification === 'None' || facts.qualification === null;
  if (facts.invitedBy === undefined || (!isSalesQualified && !isUnqualified)) return undefined;
  const inviter = facts.invitedBy?.toLowerCase() ?? null;
  if (inviter === facts.organizationId.toLowerCase()) return 'partnerDeal';
  if (inviter !== null && inviter !== MICROSOFT) return 'coSell';
  if (isSalesQualified) return 'salesQualified';
  return inviter === null ? 'partnerDeal' : undefined;
};
