import { SECOND_MS, type Instant } from '#core/lead/instant.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import { ageMs } from './server-sight.ts';

/** After that no further edit can carry the same stamp: stamps are whole seconds, clocks a little apart (reference SF §9). */
export const SETTLED_MS = 2 * SECOND_MS;
/** Views kept at most; beyond, the oldest go. */
const MOST = 20_000;

/**
 * Views read while another edit could still get the same stamp. `If-Unmodified-Since` cannot tell the two apart,
 * so before such a row is written it is read again and its values are compared.
 */
export interface HotViews {
  note(views: readonly CrmView[]): void;
  find(id: string): CrmView | undefined;
}

export const createHotViews = (serverNow: () => Instant): HotViews => {
  const hot = new Map<string, CrmView>();
  return {
    note: (views) => {
      const now = serverNow();
      for (const view of views) {
        hot.delete(view.id);
        if (ageMs(view.version, now) < SETTLED_MS) hot.set(view.id, view);
      }
      for (const id of hot.keys()) {
        if (hot.size <= MOST) break;
        hot.delete(id);
      }
    },
    find: (id) => hot.get(id),
  };
};
