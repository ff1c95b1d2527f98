import { HOUR_MS, SECOND_MS } from '#core/lead/instant.ts';
import type { HttpReply } from './http.ts';

const bounded = (ms: number): number => Math.min(HOUR_MS, Math.max(0, ms));

/**
 * Milliseconds the server asks us to wait, 0 to 1 h; undefined when it does not say.
 * A date is counted from the reply's own `Date`, so that neither clock needs to be right.
 */
export const retryAfterMs = (reply: Pick<HttpReply, 'headers' | 'sentAt'>): number | undefined => {
  const told = reply.headers['retry-after']?.trim();
  if (told === undefined || told === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(told)) return bounded(Math.ceil(Number(told) * SECOND_MS));
  const until = Date.parse(told);
  if (Number.isNaN(until)) return undefined;
  const date = Date.parse(reply.headers['date'] ?? '');
  return bounded(until - (Number.isNaN(date) ? Date.parse(reply.sentAt) : date));
};
