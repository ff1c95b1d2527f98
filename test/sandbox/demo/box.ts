/** One field of a record as the seller reads it. */
export interface BoxCell {
  readonly label: string;
  readonly value: string;
}

export interface Told {
  /** Who did what. */
  readonly who: string;
  /** What the seller sees. */
  readonly cells: readonly BoxCell[];
  /** What Partner Center now shows. */
  readonly partner: string;
}

/** In columns; every character used here is one wide. */
export const WIDTH = 100;
const MOST_BODY_LINES = 2;
const BETWEEN = ' │ ';

export const widthOf = (text: string): number => text.length;

export const cut = (text: string, width: number): string =>
  widthOf(text) <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;

export const pad = (text: string, width: number, filler = ' '): string =>
  text + filler.repeat(Math.max(0, width - widthOf(text)));

/** At word boundaries; a longer word than a line is cut. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = cut(word, width);
  }
  return [...lines, line];
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' / ');

/** Cells keep together where a line has room for them; the last line holds what is left, cut. */
const bodyOf = (cells: readonly BoxCell[], width: number): string[] => {
  const text = cells.map(({ label, value }) => `${label}: ${oneLine(value)}`).join(BETWEEN);
  const lines = wrap(text, width);
  if (lines.length <= MOST_BODY_LINES) return lines;
  const kept = lines.slice(0, MOST_BODY_LINES - 1);
  return [...kept, cut(lines.slice(MOST_BODY_LINES - 1).join(' '), width)];
};

/** At most four lines: who did what in the upper edge, what Partner Center shows in the lower one. */
export const storyBox = ({ who, cells, partner }: Told, number: number): string[] => {
  const inner = WIDTH - 4;
  const edge = (text: string): string => `─ ${cut(text, inner - 2)} `;
  return [
    `╭${pad(edge(`${number} · ${oneLine(who)}`), WIDTH - 2, '─')}╮`,
    ...bodyOf(cells, inner).map((line) => `│ ${pad(line, inner)} │`),
    `╰${pad(edge(`Partner Center: ${oneLine(partner)}`), WIDTH - 2, '─')}╯`,
  ];
};
