import type { PlanContext } from '#core/merge/plan-context.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import type { Session } from './session.ts';

/** The plan's view of a session, for one link at this instant. */
export const planContext = (
  session: Session,
  referral: ReferralId,
  isOneByOne: PlanContext['isOneByOne'],
): PlanContext => ({
  now: session.clock.now(),
  mapping: session.mapping,
  codecs: session.codecs,
  metadata: session.metadata,
  policy: session.policy,
  partnerCapabilities: session.partner.capabilities,
  closedRowsWritable: session.crm.capabilities.closedRowsWritable,
  say: session.say,
  referralLink: session.partner.linkTo(referral),
  isOneByOne,
  isHeld: (kind, subject) => session.brakes.isHeld(referral, kind, subject),
});
