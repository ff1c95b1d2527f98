import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import type { Labels } from './labels.ts';

/** The little that provisioning needs of the client. Paths begin after `/services/data/vNN.0`; a refusal is a SyncError. */
export interface ProvisionApi {
  /** All rows. */
  query(soql: string, options?: { readonly isTooling?: boolean }): Promise<readonly unknown[]>;
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  patch(path: string, body: unknown): Promise<unknown>;
  /** Of the signed-in user. */
  userId(): Promise<string>;
}

/** One run of provisioning: where, in which words, and whether anything may be written. */
export interface ProvisionRun {
  readonly api: ProvisionApi;
  readonly labels: Labels;
  readonly isDry: boolean;
}

/** @throws SyncError UNEXPECTED_ANSWER naming the path that did not fit, never its value. */
export const parseReply = <Schema extends z.ZodType>(
  schema: Schema,
  reply: unknown,
): z.infer<Schema> => {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new SyncError('UNEXPECTED_ANSWER', `Salesforce answered in another form at “${path}”.`, {
    side: 'crm',
  });
};

const Created = z.looseObject({ id: z.string() });

/** @returns the new row's id. */
export const createRow = async (api: ProvisionApi, path: string, body: unknown): Promise<string> =>
  parseReply(Created, await api.post(path, body)).id;
