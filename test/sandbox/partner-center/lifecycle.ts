import { invalid, Refusal } from './refusal.ts';
import type { Referral } from './referral.ts';
import type { Switches } from './switches.ts';
import { SUBSTATUS_BY_STATUS } from './vocabulary.ts';

const STRICT: Readonly<Record<string, readonly string[]>> = {
  New: ['Pending', 'Received', 'Accepted', 'Declined'],
  Active: ['Accepted', 'Won', 'Lost'],
};
/** The published table (reference PC §10.1), expiry being the server's own. */
const LAX: Readonly<Record<string, readonly string[]>> = {
  New: ['Pending', 'Received', 'Accepted', 'Won', 'Lost', 'Declined'],
  Active: ['Accepted', 'Won', 'Lost', 'Declined'],
};

const isPair = (status: string, substatus: string): boolean =>
  (SUBSTATUS_BY_STATUS[status] ?? []).includes(substatus);

export const refuseClosed = (switches: Switches): Refusal =>
  new Refusal({
    status: switches.closedStatus,
    message: 'A closed referral cannot be changed.',
    target: 'status',
  });

/** Whether the portal would let a person make this move. */
export const mayMove = (from: Referral, to: string): boolean =>
  (STRICT[from.status] ?? []).includes(to);

/** Why the lead cannot be accepted or ended as it now reads. */
const checkNeeds = (after: Referral, switches: Switches): void => {
  if (after.substatus === 'Accepted')
    for (const name of switches.acceptanceNeeds)
      if ((after.details[name] ?? '') === '')
        throw invalid(`details/${name}`, `details/${name} is required to accept.`);
  const isRefusal = after.substatus === 'Lost' || after.substatus === 'Declined';
  if (isRefusal && switches.endingNeedsReason && (after.statusReason ?? '') === '')
    throw invalid('statusReason', 'A reason is required.');
};

/** A status or substatus sent alone, where that is let through. */
const complete = (before: Referral, after: Referral): void => {
  if (isPair(after.status, after.substatus)) return;
  if (after.status !== before.status)
    after.substatus = SUBSTATUS_BY_STATUS[after.status]?.[0] ?? after.substatus;
  else
    after.status =
      Object.keys(SUBSTATUS_BY_STATUS).find((status) => isPair(status, after.substatus)) ??
      after.status;
};

/**
 * Checks the move and sets its dates on `after`.
 * @throws Refusal when the pair or the move is not allowed.
 */
export const applyMove = (
  before: Referral,
  after: Referral,
  options: { switches: Switches; at: string },
): void => {
  const { switches, at } = options;
  if (after.status === before.status && after.substatus === before.substatus) return;
  if (!switches.refusesHalfPair) complete(before, after);
  if (!isPair(after.status, after.substatus))
    throw invalid('substatus', `${after.status} and ${after.substatus} do not go together.`);
  const moves = switches.transitions === 'strict' ? STRICT : LAX;
  if (!(moves[before.status] ?? []).includes(after.substatus))
    throw invalid('substatus', `${after.substatus} cannot be reached from ${before.substatus}.`);
  checkNeeds(after, switches);
  if (before.status === 'New' && after.status === 'Active') {
    after.acceptedDateTime = at;
    if (switches.acceptanceClearsExpiration) after.expirationDateTime = null;
  }
  if (after.status === 'Closed') after.closedDateTime = at;
};
