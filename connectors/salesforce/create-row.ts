import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import { opportunityId } from '#core/lead/ids.ts';
import type { CreateOutcome, CrmSystem, OpportunityDraft } from '#core/ports/crm-system.ts';
import type { SalesforceClient } from './client.ts';
import { callComposite, causeOf, type SubReply } from './composite.ts';
import { toSyncError, writeFailure } from './errors.ts';
import { toId18 } from './ids.ts';
import type { ReadRows } from './read-rows.ts';
import type { RowShape } from './to-view.ts';
import { toBody } from './write-row.ts';

export interface CreateOptions {
  readonly client: SalesforceClient;
  readonly rows: ReadRows;
  readonly referralField: string;
  /** An owner was refused as inactive: what we knew of users no longer holds. */
  readonly forgetOwners: () => void;
}

export const Created = z.object({ id: z.string(), success: z.literal(true) });

/** Taken is the referral id unless the words name another field; they may be translated and the id may be missing (reference SF §14). */
const isReferralTaken = (part: SubReply, referralField: string): boolean =>
  part.failures.some(({ code, words }) => {
    if (code !== 'DUPLICATE_VALUE') return false;
    const named: readonly string[] = words.match(/\w+__c\b/g) ?? [];
    return named.length === 0 || named.includes(referralField);
  });

/** One call: POST, then the row as the same transaction leaves it. Needs no guard, hence no probe. */
export const createOpportunityMaker = (options: CreateOptions): CrmSystem['createOpportunity'] => {
  const { client, rows, referralField, forgetOwners } = options;

  const send = async (draft: OpportunityDraft, shape: RowShape): Promise<CreateOutcome> => {
    const { fields, customerId, contactId, ownerId, notAfter } = draft;
    const reply = await callComposite(
      client,
      [
        {
          method: 'POST',
          path: '/sobjects/Opportunity',
          referenceId: 'created',
          body: {
            ...toBody(fields, shape),
            ...(customerId === undefined ? {} : { AccountId: customerId }),
            // Becomes the primary contact role (reference SF §5).
            ...(contactId === undefined ? {} : { ContactId: contactId }),
            ...(ownerId === undefined ? {} : { OwnerId: ownerId }),
          },
        },
        {
          method: 'GET',
          path: `/sobjects/Opportunity/@{created.id}?fields=${shape.select.join(',')}`,
          referenceId: 'row',
        },
      ],
      { label: 'create opportunity', isWrite: true, allOrNone: true, notAfter },
    );
    if (reply === 'stale') return { kind: 'stale' };
    const at = causeOf(reply.parts);
    const cause = reply.parts[at];
    if (cause !== undefined) {
      if (at === 1) throw toSyncError(cause);
      if (isReferralTaken(cause, referralField)) return { kind: 'exists' };
      if (cause.failures.some((one) => one.code.startsWith('INACTIVE_OWNER'))) forgetOwners();
      const failure = writeFailure(cause.status, cause.failures);
      if (failure.kind === 'refused') return failure;
      throw toSyncError(cause);
    }
    const created = Created.safeParse(reply.parts[0]?.body);
    if (!created.success)
      throw new SyncError(
        'UNKNOWN_RESULT',
        'Salesforce does not name the opportunity it created.',
        {
          side: 'crm',
        },
      );
    const read = { shape, readAt: reply.reply.sentAt };
    const { rows: views } = await rows.toViews([reply.parts[1]?.body], read);
    return { kind: 'created', id: opportunityId(toId18(created.data.id)), shown: views[0] };
  };

  return async (draft) => rows.withShape(async (shape) => send(draft, shape));
};
