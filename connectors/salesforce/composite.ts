import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import type { Instant } from '#core/lead/instant.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import type { Answer, SalesforceClient } from './client.ts';
import { toSyncError } from './errors.ts';
import { failuresIn, type Failure } from './failures.ts';

export interface SubRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** From the version root. */
  readonly path: string;
  readonly referenceId: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SubReply {
  readonly status: number;
  readonly body: unknown;
  readonly failures: readonly Failure[];
}

export interface CompositeReply {
  readonly parts: readonly SubReply[];
  readonly reply: Pick<HttpReply, 'sentAt' | 'headers'>;
}

export interface CompositeOptions {
  readonly label: string;
  readonly isWrite: boolean;
  /** A failing part undoes the others. */
  readonly allOrNone: boolean;
  readonly isUrgent?: boolean;
}

/** A query as a part of a composite call. */
export const queryPart = (
  referenceId: string,
  soql: string,
  resource: 'query' | 'queryAll' = 'query',
): SubRequest => ({
  method: 'GET',
  path: `/${resource}?q=${encodeURIComponent(soql)}`,
  referenceId,
});

const Reply = z.object({
  compositeResponse: z.array(z.object({ httpStatusCode: z.number(), body: z.unknown() })),
});

const read = (answer: Answer, expected: number, isWrite: boolean): CompositeReply => {
  const { status, failures, body, reply } = answer;
  if (status >= 300) throw toSyncError({ status, failures });
  const parsed = Reply.safeParse(body);
  if (!parsed.success || parsed.data.compositeResponse.length !== expected)
    throw new SyncError(
      isWrite ? 'UNKNOWN_RESULT' : 'UNEXPECTED_ANSWER',
      'Salesforce answered a composite call with something else than its parts.',
      { side: 'crm', status },
    );
  const parts = parsed.data.compositeResponse.map((part) => ({
    status: part.httpStatusCode,
    body: part.body,
    failures: part.httpStatusCode < 300 ? [] : failuresIn(part.body),
  }));
  return { parts, reply };
};

/** Several requests as one call, in the order given: left alone, Salesforce may reorder them (reference SF §10). */
export const callComposite = async (
  client: SalesforceClient,
  requests: readonly SubRequest[],
  options: CompositeOptions & { readonly notAfter?: Instant },
): Promise<CompositeReply | 'stale'> => {
  const { label, isWrite, allOrNone, isUrgent, notAfter } = options;
  const call = {
    method: 'POST',
    path: '/composite',
    body: {
      allOrNone,
      collateSubrequests: false,
      compositeRequest: requests.map(({ method, path, referenceId, headers, body }) => ({
        method,
        url: client.root + path,
        referenceId,
        ...(headers === undefined ? {} : { httpHeaders: headers }),
        ...(body === undefined ? {} : { body }),
      })),
    },
    label,
    isWrite,
    ...(isUrgent === undefined ? {} : { isUrgent }),
  } as const;
  const answer =
    notAfter === undefined ? await client.call(call) : await client.call({ ...call, notAfter });
  return answer === 'stale' ? answer : read(answer, requests.length, isWrite);
};

/** Reads only: never late, each part stands alone. */
export const readComposite = async (
  client: SalesforceClient,
  requests: readonly SubRequest[],
  label: string,
  isUrgent = false,
): Promise<CompositeReply> => {
  const reply = await callComposite(client, requests, {
    label,
    isWrite: false,
    allOrNone: false,
    isUrgent,
  });
  if (reply === 'stale')
    throw new SyncError('UNEXPECTED_ANSWER', 'A read without a deadline was late.');
  return reply;
};

/** The part that failed of itself; the others only say that they were undone with it. */
export const causeOf = (parts: readonly SubReply[]): number =>
  parts.findIndex(
    (part) => part.status >= 300 && part.failures.every((one) => one.code !== 'PROCESSING_HALTED'),
  );
