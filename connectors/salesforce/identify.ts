import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import type { CrmIdentity } from '#core/ports/crm-system.ts';
import type { SalesforceClient } from './client.ts';
import { queryPart, readComposite } from './composite.ts';
import { toSyncError } from './errors.ts';
import { toId18 } from './ids.ts';
import { quote } from './soql.ts';

const Organization = z.object({
  records: z
    .tuple([z.object({ Id: z.string(), Name: z.string(), IsSandbox: z.boolean() })])
    .rest(z.unknown()),
});
const User = z.object({
  records: z.array(z.object({ Username: z.string() })),
});

/**
 * Which org and which user. Asked of the org itself: the identity URL may lie on the login host,
 * where a token has no business (reference SF §3).
 */
export const identify = async (client: SalesforceClient): Promise<CrmIdentity> => {
  const { userId } = await client.session();
  const { parts } = await readComposite(
    client,
    [
      queryPart('organization', 'SELECT Id, Name, IsSandbox FROM Organization LIMIT 1'),
      queryPart('user', `SELECT Id, Username FROM User WHERE Id = ${quote(userId)}`),
    ],
    'identify',
  );
  const refused = parts.find((part) => part.status >= 300);
  if (refused !== undefined) throw toSyncError(refused);
  const organization = Organization.safeParse(parts[0]?.body);
  const user = User.safeParse(parts[1]?.body);
  if (!organization.success || !user.success)
    throw new SyncError('UNEXPECTED_ANSWER', 'Salesforce does not say which org it is.', {
      side: 'crm',
    });
  const [row] = organization.data.records;
  return {
    organizationId: toId18(row.Id),
    organizationName: row.Name,
    isSandbox: row.IsSandbox,
    userId,
    userName: user.data.records[0]?.Username ?? userId,
  };
};
