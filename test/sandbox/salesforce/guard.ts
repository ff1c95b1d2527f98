import { refuse } from './refused.ts';
import type { Answer } from '#test/sandbox/server.ts';
import { errorAnswer, type RestRequest } from './request.ts';
import type { Row } from './tables.ts';
import type { World } from './world.ts';

const STALE = {
  errorCode: 'PRECONDITION_FAILED',
  message: 'The record has been modified since the date given',
} as const;

const stale = (world: World): Answer =>
  world.switches.staleBody === 'empty' ? { status: 412 } : errorAnswer(412, [STALE]);

/** Accounts alone have one (SF §9). */
export const etagOf = (row: Row): string | undefined =>
  row.id.startsWith('001') ? `"${Number(row.fields['SystemModstamp']).toString(36)}"` : undefined;

const readDate = (text: string): number => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw refuse('INVALID_HEADER', `Invalid HTTP date: ${text}`);
  return at;
};

/** 412 where `If-Unmodified-Since` (any row), or `If-Match` (accounts), no longer holds. Same second counts as unmodified. */
export const checkWriteGuard = (
  world: World,
  row: Row,
  request: RestRequest,
): Answer | undefined => {
  if (request.isNested && !world.switches.guardsComposite) return undefined;
  const since = request.headers['if-unmodified-since'];
  if (since !== undefined) {
    const stamp = Number(row.fields[world.switches.guardStamp] ?? 0);
    if (stamp > readDate(since)) return stale(world);
  }
  const wanted = request.headers['if-match'];
  const etag = etagOf(row);
  return wanted !== undefined && etag !== undefined && wanted !== etag && wanted !== '*'
    ? stale(world)
    : undefined;
};

/** 304 where a read asks for what has not changed. */
export const checkReadGuard = (row: Row, request: RestRequest): Answer | undefined => {
  const since = request.headers['if-modified-since'];
  const known = request.headers['if-none-match'];
  const etag = etagOf(row);
  if (known !== undefined && etag !== undefined && known === etag) return { status: 304 };
  if (since === undefined) return undefined;
  return Number(row.fields['LastModifiedDate'] ?? 0) <= readDate(since)
    ? { status: 304 }
    : undefined;
};
