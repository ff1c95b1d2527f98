import { addMs, SECOND_MS } from '#core/lead/instant.ts';
import { isEnding } from '#core/lead/stage.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { PartnerCapabilities, PartnerView } from '#core/ports/partner-system.ts';
import type { ReferralApi } from './api.ts';
import { readWrite } from './write.ts';

export interface ProbeOptions {
  readonly capabilities: PartnerCapabilities;
  readonly api: ReferralApi;
  readonly clock: Clock;
  readonly timeZone: string;
  /** After a write that showed nothing. */
  readonly read: (id: PartnerView['id']) => Promise<PartnerView | 'gone'>;
}

/** No write is sent later than this after its view. */
const NOT_AFTER_SECONDS = 30;

/** Stored encoded or not: such a name might come out changed. */
const HAS_MARKUP = /[&<>"']/;

/** Statuses that say "this I do not take"; any other refusal says nothing of the path. */
const NOT_TAKEN = [400, 422];

/**
 * Learns what PATCH takes by writing what is there already: at most two patches, and none to a closed
 * referral, whose refusal would say nothing.
 */
export const probe = async (
  first: PartnerView,
  options: ProbeOptions,
): Promise<{ capabilities: PartnerCapabilities; view: PartnerView }> => {
  let view = first;
  let { writesName, writesNull } = options.capabilities;

  /** Replaces one path by what stands there already. */
  const ask = async (path: string, value: string | null): Promise<boolean | undefined> => {
    const body = JSON.stringify([{ op: 'replace', path, value }]);
    const reply = await options.api.change(view.id, body, {
      ifVersion: view.version,
      notAfter: addMs(options.clock.now(), NOT_AFTER_SECONDS * SECOND_MS),
      urgent: false,
    });
    if (reply === 'stale') return undefined;
    const outcome = readWrite(reply, options.timeZone);
    if (outcome.kind !== 'written') return NOT_TAKEN.includes(reply.status) ? false : undefined;
    const newest = outcome.shown ?? (await options.read(view.id));
    if (newest !== 'gone') view = newest;
    return true;
  };

  const { name, campaignId } = first.fields;
  if (!isEnding(view.stage)) {
    if (writesName === undefined && typeof name === 'string' && !HAS_MARKUP.test(name))
      writesName = await ask('/name', name);
    if (writesNull === undefined && campaignId === null)
      writesNull = await ask('/campaignId', null);
  }
  return { capabilities: { ...options.capabilities, writesName, writesNull }, view };
};
