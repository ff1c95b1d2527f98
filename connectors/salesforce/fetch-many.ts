import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import type { OpportunityId } from '#core/lead/ids.ts';
import type { CrmSystem, CrmView } from '#core/ports/crm-system.ts';
import type { SalesforceClient } from './client.ts';
import { toSyncError } from './errors.ts';
import { isOpportunityId, toId18 } from './ids.ts';
import type { ReadRows } from './read-rows.ts';
import { isIn } from './soql.ts';

/** Rows of one retrieve (reference SF §10). */
const MOST = 2_000;
/** Ids of one query: keeps the statement well inside a URL. */
const MOST_IN_QUERY = 300;

type Found = ReadonlyMap<OpportunityId, CrmView | 'gone' | 'hidden'>;

const chunks = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );

const Retrieved = z.array(z.unknown());

export interface FetchOptions {
  readonly client: SalesforceClient;
  readonly rows: ReadRows;
}

/**
 * Rows by id: one retrieve per 2000, then one look into the bin for what it left out. A row that neither shows is
 * hidden: after about 15 days a deleted row leaves no trace, so nobody can say that it is gone (reference SF §12).
 */
export const createFetchMany = ({ client, rows }: FetchOptions): CrmSystem['fetchMany'] => {
  const retrieve = async (
    ids: readonly OpportunityId[],
    isUrgent: boolean,
  ): Promise<readonly CrmView[]> =>
    rows.withShape(async (shape) => {
      const answer = await client.call({
        method: 'POST',
        path: '/composite/sobjects/Opportunity',
        body: { ids, fields: shape.select },
        label: 'read opportunities',
        isWrite: false,
        isUrgent,
      });
      if (answer.status >= 300) throw toSyncError(answer);
      const listed = Retrieved.safeParse(answer.body);
      if (!listed.success)
        throw new SyncError(
          'UNEXPECTED_ANSWER',
          'Salesforce answered a retrieve with something else than a list.',
          {
            side: 'crm',
          },
        );
      const present = listed.data.filter((row) => row !== null);
      const read = { shape, readAt: answer.reply.sentAt };
      return (await rows.toViews(present, read)).rows;
    });

  const lookIntoBin = async (ids: readonly OpportunityId[]): Promise<readonly CrmView[]> =>
    rows.withShape(async (shape) => {
      const found: CrmView[] = [];
      const soql = `SELECT ${shape.select.join(', ')} FROM Opportunity WHERE ${isIn('Id', ids)}`;
      let page = await rows.queryAll(soql, 'look into the bin');
      for (;;) {
        const read = { shape, readAt: page.reply.sentAt };
        found.push(...(await rows.toViews(page.records, read)).rows);
        if (page.next === undefined) return found;
        page = await rows.queryMore(page.next, 'look into the bin');
      }
    });

  return async (ids, options = {}): Promise<Found> => {
    const askable = ids.filter((id) => isOpportunityId(id));
    const byId = new Map<string, CrmView>();
    for (const chunk of chunks(askable, MOST))
      for (const view of await retrieve(chunk, options.urgent ?? false)) byId.set(view.id, view);
    const missing = askable.filter((id) => !byId.has(toId18(id)));
    for (const chunk of chunks(missing, MOST_IN_QUERY))
      for (const view of await lookIntoBin(chunk)) byId.set(view.id, view);
    return new Map(ids.map((id) => [id, byId.get(toId18(id)) ?? 'hidden']));
  };
};
