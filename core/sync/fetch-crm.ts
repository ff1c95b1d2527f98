import type { CrmView } from '#core/ports/crm-system.ts';
import type { Link } from './link.ts';
import type { Session } from './session.ts';

/** The link's row, read by id; `gone` where there is none to read. */
export const fetchCrm = async (
  session: Session,
  link: Link,
  isUrgent = false,
): Promise<CrmView | 'gone' | 'hidden'> => {
  if (link.opportunity === null) return 'gone';
  const found = await session.crm.fetchMany([link.opportunity], { urgent: isUrgent });
  return found.get(link.opportunity) ?? 'hidden';
};

/** Nothing to write to. */
export const isMissing = (row: CrmView | 'gone' | 'hidden'): row is 'gone' | 'hidden' | CrmView =>
  typeof row === 'string' || row.isDeleted;
