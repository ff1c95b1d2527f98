import type { Referral } from './referral.ts';
import { MICROSOFT } from './vocabulary.ts';

/** The lead page's tabs (reference PC §14). */
export const TABS = {
  marketplace: 'Marketplace leads',
  qualified: 'Qualified leads',
  cosell: 'Co-sell',
} as const;
export type Tab = keyof typeof TABS;

export const tabOf = (lead: {
  type: string;
  qualification: string;
  inviter: string | undefined;
}): Tab => {
  if (lead.type === 'Shared') return 'cosell';
  if (lead.qualification === 'Direct') return 'marketplace';
  return lead.inviter === MICROSOFT && lead.qualification !== 'None' ? 'qualified' : 'cosell';
};

export const stageOf = (document: Referral, tab: Tab): string => {
  if (document.status === 'New') return 'Received';
  if (document.status === 'Active') return 'Accepted';
  return tab === 'cosell' ? 'Closed' : 'Archived';
};
