import { storyBox } from './box.ts';
import type { Day, Story } from './day.ts';
import { NotReached } from './look.ts';
import { accept, decline, placeholder } from './stories/answer.ts';
import { arrive } from './stories/arrive.ts';
import { differentFields, sameField } from './stories/both-sides.ts';
import { expired, lost, won } from './stories/endings.ts';
import { killed } from './stories/killed.ts';

/** Told at once, each as it ends. */
const OVERLAPPING: readonly Story[] = [
  decline,
  won,
  lost,
  accept,
  sameField,
  differentFields,
  placeholder,
  expired,
  killed,
];

const createTeller = (day: Day, line: (text: string) => void) => {
  let told = 0;
  /** False when the story did not come true. */
  return async (story: Story): Promise<boolean> => {
    try {
      const outcome = await story(day);
      told += 1;
      for (const text of ['', ...storyBox(outcome, told)]) line(text);
      return true;
    } catch (error) {
      if (!(error instanceof NotReached)) throw error;
      line(`\n✗ ${story.name}: ${error.message}`);
      return false;
    }
  };
};

export const tellArrival = async (day: Day, line: (text: string) => void): Promise<boolean> =>
  createTeller(day, line)(arrive);

/** Plays the stories and prints each as it ends. @returns whether all of them came true. */
export const playDay = async (day: Day, line: (text: string) => void): Promise<boolean> => {
  const tell = createTeller(day, line);
  if (!(await tell(arrive))) return false;
  const ends = await Promise.all(OVERLAPPING.map(tell));
  return ends.every(Boolean);
};
