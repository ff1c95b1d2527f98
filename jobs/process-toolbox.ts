import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { createAsk } from './ask.ts';
import { createSelf } from './holder.ts';
import { createLog } from './log.ts';
import { createOutput } from './output.ts';
import { systemClock } from './system-clock.ts';
import { thisProcess } from './this-process.ts';
import type { Files, Systems, Toolbox } from './toolbox.ts';

const files: Files = {
  read: (path) => readFileSync(path, 'utf8'),
  exists: (path) => existsSync(path),
  write: (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  },
};

/** A user id without a name, as containers have, is a person too. */
const personOf = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
};

/** The toolbox of a real process: its terminal, its files, its clock. */
export const processToolbox = (parts: {
  readonly systems: Systems;
  readonly env: Toolbox['env'];
  readonly signal: AbortSignal;
}): Toolbox => ({
  ...parts,
  ...createSelf(thisProcess()),
  files,
  output: createOutput({ out: process.stdout, err: process.stderr }),
  ask: createAsk(process.stdin.isTTY && process.stdout.isTTY),
  clock: systemClock,
  log: (level) =>
    createLog({
      level,
      isPretty: process.stderr.isTTY,
      write: (line) => process.stderr.write(line),
      now: () => systemClock.now(),
    }),
  person: personOf(),
});
