import type { Instant } from '#core/lead/instant.ts';
import type { ReferralId, TenantId } from '#core/lead/ids.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Link } from './link.ts';

/** A referral seen for the first time: no opportunity yet. Without a view only its id could be read. */
export const newLink = (
  tenant: TenantId,
  first: { readonly referral: ReferralId; readonly partner: PartnerView | null },
  now: Instant,
): Link => ({
  tenant,
  referral: first.referral,
  engagementId: first.partner?.engagementId ?? '',
  opportunity: null,
  version: 1,
  linkedAt: null,
  state: { kind: 'live' },
  seen: { partner: first.partner, crm: null, sibling: null },
  base: {},
  stageBase: null,
  start: null,
  pending: [],
  conflicts: [],
  refused: [],
  move: null,
  notes: [],
  told: {},
  toldConflicts: {},
  customerId: null,
  contactId: null,
  task: 'none',
  lasting: [],
  requests: [],
  planned: null,
  schedule: { kind: 'settled' },
  updatedAt: now,
});
