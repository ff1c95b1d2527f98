import { isSyncError } from '#core/failures/sync-error.ts';
import { EXIT, exitFor, worst, type ExitCode } from './exit.ts';

/** One thing that `check` looked at. */
export interface Finding {
  readonly what: string;
  readonly is: 'ok' | 'warning' | 'blocks' | 'out of reach';
  readonly words: string;
}

export const exitOfFindings = (findings: readonly Finding[]): ExitCode =>
  worst(
    findings.map(({ is }) => {
      switch (is) {
        case 'ok':
        case 'warning':
          return EXIT.done;
        case 'blocks':
          return EXIT.person;
        case 'out of reach':
          return EXIT.outOfReach;
        default:
          return is satisfies never;
      }
    }),
  );

/** Looks at one thing; what a system refuses becomes the finding, so that the others are looked at too. */
export const lookAt = async (
  what: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await look();
  } catch (error) {
    if (!isSyncError(error)) throw error;
    const is = exitFor(error.code) === EXIT.outOfReach ? 'out of reach' : 'blocks';
    return [{ what, is, words: error.message }];
  }
};
