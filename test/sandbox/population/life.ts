import { expirationAfter } from '#test/sandbox/partner-center/fill.ts';
import { below, chance, pick, type Random } from '#test/sandbox/partner-center/random.ts';
import type { Referral } from '#test/sandbox/partner-center/referral.ts';
import { formatStamp, ticksOfMs } from '#test/sandbox/partner-center/stamp.ts';
import { CLOSE_REASONS } from '#test/sandbox/partner-center/vocabulary.ts';

const DAY_MS = 86_400_000;
/** Rows edited at once in the portal: equal stamps, over more than a page. */
const BLOCK = 130;

export type Life = Pick<
  Referral,
  | 'status'
  | 'substatus'
  | 'statusReason'
  | 'createdDateTime'
  | 'updatedDateTime'
  | 'expirationDateTime'
  | 'acceptedDateTime'
  | 'closedDateTime'
>;

const LEAD_STATES = [
  ['New', 'Pending', 20],
  ['New', 'Received', 20],
  ['Active', 'Accepted', 30],
  ['Closed', 'Won', 8],
  ['Closed', 'Lost', 8],
  ['Closed', 'Declined', 7],
  ['Closed', 'Expired', 7],
] as const;
/** What a partner creates itself is accepted from the start. */
const OWN_STATES = LEAD_STATES.filter(([, substatus]) =>
  ['Accepted', 'Won', 'Lost'].includes(substatus),
);

type State = (typeof LEAD_STATES)[number];

const pickState = (random: Random, states: readonly State[]): State => {
  let left = random() * states.reduce((sum, [, , weight]) => sum + weight, 0);
  return states.find(([, , weight]) => (left -= weight) < 0) ?? (states[0] as State);
};

export interface LifeOptions {
  readonly index: number;
  readonly now: number;
  readonly isOwn: boolean;
}

/** A state and dates that fit it. What is New has its expiration still ahead. */
export const livedSo = (random: Random, { index, now, isOwn }: LifeOptions): Life => {
  const [status, substatus] = pickState(random, isOwn ? OWN_STATES : LEAD_STATES);
  const block = Math.floor(index / BLOCK);
  const isBulk = block % 7 === 3;
  const bulkMs = now - 2 * DAY_MS + (block % 1_000) * 1_000;
  const latest = isBulk ? bulkMs : now - 1_000;
  const spanMs = (status === 'New' ? 4 : 400) * DAY_MS;
  const createdMs = latest - 1 - below(random, spanMs);
  const updatedMs = isBulk ? bulkMs : createdMs + below(random, latest - createdMs);
  const fraction = (): number => below(random, 10_000);
  const created = ticksOfMs(createdMs) + fraction();
  const updated =
    isBulk || chance(random, 0.1) ? ticksOfMs(updatedMs) : ticksOfMs(updatedMs) + fraction();
  const last = Math.max(created, updated);
  const isRefused = substatus === 'Lost' || substatus === 'Declined';
  const wasAccepted = status === 'Active' || substatus === 'Won' || substatus === 'Lost';
  return {
    status,
    substatus,
    statusReason: isRefused && chance(random, 0.8) ? pick(random, CLOSE_REASONS) : null,
    createdDateTime: formatStamp(created),
    updatedDateTime: formatStamp(last),
    expirationDateTime: isOwn ? null : expirationAfter(created),
    acceptedDateTime: wasAccepted ? formatStamp(created + below(random, last - created + 1)) : null,
    closedDateTime: status === 'Closed' ? formatStamp(last) : null,
  };
};
