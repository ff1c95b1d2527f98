import { isDeepStrictEqual } from 'node:util';
import { isSyncError } from '#core/failures/sync-error.ts';
import type { OpportunityId } from '#core/lead/ids.ts';
import { isAfter } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmFields, CrmView } from '#core/ports/crm-system.ts';
import type { WriteGuard, WriteOutcome } from '#core/ports/feed.ts';
import type { SalesforceClient } from './client.ts';
import { callComposite, causeOf, type CompositeReply } from './composite.ts';
import { toSyncError, writeFailure } from './errors.ts';
import type { createGuardProbe } from './guard-probe.ts';
import { SETTLED_MS, type HotViews } from './hot-views.ts';
import type { ReadRows } from './read-rows.ts';
import { ageMs } from './server-sight.ts';
import { toBody } from './write-row.ts';
import type { RowShape } from './to-view.ts';

export interface PatchOptions {
  readonly client: SalesforceClient;
  readonly rows: ReadRows;
  readonly hotViews: HotViews;
  readonly guardProbe: ReturnType<typeof createGuardProbe>;
  readonly clock: Clock;
}

type Outcome = WriteOutcome<CrmView>;

/** Whole seconds, as the stamps are. */
const guardHeader = (version: string): Readonly<Record<string, string>> => ({
  'If-Unmodified-Since': new Date(version).toUTCString(),
});

const showsTheSame = (one: CrmView, other: CrmView): boolean =>
  one.version === other.version &&
  one.isDeleted === other.isDeleted &&
  one.closure === other.closure &&
  one.ownerId === other.ownerId &&
  isDeepStrictEqual(one.fields, other.fields);

export const createPatch = (options: PatchOptions) => {
  const { client, rows, hotViews, guardProbe, clock } = options;

  /**
   * A view read within its stamp's own second does not settle what the row held: wait until the second is over,
   * then read again. Of a young stamp whose values we never saw nothing can be compared: stale.
   */
  const settle = async (id: OpportunityId, guard: WriteGuard): Promise<Outcome | undefined> => {
    const seen = hotViews.find(id);
    const isHot = seen?.version === guard.ifVersion;
    const age = ageMs(guard.ifVersion, client.serverNow());
    if (!isHot && age >= SETTLED_MS) return undefined;
    // A stamp far ahead of us: our clock was put back since the server last told its own. The next read tells it.
    if (age < -SETTLED_MS) return { kind: 'stale' };
    if (age < SETTLED_MS) await clock.sleep(SETTLED_MS - age);
    if (isAfter(clock.now(), guard.notAfter)) return { kind: 'stale' };
    const now = await rows.readOne(id, guard.urgent);
    if (now === undefined) return { kind: 'gone' };
    return isHot && showsTheSame(seen, now) ? undefined : { kind: 'stale' };
  };

  interface Write {
    readonly id: OpportunityId;
    readonly path: string;
    readonly guard: WriteGuard;
    readonly body: { readonly [name: string]: CrmFields[string] };
    readonly shape: RowShape;
  }

  const shown = async (reply: CompositeReply, shape: RowShape): Promise<CrmView | undefined> => {
    const read = { shape, readAt: reply.reply.sentAt };
    return (await rows.toViews([reply.parts[1]?.body], read)).rows[0];
  };

  /** One call: guarded PATCH, then the row as the same transaction leaves it. */
  const sendComposite = async (write: Write): Promise<Outcome> => {
    const { path, guard, body, shape } = write;
    const reply = await callComposite(
      client,
      [
        {
          method: 'PATCH',
          path,
          referenceId: 'write',
          headers: guardHeader(guard.ifVersion),
          body,
        },
        { method: 'GET', path: `${path}?fields=${shape.select.join(',')}`, referenceId: 'row' },
      ],
      {
        label: 'patch opportunity',
        isWrite: true,
        allOrNone: true,
        isUrgent: guard.urgent,
        notAfter: guard.notAfter,
      },
    );
    if (reply === 'stale') return { kind: 'stale' };
    const at = causeOf(reply.parts);
    const cause = reply.parts[at];
    if (cause === undefined) return { kind: 'written', shown: await shown(reply, shape) };
    // The read-back failed, so the write was undone with it: a field of ours may have become hidden.
    if (at === 1) throw toSyncError(cause);
    return writeFailure(cause.status, cause.failures);
  };

  /** Two calls; between them somebody else may write, so the row counts as our reply only if it was us who left it so. */
  const sendSingle = async (write: Write): Promise<Outcome> => {
    const { id, path, guard, body } = write;
    const answer = await client.call({
      method: 'PATCH',
      path,
      headers: guardHeader(guard.ifVersion),
      body,
      label: 'patch opportunity',
      isWrite: true,
      isUrgent: guard.urgent,
      notAfter: guard.notAfter,
    });
    if (answer === 'stale') return { kind: 'stale' };
    if (answer.status >= 300) return writeFailure(answer.status, answer.failures);
    try {
      const row = await rows.readOne(id, guard.urgent);
      return { kind: 'written', shown: row?.modifiedByUs === true ? row : undefined };
    } catch (error) {
      if (isSyncError(error)) return { kind: 'written', shown: undefined };
      throw error;
    }
  };

  return async (id: OpportunityId, fields: CrmFields, guard: WriteGuard): Promise<Outcome> => {
    const mode = await guardProbe.mode(id);
    if (typeof mode !== 'string') return mode;
    const unsettled = await settle(id, guard);
    if (unsettled !== undefined) return unsettled;
    return rows.withShape(async (shape) => {
      const path = `/sobjects/Opportunity/${id}`;
      const write = { id, path, guard, body: toBody(fields, shape), shape };
      return mode === 'composite' ? sendComposite(write) : sendSingle(write);
    });
  };
};
