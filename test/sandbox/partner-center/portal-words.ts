import type { Referral } from './referral.ts';
import { MICROSOFT } from './vocabulary.ts';

/** The lead page's tabs (reference PC §14). */
export const TABS = {
  marketplace: 'Marketplace leads',
  qualified: 'Qualified leads',
  cosell: 'Co-sell',
} as const;
export type Tab = keyof typeof TABS;

export const tabOf = (document: Referral): Tab => {
  if (document.type === 'Shared') return 'cosell';
  if (document.qualification === 'Direct') return 'marketplace';
  const isFromMicrosoft =
    document.inviteContext?.invitedBy?.organizationId === MICROSOFT &&
    document.qualification !== 'None';
  return isFromMicrosoft ? 'qualified' : 'cosell';
};

export const stageOf = (document: Referral): string => {
  if (document.status === 'New') return 'Received';
  if (document.status === 'Active') return 'Accepted';
  return tabOf(document) === 'cosell' ? 'Closed' : 'Archived';
};
