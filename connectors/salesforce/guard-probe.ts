import { SyncError } from '#core/failures/sync-error.ts';
import type { OpportunityId } from '#core/lead/ids.ts';
import type { SalesforceClient } from './client.ts';
import { callComposite, causeOf } from './composite.ts';
import { writeFailure, type WriteFailure } from './errors.ts';
import type { Failure } from './failures.ts';

/** How the write guard came out, for one API version. */
export interface Probe {
  readonly apiVersion: string;
  /** The guard holds inside a composite call; else only on single calls. */
  readonly isComposite: boolean;
}

export interface GuardProbeOptions {
  readonly client: SalesforceClient;
  readonly apiVersion: string;
  /** As it came out before; for another version it counts for nothing. */
  readonly stored: Probe | null;
  readonly save: (probe: Probe) => Promise<void>;
}

/** How guarded writes are to be sent; or why this row cannot tell. */
export type GuardMode = 'composite' | 'single' | WriteFailure;

/** Older than any row: a server that honours the guard must refuse it. */
const LONG_AGO = { 'If-Unmodified-Since': new Date(0).toUTCString() };

/** True: refused as it must be. False: let through. */
const judge = (status: number, failures: readonly Failure[]): boolean | WriteFailure => {
  if (status < 300) return false;
  const failure = writeFailure(status, failures);
  return failure.kind === 'stale' ? true : failure;
};

/**
 * Proves, with an empty PATCH of a real row, that this org refuses a write whose precondition fails.
 * Once per API version and lazily, before the first guarded write.
 */
export const createGuardProbe = (options: GuardProbeOptions) => {
  const { client, apiVersion, save } = options;
  let proved = options.stored?.apiVersion === apiVersion ? options.stored : undefined;
  let probing: Promise<WriteFailure | undefined> | undefined;
  let isUnguarded = false;

  const probeComposite = async (path: string): Promise<boolean | WriteFailure> => {
    const reply = await callComposite(
      client,
      [{ method: 'PATCH', path, referenceId: 'probe', headers: LONG_AGO, body: {} }],
      { label: 'probe the write guard', isWrite: true, allOrNone: true, isUrgent: true },
    );
    if (reply === 'stale') return { kind: 'stale' };
    const part = reply.parts[Math.max(0, causeOf(reply.parts))];
    return judge(part?.status ?? 0, part?.failures ?? []);
  };

  const probeSingle = async (path: string): Promise<boolean | WriteFailure> => {
    const { status, failures } = await client.call({
      method: 'PATCH',
      path,
      headers: LONG_AGO,
      body: {},
      label: 'probe the write guard',
      isWrite: true,
      isUrgent: true,
    });
    return judge(status, failures);
  };

  const conclude = async (isComposite: boolean): Promise<undefined> => {
    proved = { apiVersion, isComposite };
    await save(proved);
    return undefined;
  };

  const probe = async (id: OpportunityId): Promise<WriteFailure | undefined> => {
    const path = `/sobjects/Opportunity/${id}`;
    const inComposite = await probeComposite(path);
    if (typeof inComposite !== 'boolean') return inComposite;
    if (inComposite) return conclude(true);
    const alone = await probeSingle(path);
    if (typeof alone !== 'boolean') return alone;
    if (alone) return conclude(false);
    isUnguarded = true;
    return undefined;
  };

  return {
    mode: async (id: OpportunityId): Promise<GuardMode> => {
      for (;;) {
        if (proved !== undefined) return proved.isComposite ? 'composite' : 'single';
        if (isUnguarded)
          throw new SyncError(
            'UNEXPECTED_ANSWER',
            'This Salesforce org does not honour If-Unmodified-Since, so a write could overwrite an edit made meanwhile: nothing was written.',
            { side: 'crm' },
          );
        const others = probing;
        if (others === undefined) {
          probing = probe(id).finally(() => {
            probing = undefined;
          });
          const failure = await probing;
          if (failure !== undefined) return failure;
        } else {
          // Somebody else's row may not tell; then this one is asked.
          await others.catch(() => undefined);
        }
      }
    },
  };
};
