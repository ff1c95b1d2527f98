import { isSyncError } from '#core/failures/sync-error.ts';
import type { ProvisionState, ProvisionStep } from '#core/ports/provisioner.ts';

export type Attempt<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  /** Somebody else made it first: it is there, which is all we want. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly words: string };

/** Reference SF §15; a row of rights or an assignment says DUPLICATE_VALUE. */
const TAKEN = ['DUPLICATE_DEVELOPER_NAME', 'DUPLICATE_VALUE'];
export const isTaken = (code: string): boolean => TAKEN.includes(code);

interface Refusal {
  readonly code: string;
  readonly words: string;
}

/** A refusal of this one thing. Undefined when the run as a whole cannot go on: no connection, no token, no calls left. */
const refusalOf = (error: unknown): Refusal | undefined => {
  if (!isSyncError(error)) return undefined;
  const { systemCode, systemWords, status } = error.details;
  const refusal = { code: systemCode ?? error.code, words: systemWords ?? error.message };
  switch (error.code) {
    case 'REJECTED':
    case 'FORBIDDEN':
    case 'UNEXPECTED_ANSWER':
    case 'RATE_LIMITED':
      return refusal;
    case 'UNKNOWN_RESULT':
      return {
        ...refusal,
        words: `${refusal.words} It may have been done: run provision once more.`,
      };
    case 'UNAVAILABLE':
      // Answered, so the org is there and only this call failed.
      return status === undefined ? undefined : refusal;
    case 'TOKEN_REJECTED':
    case 'BUDGET_SPENT':
    case 'RUN_SUPERSEDED':
    case 'BAD_SETTINGS':
      return undefined;
    default:
      return error.code satisfies never;
  }
};

export const attempt = async <Value>(action: () => Promise<Value>): Promise<Attempt<Value>> => {
  try {
    return { kind: 'done', value: await action() };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return isTaken(refusal.code) ? { kind: 'taken' } : { kind: 'refused', words: refusal.words };
  }
};

/** The step that an attempt amounts to; `state` is that of one that was done. */
export const stepOf = (
  what: string,
  state: ProvisionState,
  outcome: Attempt<unknown>,
): ProvisionStep => {
  switch (outcome.kind) {
    case 'done':
      return { what, state };
    case 'taken':
      return { what, state: 'present' };
    case 'refused':
      return { what, state: 'refused', words: outcome.words };
    default:
      return outcome satisfies never;
  }
};
