import { mergeDiff3 } from 'node-diff3';

/** Lines for whole texts; words (with the blanks after them) where a cut may fall inside a line. */
type Grain = 'lines' | 'words';

const cut = (text: string, grain: Grain): string[] => {
  const plain = text.replaceAll('\r\n', '\n');
  return plain.match(grain === 'lines' ? /[^\n]*\n|[^\n]+/g : /\s*\S+|\s+$/g) ?? [];
};

/** A last line without its end would differ from the same line with text after it. */
const ended = (text: string, grain: Grain): string =>
  grain === 'lines' && text !== '' && !text.endsWith('\n') ? `${text}\n` : text;

/**
 * Both edits of one text joined, or undefined where they overlap: then a person decides.
 * Nobody's words are dropped and nothing is invented.
 */
export const mergeText = (
  base: string,
  edits: { readonly one: string; readonly other: string },
  grain: Grain = 'lines',
): string | undefined => {
  const merged = mergeDiff3(
    cut(ended(edits.one, grain), grain),
    cut(ended(base, grain), grain),
    cut(ended(edits.other, grain), grain),
    { excludeFalseConflicts: true },
  );
  return merged.conflict ? undefined : merged.result.join('').trim();
};
