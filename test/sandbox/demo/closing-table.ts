import { pad, widthOf, wrap, WIDTH } from './box.ts';
import type { LeadVerdict } from './verdict.ts';

const HEADS = ['Lead', 'Stage', 'Salesforce', 'CRM ID', 'Opps', 'In step?'] as const;
const GAP = 2;

const cellsOf = (verdict: LeadVerdict): readonly string[] => [
  verdict.lead,
  verdict.stage,
  verdict.crmStage,
  verdict.crmId,
  String(verdict.opportunities),
  verdict.words,
];

/** One lead a row; only the last column takes more than one line. */
export const closingTable = (verdicts: readonly LeadVerdict[]): string[] => {
  const rows = verdicts.map(cellsOf);
  const widths = HEADS.slice(0, -1).map((head, index) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const taken = widths.reduce((sum, width) => sum + width + GAP, 0);
  const line = (cells: readonly string[], last: string): string =>
    [...widths.map((width, index) => pad(cells[index] ?? '', width + GAP)), last]
      .join('')
      .trimEnd();
  return [
    line(HEADS, HEADS[HEADS.length - 1] ?? ''),
    '─'.repeat(WIDTH),
    ...rows.flatMap((row) =>
      wrap(row.at(-1) ?? '', WIDTH - taken).map((last, index) =>
        line(index === 0 ? row : [], last),
      ),
    ),
  ];
};
