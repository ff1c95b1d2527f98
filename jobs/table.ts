const GAP = '  ';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters as people count them. */
const charactersOf = (text: string): string[] =>
  Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
const widthOf = (text: string): number => charactersOf(text).length;
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' / ');

/** At most `width` characters, for a list of many rows. */
export const cut = (text: string, width: number): string =>
  widthOf(text) <= width
    ? text
    : `${charactersOf(text)
        .slice(0, width - 1)
        .join('')}…`;

/** Rows as aligned plain text; the first row is the head. The last column is never padded. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const cells = rows.map((row) => row.map(oneLine));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  return cells.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)))
      .join(GAP)
      .trimEnd(),
  );
};
