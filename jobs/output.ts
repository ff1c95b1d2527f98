/** Where a command speaks to the person: lines to stdout, problems to stderr. */
export interface Output {
  readonly line: (text?: string) => void;
  /** A problem or a remark that must not mix with what a program reads. */
  readonly problem: (text: string) => void;
  /** A person looks on, so progress may be drawn. */
  readonly isTerminal: boolean;
}

interface Stream {
  write(text: string): unknown;
}

export const createOutput = (streams: {
  readonly out: Stream & { readonly isTTY?: boolean };
  readonly err: Stream;
}): Output => ({
  line: (text = '') => {
    streams.out.write(`${text}\n`);
  },
  problem: (text) => {
    streams.err.write(`${text}\n`);
  },
  isTerminal: streams.out.isTTY === true,
});

/** One JSON document, for programs. */
export const writeJson = (output: Output, value: unknown): void =>
  output.line(JSON.stringify(value, null, 2));
