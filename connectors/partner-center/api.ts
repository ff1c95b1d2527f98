import { SyncError } from '#core/failures/sync-error.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import type { WriteGuard } from '#core/ports/feed.ts';
import type { Http, HttpReply } from '#connectors/http/http.ts';

/** The three calls we make, with their headers (reference PC §4). */
export interface ReferralApi {
  list(query: string): Promise<HttpReply>;
  read(id: ReferralId): Promise<HttpReply>;
  /** `stale`: it was not sent in time. */
  change(id: ReferralId, patch: string, guard: WriteGuard): Promise<HttpReply | 'stale'>;
}

const PATH = '/v1.0/engagements/referrals';

const requireReply = (reply: HttpReply | 'stale'): HttpReply => {
  if (reply !== 'stale') return reply;
  throw new SyncError('UNAVAILABLE', 'A read of Partner Center was not sent in time', {
    side: 'partner',
  });
};

export const createReferralApi = (parts: {
  readonly http: Http;
  readonly apiUrl: string;
  readonly newGuid: () => string;
}): ReferralApi => {
  const { http, newGuid } = parts;
  const base = `${parts.apiUrl.replace(/\/+$/, '')}${PATH}`;
  const correlationId = newGuid();
  const headers = (): Record<string, string> => ({
    accept: 'application/json',
    'client-request-id': newGuid(),
    'ms-correlationid': correlationId,
  });
  const addressOf = (id: ReferralId): string => `${base}/${encodeURIComponent(id)}`;

  return {
    list: async (query) =>
      requireReply(
        await http.send({
          method: 'GET',
          url: base + query,
          headers: headers(),
          label: 'list referrals',
          isWrite: false,
        }),
      ),
    read: async (id) =>
      requireReply(
        await http.send({
          method: 'GET',
          url: addressOf(id),
          headers: headers(),
          label: 'read referral',
          isWrite: false,
        }),
      ),
    change: (id, patch, guard) =>
      http.send({
        method: 'PATCH',
        url: addressOf(id),
        headers: {
          ...headers(),
          'content-type': 'application/json',
          'if-match': guard.ifVersion,
          prefer: 'return=representation',
        },
        body: patch,
        label: 'patch referral',
        isWrite: true,
        notAfter: guard.notAfter,
        isUrgent: guard.urgent,
      }),
  };
};
