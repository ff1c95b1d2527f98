import { SyncError } from '#core/failures/sync-error.ts';

/** @throws SyncError UNEXPECTED_ANSWER, with the length alone: the parser's own words quote the payload. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SyncError(
      'UNEXPECTED_ANSWER',
      `The answer is not JSON (${text.length} characters long).`,
    );
  }
};
