import type { Ask, Question } from '#jobs/ask.ts';

/** Whoever sits at the terminal. */
export interface Person {
  readonly ask: Ask;
  /** Answers to the questions to come; with none left nobody is there. */
  readonly answers: (string | boolean)[];
  /** What was asked, and after an `!` what was said of a wrong answer. */
  readonly questions: string[];
}

export const createPerson = (): Person => {
  const answers: (string | boolean)[] = [];
  const questions: string[] = [];
  const answer = (question: string): string | boolean => {
    questions.push(question);
    const given = answers.shift();
    if (given === undefined) throw new Error(`nobody answers: ${question}`);
    return given;
  };
  /** As at a terminal: a wrong answer is asked for again. */
  const text = async (question: Question): Promise<string> => {
    for (;;) {
      const given = String(answer(question.message));
      const value = given === '' ? (question.default ?? '') : given;
      const problem = question.check?.(value);
      if (problem === undefined) return value;
      questions.push(`! ${problem}`);
    }
  };
  return {
    answers,
    questions,
    ask: {
      get canAnswer() {
        return answers.length > 0;
      },
      text,
      choose: async (message) => String(answer(message)),
      confirm: async (message) => answer(message) === true,
    },
  };
};
