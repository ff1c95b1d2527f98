import { z } from 'zod';
import { isSyncError, SyncError } from '#core/failures/sync-error.ts';
import { HOUR_MS } from '#core/lead/instant.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { UnparsedRow } from '#core/ports/feed.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import type { Answer, SalesforceClient } from './client.ts';
import { readComposite } from './composite.ts';
import type { DescribedFields, Describes } from './describe-object.ts';
import { toSyncError } from './errors.ts';
import type { HotViews } from './hot-views.ts';
import { createShape, isView, toView, type RowShape } from './to-view.ts';

/** Salesforce ends near 16000 bytes of URL (reference SF §11); the rest is for the host. */
const LONGEST_PATH = 15_000;

const Page = z.object({
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.array(z.unknown()),
});

export interface QueryPage {
  readonly records: readonly unknown[];
  /** Path of the rest. */
  readonly next: string | undefined;
  readonly reply: Pick<HttpReply, 'sentAt' | 'headers'>;
}

export interface ReadRowsOptions {
  readonly client: SalesforceClient;
  readonly describes: Describes;
  readonly opportunityFields: readonly string[];
  readonly hotViews: HotViews;
}

export interface QueryOptions {
  /** May use the reserve of the budget. */
  readonly isUrgent?: boolean;
}

export interface ReadRows {
  /** The bin included. */
  queryAll(soql: string, label: string, options?: QueryOptions): Promise<QueryPage>;
  /** The rest of a page. */
  queryMore(next: string, label: string, options?: QueryOptions): Promise<QueryPage>;
  shape(): Promise<RowShape>;
  /** Describes again where a mapped field was not to be seen an hour ago: it may have been provisioned meanwhile. */
  lookAgain(): Promise<void>;
  /** Runs with the fields we may see; once more with a fresh describe when one of them is no longer ours. */
  withShape<T>(work: (shape: RowShape) => Promise<T>): Promise<T>;
  toViews(
    records: readonly unknown[],
    read: { readonly shape: RowShape; readonly readAt: string },
  ): Promise<{ readonly rows: readonly CrmView[]; readonly unparsed: readonly UnparsedRow[] }>;
  /** One row by id, past any cache; undefined when it is gone or invisible. */
  readOne(id: string, isUrgent: boolean): Promise<CrmView | undefined>;
}

const toPage = (body: unknown, reply: QueryPage['reply']): QueryPage => {
  const parsed = Page.safeParse(body);
  if (!parsed.success)
    throw new SyncError(
      'UNEXPECTED_ANSWER',
      'Salesforce answered a query with something else than rows.',
      {
        side: 'crm',
      },
    );
  const { records, nextRecordsUrl } = parsed.data;
  // Only the path counts: the rest of a page is read from the org's own host.
  const next =
    nextRecordsUrl === undefined
      ? undefined
      : new URL(nextRecordsUrl, 'https://org.invalid').pathname;
  return { records, next, reply };
};

const requireDone = (answer: Answer): Answer => {
  if (answer.status >= 300) throw toSyncError(answer);
  return answer;
};

export const createReadRows = (options: ReadRowsOptions): ReadRows => {
  const { client, describes, opportunityFields, hotViews } = options;

  let known: { readonly described: DescribedFields; readonly shape: RowShape } | undefined;

  const shape = async (): Promise<RowShape> => {
    const described = await describes.fieldsOf('Opportunity');
    if (known?.described !== described)
      known = { described, shape: createShape(described, opportunityFields) };
    return known.shape;
  };

  const get = async (path: string, label: string, isUrgent = false): Promise<Answer> =>
    client.call({ method: 'GET', path, label, isWrite: false, isUrgent });

  /** A statement too long for a URL travels in the body of a composite call. */
  const queryByBody = async (
    path: string,
    label: string,
    isUrgent: boolean,
  ): Promise<QueryPage> => {
    const { parts, reply } = await readComposite(
      client,
      [{ method: 'GET', path, referenceId: 'rows' }],
      label,
      isUrgent,
    );
    const [part] = parts;
    if (part === undefined || part.status >= 300)
      throw toSyncError(part ?? { status: 0, failures: [] });
    return toPage(part.body, reply);
  };

  const toViews: ReadRows['toViews'] = async (records, read) => {
    const { userId } = await client.session();
    const views = records.map((record) => toView(record, { ...read, userId }));
    const rows: CrmView[] = [];
    const unparsed: UnparsedRow[] = [];
    for (const view of views) {
      if (isView(view)) rows.push(view);
      else unparsed.push(view);
    }
    hotViews.note(rows);
    return { rows, unparsed };
  };

  const withShape: ReadRows['withShape'] = async (work) => {
    const before = await shape();
    try {
      return await work(before);
    } catch (error) {
      if (!isSyncError(error, 'REJECTED') || error.details.systemCode !== 'INVALID_FIELD')
        throw error;
      await describes.refresh('Opportunity');
      const after = await shape();
      if (after.select.join() === before.select.join()) throw error;
      return work(after);
    }
  };

  return {
    lookAgain: async () => {
      const seen = await describes.fieldsOf('Opportunity');
      if (opportunityFields.every((name) => seen.has(name))) return;
      if (describes.ageMs('Opportunity') >= HOUR_MS) await describes.refresh('Opportunity');
    },
    queryAll: async (soql, label, { isUrgent = false } = {}) => {
      const path = `/queryAll?q=${encodeURIComponent(soql)}`;
      if (path.length > LONGEST_PATH) return queryByBody(path, label, isUrgent);
      const answer = requireDone(await get(path, label, isUrgent));
      return toPage(answer.body, answer.reply);
    },
    queryMore: async (next, label, { isUrgent = false } = {}) => {
      const answer = requireDone(await get(next, label, isUrgent));
      return toPage(answer.body, answer.reply);
    },
    shape,
    withShape,
    toViews,
    readOne: async (id, isUrgent) =>
      withShape(async (current) => {
        const path = `/sobjects/Opportunity/${encodeURIComponent(id)}?fields=${current.select.join(',')}`;
        const answer = await get(path, 'read opportunity', isUrgent);
        if (answer.status === 404) return undefined;
        requireDone(answer);
        const { rows } = await toViews([answer.body], {
          shape: current,
          readAt: answer.reply.sentAt,
        });
        return rows[0];
      }),
  };
};
