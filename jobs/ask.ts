import { confirm, input, select } from '@inquirer/prompts';

export interface Question {
  readonly message: string;
  readonly default?: string;
  /** What is wrong with an answer; undefined = nothing. */
  readonly check?: (answer: string) => string | undefined;
}

/** Questions to the person at the terminal. */
export interface Ask {
  /** False when nobody is there to answer. */
  readonly canAnswer: boolean;
  text(question: Question): Promise<string>;
  choose(message: string, choices: readonly string[]): Promise<string>;
  confirm(message: string): Promise<boolean>;
}

export const createAsk = (canAnswer: boolean): Ask => ({
  canAnswer,
  text: async ({ message, check, ...rest }) =>
    input({
      message,
      required: true,
      validate: (answer) => check?.(answer) ?? true,
      ...(rest.default === undefined ? {} : { default: rest.default }),
    }),
  choose: async (message, choices) => select({ message, choices: [...choices] }),
  confirm: async (message) => confirm({ message, default: false }),
});

/** The person pressed Ctrl+C at a question. */
export const isPromptClosed = (error: unknown): boolean =>
  Error.isError(error) && error.name === 'ExitPromptError';
