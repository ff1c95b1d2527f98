/** One figure of the table; `bar` is the most (or least) it should be. */
export interface Figure {
  readonly scenario: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: { readonly atMost: number };
}

export const figureOf = (scenario: string, what: string, value: number, unit: string): Figure => ({
  scenario,
  what,
  value,
  unit,
});

export const isMet = ({ value, bar }: Figure): boolean | null =>
  bar === undefined ? null : value <= bar.atMost;

const WORDS = { true: 'met', false: 'MISSED', null: '' } as const;

const round = (value: number): string =>
  value >= 1_000 ? String(Math.round(value)) : String(Math.round(value * 1_000) / 1_000);

export const table = (figures: readonly Figure[]): string => {
  const rows = [
    ['', 'figure', 'value', 'unit', 'bar', ''],
    ...figures.map((figure) => [
      figure.scenario,
      figure.what,
      round(figure.value),
      figure.unit,
      figure.bar === undefined ? '' : `≤ ${figure.bar.atMost}`,
      WORDS[`${isMet(figure)}`],
    ]),
  ];
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) =>
        at === 2 ? cell.padStart(widths?.[at] ?? 0) : cell.padEnd(widths?.[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};
