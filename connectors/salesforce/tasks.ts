import { z } from 'zod';
import { isSyncError } from '#core/failures/sync-error.ts';
import type { CrmSystem } from '#core/ports/crm-system.ts';
import type { Answer, SalesforceClient } from './client.ts';
import { queryPart, readComposite, type SubReply } from './composite.ts';
import { KEY } from './customers.ts';
import { toSyncError } from './errors.ts';
import type { Body, KeyedRecords } from './keyed-record.ts';
import { quote } from './soql.ts';

/** Salesforce's own name for done, where the org does not tell its own. */
const COMPLETED = 'Completed';

const OpenTasks = z.object({
  records: z.array(z.object({ Id: z.string(), IsClosed: z.boolean() })),
});
const ClosedStatus = z.object({ records: z.array(z.object({ ApiName: z.string() })).min(1) });

const CLOSED_STATUS =
  'SELECT ApiName FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder ASC LIMIT 1';

const withoutPriority = (answer: Answer, body: Body): Body | undefined => {
  const isRefused = answer.failures.some(
    (one) => one.code === 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  );
  if (!isRefused || !('Priority' in body)) return undefined;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'Priority'));
};

export interface TasksOptions {
  readonly client: SalesforceClient;
  readonly records: KeyedRecords;
}

export const createTasks = ({
  client,
  records,
}: TasksOptions): Pick<CrmSystem, 'ensureTask' | 'closeTask'> => {
  let closedStatus: string | undefined;

  const find = async (key: string): Promise<readonly SubReply[]> => {
    const tasks = queryPart(
      'tasks',
      `SELECT Id, IsClosed FROM Task WHERE ${KEY} = ${quote(key)} LIMIT 2`,
    );
    const asked =
      closedStatus === undefined ? [tasks, queryPart('status', CLOSED_STATUS)] : [tasks];
    return (await readComposite(client, asked, 'find task')).parts;
  };

  const close = async (id: string, status: string): Promise<void> => {
    const answer = await client.call({
      method: 'PATCH',
      path: `/sobjects/Task/${id}`,
      body: { Status: status },
      label: 'close task',
      isWrite: true,
    });
    if (answer.status >= 300 && answer.status !== 404) throw toSyncError(answer);
  };

  return {
    // Without a status it gets the org's own first one; their names differ by language.
    ensureTask: async (draft) =>
      records.ensure({
        object: 'Task',
        keyField: KEY,
        key: draft.key,
        body: {
          Subject: draft.subject.slice(0, 255),
          Description: draft.description.slice(0, 32_000),
          WhatId: draft.opportunityId,
          ...(draft.ownerId === null ? {} : { OwnerId: draft.ownerId }),
          ...(draft.due === null ? {} : { ActivityDate: draft.due }),
          Priority: 'High',
          [KEY]: draft.key,
        },
        repair: withoutPriority,
      }),
    closeTask: async (key) => {
      const [tasks, status] = await find(key);
      if (tasks === undefined || tasks.status >= 300)
        throw toSyncError(tasks ?? { status: 0, failures: [] });
      const told = ClosedStatus.safeParse(status?.body);
      closedStatus ??= told.success ? (told.data.records[0]?.ApiName ?? COMPLETED) : COMPLETED;
      for (const task of OpenTasks.parse(tasks.body).records) {
        if (task.IsClosed) continue;
        try {
          await close(task.Id, closedStatus);
        } catch (error) {
          // Closing twice does no harm.
          if (!isSyncError(error, 'UNKNOWN_RESULT')) throw error;
          await close(task.Id, closedStatus);
        }
      }
    },
  };
};
