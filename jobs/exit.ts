import type { SyncError } from '#core/failures/sync-error.ts';

/** What a shell sees: 0 done, 1 something new needs a person, 2 bad settings or usage, 3 a system out of reach. */
export const EXIT = { done: 0, person: 1, settings: 2, outOfReach: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command cannot be carried out as it was given; the message says what to give instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const exitFor = (code: SyncError['code']): ExitCode => {
  switch (code) {
    case 'BAD_SETTINGS':
      return EXIT.settings;
    case 'TOKEN_REJECTED':
    case 'FORBIDDEN':
    case 'REJECTED':
      return EXIT.person;
    case 'RATE_LIMITED':
    case 'UNAVAILABLE':
    case 'UNKNOWN_RESULT':
    case 'UNEXPECTED_ANSWER':
    case 'BUDGET_SPENT':
    case 'RUN_SUPERSEDED':
      return EXIT.outOfReach;
    default:
      return code satisfies never;
  }
};

/** Of several tenants, the code that asks most: settings, then a system out of reach, then a person. */
export const worst = (codes: readonly ExitCode[]): ExitCode => {
  const order: readonly ExitCode[] = [EXIT.settings, EXIT.outOfReach, EXIT.person];
  return order.find((code) => codes.includes(code)) ?? EXIT.done;
};
