import type { Switches } from './switches.ts';
import type { Version } from './store.ts';

/** What the signed-in user is shown: by role, location and team, without any signal for the rest (reference PC §3.3). */
export const isVisible = (version: Version, switches: Switches): boolean => {
  const { role, email, locations } = switches.viewer;
  const isLead = version.type === 'Independent' && version.qualification === 'Direct';
  if (isLead && !switches.listsDirectLeads) return false;
  if (role === 'admin' && locations === 'all') return true;
  const document = version.read();
  if (locations !== 'all' && !locations.includes(document.mpnId ?? '')) return false;
  return role === 'admin' || (document.team ?? []).some((member) => member.email === email);
};
