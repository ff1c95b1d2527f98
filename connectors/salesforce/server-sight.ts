import { addMs, fromMs, msBetween, toMs, type Instant } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CallsLeft } from '#core/ports/crm-system.ts';
import type { HttpReply } from '#connectors/http/http.ts';

/** What every reply says beside its body: the server's time and the org's count of calls. */
export interface ServerSight {
  note(reply: HttpReply): void;
  /** The server's clock by its last `Date`, never ahead of it; our own where no reply has told it. */
  now(): Instant;
  callsLeft(): CallsLeft | undefined;
}

/** The server's clock as the reply was written; undefined when it does not say. */
export const dateOf = (reply: Pick<HttpReply, 'headers'>): Instant | undefined => {
  const ms = Date.parse(reply.headers['date'] ?? '');
  return Number.isNaN(ms) ? undefined : fromMs(ms);
};

export const createServerSight = (clock: Clock): ServerSight => {
  let skewMs = 0;
  let calls: CallsLeft | undefined;
  return {
    note: (reply) => {
      const date = dateOf(reply);
      if (date !== undefined) skewMs = msBetween(clock.now(), date);
      const usage = /api-usage=(\d+)\/(\d+)/.exec(reply.headers['sforce-limit-info'] ?? '');
      if (usage !== null) calls = { used: Number(usage[1]), max: Number(usage[2]) };
    },
    now: () => addMs(clock.now(), skewMs),
    callsLeft: () => calls,
  };
};

/** From the instant of the stamp to the server's now; stamps are whole seconds (reference SF §9). */
export const ageMs = (stamp: string, serverNow: Instant): number =>
  toMs(serverNow) - Date.parse(stamp);
