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

/** Cells stay whole while that takes no more lines than there are. */
const packed = (cells: readonly string[], width: number): string[] => {
  const lines: string[] = [];
  for (const cell of cells) {
    const longer = `${lines.at(-1) ?? ''}${BETWEEN}${cell}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(cell);
  }
  return lines;
};

const bodyOf = (cells: readonly BoxCell[], width: number): string[] => {
  const texts = cells.map(({ label, value }) => `${label}: ${oneLine(value)}`);
  const whole = packed(texts, width);
  if (whole.length <= MOST_BODY_LINES && whole.every((line) => widthOf(line) <= width))
    return whole;
  const lines = wrap(texts.join(BETWEEN), width);
  const kept = lines.slice(0, MOST_BODY_LINES - 1);
  const last = lines.slice(MOST_BODY_LINES - 1).join(' ');
  return last === '' ? kept : [...kept, cut(last, width)];
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
